"""What every page about one plan needs: the plan, or "not found"; the way back; the doors to its other pages."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.plans import queries
from alongside.apps.plans.actions import Refused
from alongside.apps.plans.models import Plan


class _PlanView(WorkView):
    """A page about the plan named in its address."""

    @cached_property
    def plan(self) -> Plan:
        found = queries.find_plan(self.by, self.kwargs["plan_id"])
        if found is None:
            raise Http404
        return found

    @property
    def may_change(self) -> bool:
        return self.by.may(Permission.MAKE_PLANS) and self.is_ours

    @property
    def may_approve(self) -> bool:
        return self.by.may(Permission.APPROVE_PLANS) and self.is_ours

    @property
    def is_ours(self) -> bool:
        return self.plan.organisation_id == self.by.organisation_id

    def address(self, name: str, *args: object) -> str:
        return reverse(f"plans:{name}", args=[self.plan.pk, *args])

    def to_plan(self, error: Refused | None = None) -> HttpResponse:
        """Back to the plan, with what could not be done."""
        if error:
            messages.error(self.request, str(error))
        return redirect("plans:show-plan", self.plan.pk)

    def doors(self, current: str) -> list[dict[str, Any]]:
        """The pages about this plan."""
        pages = [("show-plan", "Overview", None), ("list-lines", *self.whose_patients())]
        pages += [("list-worth", "What one more is worth", None), ("compare-policies", "Policies", None)]
        if self.may_change:
            pages.append(("list-changes", "Changes by hand", self.plan.adjustments.filter(lifted=False).count()))
        if self.may_approve:
            pages.append(("approve-plan", "Approval", len(queries.names_under(self.plan))))
        return [
            {"text": text, "href": self.address(name), "count": count, "current": name == current}
            for name, text, count in pages
        ]

    def whose_patients(self) -> tuple[str, int | None]:
        """A provider sees its own patients, and is told how many those are."""
        return ("Patients", self.plan.waiting) if self.is_ours else ("Our patients", queries.count_lines(self.plan))

    def frame(self, title: str, current: str = "", **context: Any) -> dict[str, Any]:
        crumbs = [{"text": "Plans", "href": reverse("plans:list-plans")}]
        if current != "show-plan":
            crumbs.append({"text": self.plan.name, "href": self.address("show-plan")})
        doors = self.doors(current) if self.plan.has_answer else []
        return {"title": title, "plan": self.plan, "crumbs": crumbs, "doors": doors, **context}


class _AnsweredPlanView(_PlanView):
    """A page that only a plan with an answer has."""

    @cached_property
    def plan(self) -> Plan:
        found = queries.find_plan(self.by, self.kwargs["plan_id"])
        if found is None or not found.has_answer:
            raise Http404
        return found
