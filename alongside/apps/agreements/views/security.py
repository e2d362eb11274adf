"""What our organisation states of its own security toolkit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.forms import SecurityForm
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.agreements.views.base import _AgreementsView
from alongside.web.exports import export
from alongside.web.tables import Column
from alongside.web.words import long_date

COLUMNS = [
    Column("status", "Status"),
    Column("year", "Toolkit year"),
    Column("on", "Published", "date"),
    Column("source", "Source"),
]


class StateSecurityView(_AgreementsView):
    permission = Permission.SIGN_AGREEMENTS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        about = {"Source": f"Stated by {self.by.organisation.name}", "As of": long_date(self.today)}
        rows = queries.own_standings(self.by)
        return export(request.GET.get("format"), "Security toolkit", COLUMNS, rows, about) or self.show(SecurityForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = SecurityForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            actions.state_security(**form.cleaned_data, by=self.by, today=self.today)
        except AgreementRefused as refusal:
            form.add_error("on", refusal.words)
            return self.show(form)
        messages.success(request, "Stated. Agreements that waited for it can go on.")
        return redirect("agreements:list-agreements")

    def show(self, form: SecurityForm) -> HttpResponseBase:
        context: dict[str, Any] = {
            "title": "Our security toolkit",
            "form": form,
            "crumbs": self.crumbs(),
            "rows": queries.own_standings(self.by),
            "columns": COLUMNS,
            "organisation": self.by.organisation.name,
            "cancel_href": reverse("agreements:list-agreements"),
        }
        return render(self.request, "agreements/security.jinja", context)
