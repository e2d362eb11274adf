"""Two plans side by side, and the whole area's capacity beside its list."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.plans import queries
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters import board as board_words
from alongside.apps.plans.presenters import comparing, moves
from alongside.apps.plans.presenters.tables import change_words
from alongside.apps.plans.views.lines import AT_ONCE
from alongside.apps.plans.views.listing import compare_form
from alongside.web.exports import export
from alongside.web.paging import page_of

KINDS = {"": "All", "gained": "Gained a place", "lost": "Lost a place", "moved": "Another site or week"}
BOARD_FIGURES = {"all": "minutes", "offered": "offered_minutes", "suitable": "suitable_minutes"}


class ComparePlansView(WorkView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if not (request.GET.get("a") and request.GET.get("b")):
            choose = {"title": "Compare two plans", "form": compare_form(self.by)}
            return render(request, "plans/compare_choose.jinja", choose)
        a, b = self.find("a"), self.find("b")
        kind = request.GET.get("kind", "")
        differ = queries.lines_that_differ(a, b, kind if kind in KINDS else "")
        asked = request.GET.get("format")
        if asked:
            return self.file(asked, a, b, differ)
        page = page_of(differ, request.GET.get("page"))
        found = queries.differences(a, b)
        context = {
            "title": "Two plans side by side",
            "a": a,
            "b": b,
            "sentence": comparing.sentence(found),
            "found": found,
            "is_ours": a.organisation_id == self.by.organisation_id,
            "headline": comparing.figures(a, b),
            "specialties": comparing.specialties(a, b),
            "what_differs": comparing.what_differs(a, b, self.by_hand(a, b)),
            "by_provider": comparing.by_provider(a, b),
            "by_site": comparing.by_site(a, b),
            "page": page,
            "rows": self.rows(a, b, page.rows),
            "differ_columns": moves.columns(a, b),
            "continues": moves.continues(a, b),
            "causes": self.causes(a, b),
            "cause_columns": moves.CAUSE_COLUMNS,
            "kinds": KINDS,
            "kind": differ.kind,
            "columns": comparing,
        }
        return render(request, "plans/compare.jinja", context)

    def find(self, name: str) -> Plan:
        try:
            plan_id = UUID(self.request.GET[name])
        except ValueError:
            raise Http404 from None
        plan = queries.find_plan(self.by, plan_id)
        if plan is None or not plan.has_answer:
            raise Http404
        return plan

    def by_hand(self, a: Plan, b: Plan) -> list[str]:
        """The changes by hand that one plan alone was made with; a provider is not told them."""
        both = [[one for one in queries.adjustments(plan) if one.in_question] for plan in (a, b)]
        known = queries.identifiers(self.by, [one.pathway_id for side in both for one in side if one.pathway_id])
        first, second = ({change_words(a, one, known): one.why for one in side} for side in both)
        only_second = [
            f"{words}: “{why}” (the second plan alone)" for words, why in second.items() if words not in first
        ]
        return only_second + [
            f"{words}: “{why}” (the first plan alone)" for words, why in first.items() if words not in second
        ]

    def causes(self, a: Plan, b: Plan) -> list[dict[str, Any]]:
        """How many moved for which cause, where the second plan goes on from the first."""
        return [moves.cause_row(*cause) for cause in queries.causes(a, b)] if moves.continues(a, b) else []

    def rows(self, a: Plan, b: Plan, differ: Any, *, named: bool = False) -> list[dict[str, Any]]:
        whose = [row[key] for row in differ for key in ("made_way_for", "pathway_id") if named or key == "made_way_for"]
        known = queries.identifiers(self.by, filter(None, whose)) if any(whose) else {}
        return [moves.differ_row(a, b, row, known) for row in differ]

    def file(self, kind: str, a: Plan, b: Plan, differ: Any) -> HttpResponseBase:
        about = {"First plan": a.name, "Second plan": b.name, "Source": "Alongside planner, modelled"}
        if self.request.GET.get("table") == "causes":
            file = export(kind, "Why places differ", moves.CAUSE_COLUMNS, self.causes(a, b), about)
        else:
            whole = differ[0 : len(differ)]
            parts = (whole[at : at + AT_ONCE] for at in range(0, len(whole), AT_ONCE))
            rows = [row for part in parts for row in self.rows(a, b, part, named=True)]
            file = export(kind, "Patients whose place differs", moves.file_columns(a, b), rows, about)
        if file is None:
            raise Http404
        return file


class CapacityAndDemandView(WorkView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        board = queries.capacity_and_demand(self.by)
        title = "Capacity and demand of the whole area"
        if board is None:
            context = {"title": title, "may_make": self.by.may(Permission.MAKE_PLANS)}
            return render(request, "plans/board_empty.jinja", context)
        weekly = {name: board_words.by_week(board, measure) for name, measure in BOARD_FIGURES.items()}
        asked = request.GET.get("figure", "")
        about = {"Source": board_words.source(board)}
        kind = request.GET.get("format")
        if asked in weekly:
            file = export(kind, weekly[asked].title, weekly[asked].columns, weekly[asked].rows, about)
        else:
            file = export(kind, title, board_words.COLUMNS, board_words.rows(board), about)
        if file:
            return file
        context = {
            "title": title,
            "board": board,
            "is_ours": board.plan.organisation_id == self.by.organisation_id,
            "columns": board_words.COLUMNS,
            "rows": board_words.rows(board),
            "picture": board_words.picture(board),
            "weekly": weekly,
            "source": board_words.source(board),
        }
        return render(request, "plans/board.jinja", context)
