"""All plans, and asking for a new one."""

from collections.abc import Iterable, Iterator
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
from alongside.apps.plans.models import ANSWERED, Plan
from alongside.apps.plans.presenters.tables import PLAN_COLUMNS, plan_row
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.today import today

COMPARED = 50


class ListPlansView(WorkView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        plans = queries.plans(self.by)
        about = {"Source": "Alongside, modelled plans"}
        file = export(request.GET.get("format"), "Plans", PLAN_COLUMNS, self.rows(plans), about)
        if file:
            return file
        page = page_of(plans, request.GET.get("page"))
        context = {
            "title": "Plans",
            "page": page,
            "rows": list(self.rows(page.rows)),
            "columns": PLAN_COLUMNS,
            "may_make": self.by.may(Permission.MAKE_PLANS),
            "compare": compare_form(self.by),
        }
        return render(request, "plans/list.jinja", context)

    def rows(self, plans: Iterable[Plan]) -> Iterator[dict[str, Any]]:
        found = list(plans)
        lapsed = queries.lapsed_in(self.by, found, today())
        return (plan_row(plan, lapsed.get(plan.pk, 0)) for plan in found)


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
        providers, functions = queries.choices(self.by)
        as_of = queries.list_as_of(self.by, timezone.localdate())
        given = actions.Question(as_of=as_of, starts_on=queries.earliest_start(self.by, timezone.localdate()))
        initial = {name: getattr(given, name) for name in given.__dataclass_fields__}
        return PlanForm(data, providers=providers, functions=functions, as_of=as_of, initial=initial)

    def page(self, request: HttpRequest, form: PlanForm) -> HttpResponse:
        return render(request, "plans/new.jinja", {"title": "New plan", "form": form, "as_of": form.as_of})
