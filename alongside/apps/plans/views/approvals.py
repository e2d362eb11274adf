"""Two people put their names under a plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.plans import actions, queries
from alongside.apps.plans.actions import Refused
from alongside.apps.plans.forms.changes import ApproveForm
from alongside.apps.plans.presenters.words import because, headline
from alongside.apps.plans.views.changes import _OwnPlanView
from alongside.web.today import today


class ApprovePlanView(_OwnPlanView):
    permission = Permission.APPROVE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(request, ApproveForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ApproveForm(request.POST)
        if form.is_valid():
            try:
                actions.approve(plan=self.plan, by=self.by, today=today(), **form.values())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Your name is under the plan.")
                return self.to_plan()
        return self.page(request, form)

    def page(self, request: HttpRequest, form: ApproveForm) -> HttpResponse:
        names = queries.names_under(self.plan)
        since = queries.changed_since(self.by, self.plan)
        context = self.frame(
            "Approve the plan",
            "approve-plan",
            form=form,
            names=names,
            older=queries.conflicts(self.plan) if self.plan.state == "ready" else [],
            mine_is_under=any(name.by_id == self.by.user.pk for name in names),
            since=since,
            lapsed=queries.no_longer_holds(self.by, self.plan, today()) if self.plan.is_current else [],
            known=queries.identifiers(self.by, [one for change in since.found for one in change.pathways]),
            headline=headline(self.plan),
            because=because(self.plan),
            history=queries.history(self.by, self.plan)[:30],
        )
        return render(request, "plans/approve.jinja", context)


class WithdrawApprovalView(_OwnPlanView):
    permission = Permission.APPROVE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.to_plan()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            actions.withdraw_approval(plan=self.plan, by=self.by)
        except Refused as refusal:
            return self.to_plan(refusal)
        messages.success(request, "Your name is taken back. It stays in the history.")
        return self.to_plan()
