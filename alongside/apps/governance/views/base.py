"""What every page of governance needs: today, its sections, and what other people's changes do to a form."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.governance import queries
from alongside.apps.governance.actions import NotYoursError
from alongside.apps.governance.models import Contact, Policy
from alongside.apps.governance.presenters import section
from alongside.web.today import today


class _GovernanceView(WorkView):
    page = ""

    @cached_property
    def today(self) -> date:
        return today()

    def frame(self, title: str, *crumbs: tuple[str, str], **context: Any) -> dict[str, Any]:
        links = [{"text": text, "href": reverse(f"governance:{name}")} for text, name in crumbs]
        return {"title": title, "sections": section(f"governance:{self.page}"), "crumbs": links, **context}

    def contact(self, contact_id: UUID) -> Contact:
        """A contact of the area."""
        found = queries.find_contact(self.by, contact_id, self.today)
        if found is None:
            raise Http404
        return found

    def own_contact(self, contact_id: UUID) -> Contact:
        found = self.contact(contact_id)
        if found.organisation_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation whose contact this is may change it.")
        return found

    def policy(self, policy_id: UUID) -> Policy:
        """A policy that we say, or that somebody says of our patients."""
        found = queries.find_policy(self.by, policy_id)
        if found is None:
            raise Http404
        return found

    def own_policy(self, policy_id: UUID) -> Policy:
        found = self.policy(policy_id)
        if found.organisation_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation that says this may change it.")
        return found
