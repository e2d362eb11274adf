"""What the pages of the list share."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.access import WorkView
from alongside.apps.waiting import queries
from alongside.apps.waiting.models import Pathway
from alongside.apps.waiting.presenters.files import list_file
from alongside.web.exports import TooManyRowsError


def list_file_or_words(
    request: HttpRequest, name: str, found: QuerySet[Pathway], as_of: date, about: Mapping[str, object]
) -> HttpResponseBase | None:
    """The file that `?format=` asks for; back to the page, with the reason, when it cannot hold so much."""
    try:
        return list_file(request.GET.get("format"), name, found, as_of, about)
    except TooManyRowsError as too_many:
        messages.error(request, str(too_many))
        kept = request.GET.copy()
        kept.pop("format")
        return redirect(f"{request.path}?{kept.urlencode()}")


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
