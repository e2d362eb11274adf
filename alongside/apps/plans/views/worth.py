"""What one more session or bed would be worth, and the same question under another policy."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.plans.forms.worth import WorthFilterForm
from alongside.apps.plans.presenters import figures, policies, worth
from alongside.apps.plans.views.base import _AnsweredPlanView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order


class ListWorthView(_AnsweredPlanView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        every = worth.rows(self.plan)
        form = WorthFilterForm(request.GET, rows=every)
        order = Order.read(request.GET, [column.key for column in worth.COLUMNS], default=worth.FIRST)
        rows = order.sort(form.narrow(every), lambda row: row[order.key])
        about = {"Plan": self.plan.name, "Source": figures.source(self.plan), "Modelled": worth.MODELLED}
        about |= {"Filters": request.GET.urlencode()}
        file = export(
            request.GET.get("format"), f"What one more is worth, {self.plan.name}", worth.COLUMNS, rows, about
        )
        if file:
            return file
        context = self.frame(
            f"What one more would be worth: {self.plan.name}",
            "list-worth",
            form=form,
            is_kept=worth.is_kept(self.plan),
            not_kept=worth.NOT_KEPT,
            page=page_of(rows, request.GET.get("page")),
            columns=worth.COLUMNS,
            order=order,
            modelled=worth.MODELLED,
            source=figures.source(self.plan),
        )
        return render(request, "plans/worth.jinja", context)


class ComparePoliciesView(_AnsweredPlanView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        plan, is_kept = self.plan, policies.is_kept(self.plan)
        columns, rows = (policies.columns(plan), policies.rows(plan)) if is_kept else ([], [])
        about = {"Plan": plan.name, "Source": figures.source(plan), "Today’s way": policies.IN_TURN}
        file = export(request.GET.get("format"), f"Policies compared, {plan.name}", columns, rows, about)
        if file:
            return file
        context = self.frame(
            f"Compare policies: {plan.name}",
            "compare-policies",
            is_kept=is_kept,
            not_kept=policies.NOT_KEPT,
            may_make=self.by.may(Permission.MAKE_PLANS),
        )
        if is_kept:
            context |= {
                "sentences": policies.sentences(plan),
                "columns": columns,
                "rows": rows,
                "picture": policies.picture(plan),
                "in_turn": policies.IN_TURN,
                "source": figures.source(plan),
            }
        return render(request, "plans/policies.jinja", context)
