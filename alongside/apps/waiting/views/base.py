"""What every page about one pathway shares."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.access import WorkView
from alongside.apps.waiting import queries
from alongside.apps.waiting.models import Pathway


class _PathwayView(WorkView):
    def pathway(self, pathway_id: UUID) -> Pathway:
        found = queries.pathway(self.by, pathway_id)
        if found is None:
            raise Http404
        return found

    def our_pathway(self, pathway_id: UUID) -> Pathway:
        """Only the provider on whose list it is may go further; to anybody else there is no such page."""
        found = self.pathway(pathway_id)
        if found.provider_id != self.by.organisation_id:
            raise Http404
        return found

    def page(self, template: str, pathway: Pathway, **context: Any) -> HttpResponseBase:
        return render(self.request, f"waiting/{template}.jinja", {"pathway": pathway, **context})
