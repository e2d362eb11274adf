"""Which team spaces do we share with partners, one pathway each, and what stands in one of them?"""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.governance.presenters.registers import responsibility_row
from alongside.apps.meetings import actions, presenters
from alongside.apps.meetings import queries as meetings
from alongside.apps.meetings.facts import Pair, pair_of
from alongside.apps.meetings.facts.problems import standing
from alongside.apps.meetings.facts.spaces import closing_of, purpose_of, team
from alongside.apps.meetings.forms.spaces import NoteFilterForm, OpenSpaceForm, SpaceFilterForm
from alongside.apps.meetings.models import Space
from alongside.apps.meetings.presenters import problems as problem_presenter
from alongside.apps.meetings.presenters import spaces as presenter
from alongside.apps.meetings.queries import spaces as queries
from alongside.apps.meetings.views.base import _MeetingsView
from alongside.domain.relationship import next_due
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order

LIST = "meetings:list-spaces"
A_PAGE = 20


class _SpacesView(_MeetingsView):
    def space(self, space_id: UUID) -> Space:
        return self.found(queries.find_space(self.by, space_id))

    def crumbs(self, *more: Space) -> list[dict[str, str]]:
        spaces = [{"text": each.name, "href": reverse("meetings:show-space", args=[each.pk])} for each in more]
        return [{"text": "Team spaces", "href": reverse(LIST)}, *spaces]


class ListSpacesView(_SpacesView):
    """Our own; for a board those of its area. Open ones first."""

    permission = Permission.SEE_AGREEMENTS
    page = LIST

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = list(queries.spaces(self.by))
        form = SpaceFilterForm(request.GET, organisations=[side for each in found for side in (each.trust, each.host)])
        said = form.cleaned_data if form.is_valid() else {}
        taken = queries.actions_of(self.by).filter(done=None)
        to_do = Counter(each.space_id or (each.problem and each.problem.space_id) for each in taken)
        stated = Counter(each.space_id for each in queries.problems_of(self.by) if standing(each).closed_on is None)
        rows = [presenter.row_of(space, to_do, stated) for space in found]
        order = Order.read(request.GET, presenter.SORTS, default="state")
        rows = order.sort(
            [row for row in rows if presenter.asked(row, said)], lambda row: row[presenter.SORTS[order.key]]
        )
        about = presenters.about(self.today)
        file = export(request.GET.get("format"), "Team spaces", presenter.FILE_COLUMNS, rows, about)
        context: dict[str, Any] = {
            "any": bool(found),
            "filter_form": form,
            "order": order,
            "columns": presenter.COLUMNS,
            "page": page_of(rows, request.GET.get("page")),
            "may_open": self.by.may(Permission.WORK_TOGETHER) and self.by.organisation_id != self.by.area_id,
        }
        return file or render(request, "meetings/spaces.jinja", self.frame("Team spaces", **context))


class OpenSpaceView(_SpacesView):
    permission = Permission.WORK_TOGETHER

    def form(self, data: Any = None) -> OpenSpaceForm:
        partners, chosen = meetings.partners(self.by), self.request.GET.get("partner", "")
        return OpenSpaceForm(data, partners=partners, pathways=queries.pathways(self.by), chosen=chosen)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            pair, purpose = pair_of(self.by.organisation, form.chosen), form.cleaned_data["purpose"]
            try:
                space = actions.open_space(
                    pair=pair, pathway=form.on_pathway, purpose=purpose, by=self.by, today=self.today
                )
            except actions.Refused as refused:
                form.add_error("pathway", str(refused))
            else:
                messages.success(request, "Opened. Both of you write in it; name who is in it from your side.")
                return redirect("meetings:show-space", space.pk)
        return self.show(form)

    def show(self, form: OpenSpaceForm) -> HttpResponseBase:
        lead = "One space for one pathway of two organisations. Both read and write it, their board reads it."
        return self.form_page("Open a team space", form, self.crumbs(), lead=lead, submit="Open it")


