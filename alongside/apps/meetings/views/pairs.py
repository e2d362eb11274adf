"""With whom do we meet, how often, and what is open between us?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings import actions, presenters, queries
from alongside.apps.meetings.facts import Record
from alongside.apps.meetings.forms.words import RhythmForm
from alongside.apps.meetings.presenters import relationship
from alongside.apps.meetings.presenters.problems import COLUMNS as PROBLEM_COLUMNS
from alongside.apps.meetings.presenters.problems import FILE_COLUMNS as PROBLEM_FILE_COLUMNS
from alongside.apps.meetings.presenters.problems import problem_row
from alongside.apps.meetings.views.base import _MeetingsView
from alongside.domain.relationship import cadence, next_due
from alongside.web.exports import export
from alongside.web.sorting import Order
from alongside.web.words import long_date


class ListPairsView(_MeetingsView):
    """Our own pairs; for a board those of its area."""

    permission = Permission.SEE_AGREEMENTS
    page = "meetings:list-pairs"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        me = self.by.organisation_id
        rows = [presenters.pair_row(record, me, self.today) for record in queries.records(self.by)]
        order = Order.read(request.GET, presenters.PAIR_SORTS, default="name")
        rows = order.sort(rows, lambda row: row[presenters.PAIR_SORTS[order.key]])
        about = presenters.about(self.today)
        file = export(request.GET.get("format"), "Meetings", presenters.PAIR_COLUMNS, rows, about)
        is_side = me != self.by.area_id
        context: dict[str, Any] = {
            "rows": rows,
            "columns": presenters.PAIR_COLUMNS,
            "order": order,
            "may_open": is_side and self.by.may(Permission.WORK_TOGETHER),
        }
        return file or render(request, "meetings/pairs.jinja", self.frame("Meetings", **context))


class ShowPairView(_MeetingsView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair = self.pair(trust_id, host_id)
        record = queries.record(self.by, pair)
        meetings = [presenters.meeting_row(each, self.today) for each in record.meetings]
        taken = [presenters.action_row(each, self.today) for each in record.actions]
        about = presenters.about(self.today)
        stated = [problem_row(each, self.today) for each in record.problems]
        tables = {
            "actions": (presenters.ACTION_FILE_COLUMNS, taken),
            "problems": (PROBLEM_FILE_COLUMNS, stated),
            "health": (relationship.TREND_COLUMNS, relationship.told(record, self.today)["trend"]),
            "working": (relationship.PART_COLUMNS, relationship.told(record, self.today)["parts"]),
            "meetings": (presenters.MEETING_COLUMNS, meetings),
        }
        asked = request.GET.get("table", "")
        columns, rows = tables.get(asked, tables["meetings"])
        file = export(request.GET.get("format"), f"{pair.name} {asked or 'meetings'}", columns, rows, about)
        title = pair.seen_by(self.by.organisation_id)
        context = {
            "pair": pair,
            "health": relationship.told(record, self.today),
            "part_columns": relationship.PART_COLUMNS,
            "trend_columns": relationship.TREND_COLUMNS,
            "facts": self.facts(record),
            "meetings": meetings,
            "meeting_columns": presenters.MEETING_COLUMNS,
            "taken": sorted(taken, key=lambda row: row["rank"]),
            "action_columns": presenters.ACTION_COLUMNS,
            "stated": sorted(stated, key=lambda row: row["rank"]),
            "problem_columns": [column for column in PROBLEM_COLUMNS if column.key != "between"],
            "may_write": self.may_write(pair),
            "partner": next(side for side in pair.sides[::-1] if side.pk != self.by.organisation_id),
        }
        return file or render(request, "meetings/pair.jinja", self.frame(title, self.trail(), **context))

    def facts(self, record: Record) -> list[dict[str, Any]]:
        due, kept = cadence(record.together, self.today)
        coming = next_due(record.together, self.today)
        said = record.rhythms[-1].source if record.rhythms else ""
        return [
            {
                "key": "They mean to meet",
                "value": f"{presenters.rhythm_words(record.every_days)}. {said}" if said else "Nobody has said",
            },
            {"key": "Next meeting due by", "value": long_date(coming) if coming else "No day: there is no rhythm"},
            {
                "key": "In the last 26 weeks",
                "value": f"{kept} held of {due} that fell due" if due else "No meeting fell due",
            },
        ]


class SetRhythmView(_MeetingsView):
    permission = Permission.WORK_TOGETHER

    def get(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        return self.show(RhythmForm(), trust_id, host_id)

    def post(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair, form = self.own_pair(trust_id, host_id), RhythmForm(request.POST)
        if not form.is_valid():
            return self.show(form, trust_id, host_id)
        actions.set_rhythm(pair=pair, every_days=int(form.cleaned_data["every"]), by=self.by, today=self.today)
        messages.success(request, "Saved. A meeting that is due already stays due.")
        return redirect("meetings:show-pair", *pair.key)

    def show(self, form: RhythmForm, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair = self.own_pair(trust_id, host_id)
        lead = "From now on a meeting falls due that often. One that is due already stays due, on that day or sooner."
        return self.form_page("How often do we meet?", form, self.trail(self.of_pair(pair)), lead=lead)
