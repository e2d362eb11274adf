"""All plans, and asking for a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.plans import actions, queries
from alongside.apps.plans.forms.lines import CompareForm
from alongside.apps.plans.forms.question import PlanForm
from alongside.apps.plans.models import ANSWERED
from alongside.apps.plans.presenters.tables import PLAN_COLUMNS, plan_row
from alongside.web.exports import export
from alongside.web.paging import page_of

COMPARED = 50


class ListPlansView(WorkView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        plans = queries.plans(self.by)
        rows = (plan_row(plan) for plan in plans)
        file = export(request.GET.get("format"), "Plans", PLAN_COLUMNS, rows, {"Source": "Alongside, modelled plans"})
        if file:
            return file
        page = page_of(plans, request.GET.get("page"))
        context = {
            "title": "Plans",
            "page": page,
            "rows": [plan_row(plan) for plan in page.rows],
            "columns": PLAN_COLUMNS,
            "may_make": self.by.may(Permission.MAKE_PLANS),
            "compare": compare_form(self.by),
        }
        return render(request, "plans/list.jinja", context)


def compare_form(acting: Any, data: Any = None) -> CompareForm | None:
    """The newest plans with an answer; None when there are not two."""
    answered = queries.plans(acting).filter(state__in=ANSWERED)[:COMPARED]
    named = [(str(plan.pk), f"{plan.name} ({timezone.localtime(plan.made_at):%-d %b %Y, %H:%M})") for plan in answered]
    if len(named) < 2:
        return None
    return CompareForm(data, plans=named, initial={"a": named[1][0], "b": named[0][0]})


class NewPlanView(WorkView):
    permission = Permission.MAKE_PLANS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        plan = actions.make_plan(question=form.question(), by=self.by)
        return redirect("plans:show-plan", plan.pk)

    def form(self, data: Any = None) -> PlanForm:
        today = timezone.localdate()
        providers, functions = queries.choices(self.by)
        as_of = queries.list_as_of(self.by, today)
        given = actions.Question(as_of=as_of, starts_on=queries.earliest_start(self.by, today))
        initial = {name: getattr(given, name) for name in given.__dataclass_fields__}
        return PlanForm(data, providers=providers, functions=functions, as_of=as_of, initial=initial)

    def page(self, request: HttpRequest, form: PlanForm) -> HttpResponse:
        return render(request, "plans/new.jinja", {"title": "New plan", "form": form, "as_of": form.as_of})