class ShowSpaceView(_SpacesView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, space_id: UUID) -> HttpResponseBase:
        space, me = self.space(space_id), self.by.organisation_id
        form = NoteFilterForm(request.GET, organisations=(space.trust, space.host))
        said = form.cleaned_data if form.is_valid() else {}
        notes = presenter.note_rows(space, me)
        kept = [row for row in notes if presenter.note_asked(row, said)]
        tables = self.tables(space, kept)
        title, columns, rows = tables.get(request.GET.get("table", ""), tables["notes"])
        about = presenters.about(self.today) | {"Team space": f"{space.name}, {Pair(space.trust, space.host).name}"}
        file = export(request.GET.get("format"), f"{space.name} {title}", columns, rows, about)
        if file:
            return file
        context = {"filter_form": form, "any": bool(notes), "notes": page_of(kept, request.GET.get("page"), A_PAGE)}
        frame = self.frame(space.name, self.crumbs(), **self.context(space, tables), **context)
        return render(request, "meetings/space.jinja", frame)

    def tables(self, space: Space, notes: list[dict[str, Any]]) -> dict[str, Any]:
        """Name, columns and rows of everything on the page that leaves it as a file."""
        known, me = queries.numbers(self.by, self.today), self.by.organisation_id
        members = [presenter.member_row(each, known, me, self.today) for each in team(space)]
        may_keep = self.by.may(Permission.KEEP_GOVERNANCE)
        steps = [
            responsibility_row(each, may_keep and each.organisation_id == me)
            for each in queries.steps_of(self.by, space)
        ]
        taken = [presenters.action_row(each, self.today) for each in queries.actions_of(self.by, space)]
        stated = [problem_presenter.problem_row(each, self.today) for each in queries.problems_of(self.by, space)]
        return {
            "notes": ("Notes", presenter.NOTE_FILE_COLUMNS, notes),
            "members": ("Members", presenter.MEMBER_FILE_COLUMNS, members),
            "steps": ("Steps", presenter.STEP_COLUMNS, steps),
            "actions": ("Actions", presenters.ACTION_FILE_COLUMNS, sorted(taken, key=lambda row: row["rank"])),
            "problems": (
                "Problems", problem_presenter.FILE_COLUMNS, sorted(stated, key=lambda row: row["rank"])
            ),
        }  # fmt: skip

    def context(self, space: Space, tables: dict[str, Any]) -> dict[str, Any]:
        pair, closing = Pair(space.trust, space.host), closing_of(space)
        colour, words, _ = presenter.state_of(space)
        is_side = pair.side(self.by.organisation_id) is not None
        due = next_due(meetings.record(self.by, pair).together, self.today)
        may_keep = is_side and closing is None and self.by.may(Permission.WORK_TOGETHER)
        hidden = () if may_keep else ("take_out",)
        partner = next(side for side in pair.sides[::-1] if side.pk != self.by.organisation_id)
        return {
            "space": space,
            "pair": pair,
            "closing": closing,
            "state_tag": presenters.tag(colour, words),
            "purpose": purpose_of(space),
            "facts": presenter.facts(
                space, queries.directions(space, self.today), queries.next_meeting(self.by, pair, self.today), due
            ),
            "rows": {name: rows for name, (_, _, rows) in tables.items()},
            "member_columns": [column for column in presenter.MEMBER_COLUMNS if column.key not in hidden],
            "step_columns": presenter.STEP_COLUMNS,
            "step_words": presenter.step_words(space),
            "action_columns": presenters.ACTION_COLUMNS,
            "problem_columns": [column for column in problem_presenter.COLUMNS if column.key != "between"],
            "may_keep": may_keep,
            "may_write": is_side and closing is None and self.by.may(Permission.RAISE),
            "may_add_step": is_side and self.by.may(Permission.KEEP_GOVERNANCE),
            "partner": partner,
            "add_step": presenter.add_step_href(space, partner),
        }
