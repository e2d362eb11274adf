"""What every page of working together needs: today, the pair or the meeting, and whether this person writes in it."""

from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements.presenters.sections import section
from alongside.apps.meetings import queries
from alongside.apps.meetings.actions import NotYoursError
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.models import JointAction, Meeting, OfPair
from alongside.web.plain import PlainForm
from alongside.web.today import today

Thing = TypeVar("Thing")
Crumb = tuple[str, str]
PAIRS: Crumb = ("Meetings", "meetings:list-pairs")


class _MeetingsView(WorkView):
    page = ""

    @cached_property
    def today(self) -> date:
        return today()

    def frame(self, title: str, crumbs: list[dict[str, str]] | None = None, **context: Any) -> dict[str, Any]:
        home = [{"text": "Today", "href": "/work/"}]
        return {"title": title, "sections": section(self.page), "crumbs": crumbs or home, "by": self.by, **context}

    def trail(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """The way back: the list of pairs, then what is named with its address."""
        links = [{"text": PAIRS[0], "href": reverse(PAIRS[1])}]
        return links + [{"text": text, "href": href} for text, href in more]

    def of_pair(self, pair: Pair) -> tuple[str, str]:
        return pair.seen_by(self.by.organisation_id), reverse("meetings:show-pair", args=pair.key)

    def of_meeting(self, meeting: Meeting) -> tuple[str, str]:
        return meeting.title, reverse("meetings:show-meeting", args=[meeting.pk])

    def found(self, thing: Thing | None) -> Thing:
        """Absent or not ours to see is the same answer."""
        if thing is None:
            raise Http404
        return thing

    def pair(self, trust_id: UUID, host_id: UUID) -> Pair:
        return self.found(queries.pair(self.by, trust_id, host_id))

    def own_pair(self, trust_id: UUID, host_id: UUID) -> Pair:
        return self.ours(self.pair(trust_id, host_id))

    def ours(self, pair: Pair) -> Pair:
        if pair.side(self.by.organisation_id) is None:
            raise NotYoursError("Only the two organisations that meet may write this.")
        return pair

    def meeting(self, meeting_id: UUID) -> Meeting:
        return self.found(queries.find_meeting(self.by, meeting_id))

    def own_meeting(self, meeting_id: UUID) -> Meeting:
        found = self.meeting(meeting_id)
        self.ours(Pair(found.trust, found.host))
        return found

    def action(self, action_id: UUID) -> JointAction:
        return self.found(queries.find_action(self.by, action_id))

    def may_write(self, row: OfPair | Pair) -> bool:
        sides = (row.trust.pk, row.host.pk)
        return self.by.may(Permission.WORK_TOGETHER) and self.by.organisation_id in sides

    def form_page(self, title: str, form: PlainForm, crumbs: list[dict[str, str]], **context: Any) -> HttpResponseBase:
        request: HttpRequest = self.request
        return render(request, "meetings/form.jinja", self.frame(title, crumbs, form=form, **context))
