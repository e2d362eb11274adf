"""What every page of partnerships needs: today, the pages beside it, and the partnership named in the address."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.partnerships import queries
from alongside.apps.partnerships.actions import NotYoursError
from alongside.apps.partnerships.facts import Record
from alongside.apps.partnerships.presenters import sections
from alongside.web.today import today


class _PartnershipsView(WorkView):
    page = ""

    @cached_property
    def today(self) -> date:
        return today()

    def frame(self, title: str, *crumbs: dict[str, str], **context: Any) -> dict[str, Any]:
        first = {"text": "Partnerships", "href": reverse("partnerships:list-partnerships")}
        return {"title": title, "sections": sections(self.page), "crumbs": [first, *crumbs], **context}

    def may_open(self) -> bool:
        """A board is no side of any partnership."""
        return self.by.may(Permission.WORK_TOGETHER) and self.by.organisation_id != self.by.area_id


class _PartnershipView(_PartnershipsView):
    """A page about one partnership of the area."""

    @cached_property
    def record(self) -> Record:
        partnership_id: UUID = self.kwargs["partnership_id"]
        found = queries.find(self.by, partnership_id, self.today)
        if found is None:
            raise Http404
        return found

    @property
    def is_party(self) -> bool:
        return self.by.organisation_id in self.record.parties

    def crumb(self) -> dict[str, str]:
        name = "partnerships:show-partnership"
        return {"text": str(self.record.partnership), "href": reverse(name, args=[self.record.partnership.pk])}


class _OwnPartnershipView(_PartnershipView):
    """A page on which one of the two sides writes."""

    @cached_property
    def own(self) -> Record:
        if not self.is_party:
            raise NotYoursError("Only the two sides of a partnership may write in it.")
        return self.record
