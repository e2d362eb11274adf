"""Which problems do we own together, with what figure, and what became of them?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings import actions, presenters, queries
from alongside.apps.meetings.facts import Pair, pair_of
from alongside.apps.meetings.facts.problems import CLOSED, standing
from alongside.apps.meetings.forms.filters import ProblemFilterForm
from alongside.apps.meetings.forms.problems import ProblemForm, StepForm
from alongside.apps.meetings.forms.words import ActionForm, JointForm
from alongside.apps.meetings.models import Problem
from alongside.apps.meetings.presenters import problems as presenter
from alongside.apps.meetings.queries.figures import figures
from alongside.apps.meetings.queries.spaces import open_spaces
from alongside.apps.meetings.views.base import _MeetingsView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order

LIST = "meetings:list-problems"


class _ProblemView(_MeetingsView):
    def problem(self, problem_id: UUID) -> Problem:
        return self.found(queries.find_problem(self.by, problem_id))

    def own_problem(self, problem_id: UUID) -> Problem:
        problem = self.problem(problem_id)
        self.ours(Pair(problem.trust, problem.host))
        return problem

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        trail = [("Problems", reverse(LIST)), *more]
        return [{"text": text, "href": href} for text, href in trail]

    def of_problem(self, problem: Problem) -> tuple[str, str]:
        return problem.statement, reverse("meetings:show-problem", args=[problem.pk])


class ListProblemsView(_ProblemView):
    """Open ones first."""

    permission = Permission.SEE_AGREEMENTS
    page = LIST

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = list(queries.problems(self.by))
        form = ProblemFilterForm(
            request.GET, organisations=[side for each in found for side in (each.trust, each.host)]
        )
        said = form.cleaned_data if form.is_valid() else {}
        rows = [presenter.problem_row(problem, self.today) for problem in found]
        order = Order.read(request.GET, presenter.SORTS, default="state")
        rows = order.sort(
            [row for row in rows if presenter.asked(row, said)], lambda row: row[presenter.SORTS[order.key]]
        )
        file = export(request.GET.get("format"), "Problems", presenter.FILE_COLUMNS, rows, presenters.about(self.today))
        context: dict[str, Any] = {
            "any": bool(found),
            "filter_form": form,
            "order": order,
            "columns": presenter.COLUMNS,
            "page": page_of(rows, request.GET.get("page")),
            "may_raise": self.by.may(Permission.RAISE) and self.by.organisation_id != self.by.area_id,
        }
        return file or render(request, "meetings/problems.jinja", self.frame("Problems", **context))


class RaiseProblemView(_ProblemView):
    permission = Permission.RAISE

    def form(self, data: Any = None) -> ProblemForm:
        chosen = self.request.GET.get("partner", "")
        partners, space = queries.partners(self.by), self.request.GET.get("space", "")
        form = ProblemForm(data, partners=partners, chosen=chosen, today=self.today)
        partner = form.partners.get(data.get("partner", "") if data else chosen)
        form.offer_figures(figures(self.by, pair_of(self.by.organisation, partner), self.today) if partner else ())
        form.offer_spaces(open_spaces(self.by), space)
        return form

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        pair = pair_of(self.by.organisation, form.chosen)
        try:
            problem = actions.raise_problem(pair=pair, words=form.words, by=self.by, today=self.today)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        messages.success(request, "Raised. The other side names its owner.")
        return redirect("meetings:show-problem", problem.pk)

    def show(self, form: ProblemForm) -> HttpResponseBase:
        lead = "State it with a figure that both can look up. It belongs to both of you from the first day."
        return self.form_page("Raise a problem", form, self.crumbs(), lead=lead, submit="Raise it")


class ShowProblemView(_ProblemView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, problem_id: UUID) -> HttpResponseBase:
        problem = self.problem(problem_id)
        now, ours = standing(problem), self.may_write(problem)
        taken = [presenters.action_row(each, self.today) for each in queries.actions(self.by).filter(problem=problem)]
        about = presenters.about(self.today) | {"Problem": problem.statement}
        file = export(request.GET.get("format"), "Actions", presenters.ACTION_FILE_COLUMNS, taken, about)
        side = self.by.organisation_id in (problem.trust_id, problem.host_id)
        context: dict[str, Any] = {
            "problem": problem,
            "row": presenter.problem_row(problem, self.today),
            "facts": presenter.facts(problem, now, self.today),
            "history": presenter.history(problem),
            "taken": taken,
            "action_columns": presenters.ACTION_COLUMNS[:-1],
            "may_move": side and self.by.may(Permission.RAISE),
            "may_act": ours and now.state not in CLOSED,
            "owner_missing": side and self.by.organisation_id not in now.owners,
        }
        return file or render(request, "meetings/problem.jinja", self.frame("Problem", self.crumbs(), **context))


class MoveProblemView(_ProblemView):
    permission = Permission.RAISE

    def get(self, request: HttpRequest, problem_id: UUID) -> HttpResponseBase:
        problem = self.own_problem(problem_id)
        return self.show(problem, StepForm(initial={"state": standing(problem).state}))

    def post(self, request: HttpRequest, problem_id: UUID) -> HttpResponseBase:
        problem, form = self.own_problem(problem_id), StepForm(request.POST)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("state", "words", "owner")}
            try:
                actions.move_problem(problem=problem, **said, by=self.by, today=self.today)
            except actions.Refused as refused:
                form.add_error("state", str(refused))
            else:
                messages.success(request, "Saved.")
                return redirect("meetings:show-problem", problem.pk)
        return self.show(problem, form)

    def show(self, problem: Problem, form: JointForm) -> HttpResponseBase:
        owner = standing(problem).owners.get(self.by.organisation_id)
        lead = f"On our side it is owned by: {owner}." if owner else "Nobody owns it on our side yet: name the post."
        crumbs = self.crumbs(self.of_problem(problem))
        return self.form_page("Where does it stand?", form, crumbs, caption=problem.statement, lead=lead)


class TakeOnView(_ProblemView):
    permission = Permission.WORK_TOGETHER

    def form(self, problem: Problem, data: Any = None) -> ActionForm:
        return ActionForm(data, pair=Pair(problem.trust, problem.host), today=self.today)

    def get(self, request: HttpRequest, problem_id: UUID) -> HttpResponseBase:
        problem = self.own_problem(problem_id)
        return self.show(problem, self.form(problem))

    def post(self, request: HttpRequest, problem_id: UUID) -> HttpResponseBase:
        problem = self.own_problem(problem_id)
        form = self.form(problem, request.POST)
        if form.is_valid():
            try:
                actions.take_on(problem=problem, words=form.words, by=self.by, today=self.today)
            except actions.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Added.")
                return redirect("meetings:show-problem", problem.pk)
        return self.show(problem, form)

    def show(self, problem: Problem, form: JointForm) -> HttpResponseBase:
        crumbs = self.crumbs(self.of_problem(problem))
        return self.form_page("Add an action", form, crumbs, caption=problem.statement)
