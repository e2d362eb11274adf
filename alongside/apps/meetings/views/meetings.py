"""Open a meeting with its agenda, read it, and minute who was there and what was decided."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings import actions, presenters, queries
from alongside.apps.meetings.actions.meetings import AFTER
from alongside.apps.meetings.facts import Pair, pair_of
from alongside.apps.meetings.forms.words import (
    ActionForm,
    AttendanceForm,
    DecisionForm,
    ItemForm,
    JointForm,
    NewMeetingForm,
)
from alongside.apps.meetings.models import Meeting
from alongside.apps.meetings.views.base import _MeetingsView
from alongside.web.exports import export


class NewMeetingView(_MeetingsView):
    permission = Permission.WORK_TOGETHER
    lead = (
        "The agenda is written at once from what is known today: patients without a place where your agreement shares "
        "them, open actions, numbers that nobody can rely on, and what the agreement lacks. It then stays as it is."
    )

    def form(self, data: Any = None) -> NewMeetingForm:
        chosen = self.request.GET.get("partner", "")
        return NewMeetingForm(data, partners=queries.partners(self.by), chosen=chosen, today=self.today)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            pair = pair_of(self.by.organisation, form.chosen)
            title, on = form.cleaned_data["title"], form.cleaned_data["on"]
            try:
                meeting = actions.open_meeting(pair=pair, title=title, on=on, by=self.by, today=self.today)
            except actions.Refused as refused:
                form.add_error("on", str(refused))
            else:
                messages.success(request, "Opened. Its agenda is below.")
                return redirect("meetings:show-meeting", meeting.pk)
        return self.show(form)

    def show(self, form: NewMeetingForm) -> HttpResponseBase:
        return self.form_page("Open a meeting", form, self.trail(), lead=self.lead, submit="Open it")


class ShowMeetingView(_MeetingsView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
        meeting = self.meeting(meeting_id)
        pair, items = Pair(meeting.trust, meeting.host), queries.items(meeting)
        taken = list(queries.actions(self.by).filter(meeting=meeting))
        about = presenters.about(self.today) | {"Meeting": f"{meeting.title}, {pair.name}"}
        rows = presenters.minutes(meeting, items, taken, self.today) if "format" in request.GET else []
        file = export(
            request.GET.get("format"), f"{meeting.title} {meeting.on}", presenters.MINUTE_COLUMNS, rows, about
        )
        writes = self.may_write(meeting)
        context = {
            "meeting": meeting,
            "pair": pair,
            "tag": presenters.meeting_tag(meeting, self.today),
            "agenda": [presenters.item_row(item) for item in items],
            "agenda_columns": presenters.AGENDA_COLUMNS,
            "there": presenters.attendance(meeting),
            "decisions": presenters.decisions(meeting),
            "taken": [presenters.action_row(action, self.today) for action in taken],
            "action_columns": presenters.ACTION_COLUMNS[:-1],
            "may_add": writes and self.today <= meeting.on,
            "may_minute": writes and meeting.on <= self.today <= meeting.on + AFTER,
            "minutes_until": meeting.on + AFTER,
        }
        crumbs = self.trail(self.of_pair(pair))
        return file or render(request, "meetings/meeting.jinja", self.frame(meeting.title, crumbs, **context))


class _MinuteView(_MeetingsView):
    """One form that adds one thing to a meeting."""

    permission = Permission.WORK_TOGETHER
    title = said = ""
    save: Callable[..., object]

    def form(self, meeting: Meeting, data: Any = None) -> JointForm:
        raise NotImplementedError

    def words(self, form: Any) -> dict[str, Any]:
        return {"text": form.cleaned_data["text"]}

    def get(self, request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
        meeting = self.own_meeting(meeting_id)
        return self.show(meeting, self.form(meeting))

    def post(self, request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
        meeting = self.own_meeting(meeting_id)
        form = self.form(meeting, request.POST)
        if form.is_valid():
            try:
                self.save(meeting=meeting, **self.words(form), by=self.by, today=self.today)
            except actions.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, self.said)
                return redirect("meetings:show-meeting", meeting.pk)
        return self.show(meeting, form)

    def show(self, meeting: Meeting, form: JointForm) -> HttpResponseBase:
        return self.form_page(self.title, form, self.trail(self.of_meeting(meeting)), caption=meeting.title)


class AddItemView(_MinuteView):
    permission = Permission.WORK_TOGETHER
    title, said = "Add to the agenda", "Added to the agenda."
    save = staticmethod(actions.add_item)

    def form(self, meeting: Meeting, data: Any = None) -> JointForm:
        return ItemForm(data)


class RecordAttendanceView(_MinuteView):
    permission = Permission.WORK_TOGETHER
    title, said = "Who was there?", "Recorded."
    save = staticmethod(actions.record_attendance)

    def form(self, meeting: Meeting, data: Any = None) -> JointForm:
        return AttendanceForm(data, pair=Pair(meeting.trust, meeting.host))

    def words(self, form: Any) -> dict[str, Any]:
        return {"people": form.people}


class AddDecisionView(_MinuteView):
    permission = Permission.WORK_TOGETHER
    title, said = "Minute a decision", "Minuted. A decision is never changed: the next one may change what it says."
    save = staticmethod(actions.decide)

    def form(self, meeting: Meeting, data: Any = None) -> JointForm:
        return DecisionForm(data)


class AddActionView(_MinuteView):
    permission = Permission.WORK_TOGETHER
    title, said = "Add an action", "Added. It stands on Today of whoever took it on once it is overdue."
    save = staticmethod(actions.add_action)

    def form(self, meeting: Meeting, data: Any = None) -> JointForm:
        return ActionForm(data, pair=Pair(meeting.trust, meeting.host), today=self.today)

    def words(self, form: Any) -> dict[str, Any]:
        return {"words": form.words}
