"""The plan: its answer, or how far the work has come."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.apps.accounts.roles import Permission
from alongside.apps.plans import actions, queries
from alongside.apps.plans.actions import Refused
from alongside.apps.plans.actions.working import STALE_SECONDS
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters import figures, gap, hero, overview, policies, words, worth
from alongside.apps.plans.presenters.flows import flow_map
from alongside.apps.plans.views.base import _PlanView
from alongside.web.charts import Figure
from alongside.web.exports import export
from alongside.web.today import today

KEPT_SECONDS = 3600
# The sections of the page, in its order, by their anchors.
CONTENTS = (
    ("who", "Who gains and who does not"),
    ("why", "Why not, and what would help"),
    ("waits", "Waits before and after"),
    ("good", "How good is this plan?"),
    ("fair", "Is it fair?"),
    ("where", "Where they go, and what is left"),
    ("how", "How this plan was made"),
)


class ShowPlanView(_PlanView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if "HX-Request" in request.headers and not self.plan.is_under_way:
            return HttpResponse(headers={"HX-Refresh": "true"})
        if not self.plan.has_answer:
            return self.progress(request)
        if request.GET.get("figure"):
            return self.file(request.GET["figure"], request.GET.get("format"))
        return render(request, "plans/show.jinja", self.frame(self.plan.name, "show-plan", **self.answer()))

    def progress(self, request: HttpRequest) -> HttpResponse:
        context = self.frame(self.plan.name, "show-plan", is_stale=self.is_stale(), may_change=self.may_change)
        return render(request, "plans/progress.jinja", context)

    def is_stale(self) -> bool:
        """Has the worker gone away?"""
        touched = self.plan.touched_at
        too_long = timedelta(seconds=STALE_SECONDS)
        return self.plan.state == "running" and touched is not None and timezone.now() - touched > too_long

    def file(self, name: str, kind: str | None) -> HttpResponseBase:
        chart = self.map() if name == "flows" else None
        if chart is None:
            if name not in figures.FIGURES:
                raise Http404
            chart = figures.FIGURES[name](self.plan)
        about = {"Plan": self.plan.name, "Source": chart.source}
        file = export(kind, chart.title, chart.columns, chart.rows, about)
        if file is None:
            raise Http404
        return file

    def map(self) -> Any:
        return flow_map(self.plan, queries.sites_on_map(self.by, self.plan))

    def answer(self) -> dict[str, Any]:
        plan = self.plan
        names = queries.names_under(plan) if self.is_ours else []
        return {
            "headline": words.headline(plan),
            "because": words.because(plan),
            "who_gains": words.who_gains(plan),
            "to_review": plan.summary["to_review"],
            "parts": hero.parts(plan),
            "own_lists": overview.own_lists(plan),
            "bar": hero.bar(plan),
            "stats": overview.stats(plan, self.address("list-lines"), links=self.is_ours),
            "charts": charts_of(plan),
            "map": self.map(),
            "leads": overview.leads(plan),
            "waits": overview.wait_rows(plan),
            "wait_columns": overview.WAIT_COLUMNS,
            "worth_is_kept": worth.is_kept(plan),
            "more": worth.sentences(plan),
            "more_modelled": worth.MODELLED if worth.is_kept(plan) else worth.NOT_KEPT,
            "trade": policies.sentences(plan) if policies.is_kept(plan) else [],
            "reasons": overview.reason_rows(plan, self.address("list-lines")),
            "gap_columns": gap.COLUMNS,
            "gap_rows": gap.rows(plan),
            "gap_notes": gap.notes(plan),
            "question": words.question(plan),
            "assumptions": words.assumptions(plan),
            "tie_break": overview.tie_break_rows(plan),
            "tie_break_columns": overview.TIE_BREAK_COLUMNS,
            "waits_words": words.waits_words(plan),
            "names": names,
            "changed": queries.changed_since(self.by, plan) if self.is_ours else None,
            "lapsed": queries.no_longer_holds(self.by, plan, today()) if plan.is_current else [],
            "moved": queries.differences(plan.based_on, plan) if plan.based_on else None,
            "may_change": self.may_change,
            "may_approve": self.may_approve,
            "mine_is_under": any(name.by_id == self.by.user.pk for name in names),
            "history": queries.history(self.by, plan)[:20],
            "is_ours": self.is_ours,
            "contents": CONTENTS,
        }


def charts_of(plan: Plan) -> dict[str, Figure]:
    """The pictures, kept in memory: a plan's answer never changes, and it is the same for all of the same sight."""
    sight = plan.summary.get("sight")
    return cache.get_or_set(  # type: ignore[return-value]
        f"plan-charts-{plan.pk}-{plan.attempt}-{sight.key if sight else 'all'}",
        lambda: {name: make(plan) for name, make in figures.FIGURES.items()},
        KEPT_SECONDS,
    )


class CancelPlanView(_PlanView):
    permission = Permission.MAKE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.to_plan()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            actions.cancel_plan(plan=self.plan, by=self.by)
        except Refused as refusal:
            return self.to_plan(refusal)
        messages.success(request, "The plan is cancelled.")
        return self.to_plan()


class StartPlanAgainView(_PlanView):
    permission = Permission.MAKE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.to_plan()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            actions.start_again(plan=self.plan, by=self.by)
        except Refused as refusal:
            return self.to_plan(refusal)
        return redirect("plans:show-plan", self.plan.pk)
