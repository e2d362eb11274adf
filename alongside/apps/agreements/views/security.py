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
from alongside.apps.agreements.models import SecurityStanding
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.agreements.views.base import _AgreementsView
from alongside.domain.agreement_sharing import Standing, is_current
from alongside.web.exports import export
from alongside.web.tables import Column
from alongside.web.words import long_date

COLUMNS = [
    Column("status", "Status"),
    Column("year", "Toolkit year"),
    Column("on", "Published", "date"),
    Column("counts", "Counts"),
    Column("source", "Source"),
]


class StateSecurityView(_AgreementsView):
    permission = Permission.SIGN_AGREEMENTS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        about = {"Source": f"Stated by {self.by.organisation.name}", "As of": long_date(self.today)}
        rows = self.rows()
        return export(request.GET.get("format"), "Security toolkit", COLUMNS, rows, about) or self.show(SecurityForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = SecurityForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            stated = actions.state_security(**form.cleaned_data, by=self.by, today=self.today)
        except AgreementRefused as refusal:
            form.add_error("on", refusal.words)
            return self.show(form)
        messages.success(request, self.told(stated))
        return redirect("agreements:list-agreements")

    def told(self, stated: SecurityStanding) -> str:
        """What the statement changes: one of an earlier year is kept and changes nothing."""
        counts = queries.own_standing(self.by)
        if counts != stated:
            return f"Kept for the record. What counts is still “{counts.status}”, published {long_date(counts.on)}."
        if is_current(Standing(stated.status, stated.on), self.today):
            return "Stated. Agreements that waited for it can go on."
        return "Stated. Until standards are met nobody can sign, and nothing is shared."

    def rows(self) -> list[dict[str, Any]]:
        """Every statement, newest first, and which of them counts."""
        found = queries.own_standings(self.by)
        counts = queries.own_standing(self.by) if found else None
        return [
            {
                "status": row.status,
                "year": row.year,
                "on": row.on,
                "counts": "Counts now" if row == counts else "For the record",
                "source": row.source,
            }
            for row in found
        ]

    def show(self, form: SecurityForm) -> HttpResponseBase:
        context: dict[str, Any] = {
            "title": "Our security toolkit",
            "form": form,
            "crumbs": self.crumbs(),
            "rows": self.rows(),
            "columns": COLUMNS,
            "organisation": self.by.organisation.name,
            "cancel_href": reverse("agreements:list-agreements"),
        }
        return render(self.request, "agreements/security.jinja", context)
