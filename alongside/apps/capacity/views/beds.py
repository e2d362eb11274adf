"""Beds by site and night: a month at a time, and our own changed."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity import actions, queries
from alongside.apps.capacity.forms.beds import BedFilterForm, SetBedsForm
from alongside.apps.capacity.presenters import beds as presenter
from alongside.apps.capacity.presenters import section
from alongside.apps.capacity.refusals import CapacityRefused
from alongside.web.exports import export
from alongside.web.query import query
from alongside.web.today import today
from alongside.web.words import plural


class ListBedsView(WorkView):
    permission = Permission.SEE_CAPACITY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = BedFilterForm(request.GET, sites=queries.sites_with_beds(self.by))
        form.is_valid()
        month = (form.cleaned_data.get("month") or queries.month_to_show(self.by, today())).replace(day=1)
        found = queries.month_of_beds(self.by, month)
        if site := form.cleaned_data.get("site"):
            found = found.filter(site_id=site)
        if level := form.cleaned_data.get("level"):
            found = found.filter(level=level)
        about = {"Month": f"{month:%B %Y}", "Seen by": self.by.organisation.name}
        file = export(request.GET.get("format"), "Beds", presenter.COLUMNS, presenter.lines(found), about)
        return file or self.page(request, form, month, list(found))

    def page(self, request: HttpRequest, form: BedFilterForm, month: date, found: list[Any]) -> HttpResponse:
        context = {
            "title": "Beds",
            "sections": section(self.by, "capacity:list-beds"),
            "form": form,
            "month": month,
            "before": query(request.GET, month=f"{month - timedelta(days=1):%Y-%m}"),
            "after": query(request.GET, month=f"{month + timedelta(days=31):%Y-%m}"),
            "days": presenter.days_of(month),
            "rows": presenter.grid(found, month, self.by),
            "sources": presenter.sources(found),
            "may_offer": self.by.may(Permission.OFFER_CAPACITY),
        }
        return render(request, "capacity/beds.jinja", context)


class SetBedsView(WorkView):
    """Offer so many beds a night, for one night or many."""

    permission = Permission.OFFER_CAPACITY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, SetBedsForm(acting=self.by))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SetBedsForm(request.POST, acting=self.by)
        if not form.is_valid():
            return self.show(request, form)
        said = form.cleaned_data
        level = int(said["level"])
        try:
            nights = actions.set_bed_nights(
                site=said["site"], level=level, nights=form.nights, beds=said["beds"], by=self.by
            )
        except CapacityRefused as refusal:
            form.add_error("beds", refusal.words)
            return self.show(request, form)
        messages.success(request, f"{plural(said['beds'], 'bed')} offered on {plural(len(nights), 'night')}")
        month = f"{said['first']:%Y-%m}"
        return redirect(reverse("capacity:list-beds") + query({}, month=month, site=str(said["site"].pk)))

    def show(self, request: HttpRequest, form: SetBedsForm) -> HttpResponse:
        return render(request, "capacity/set_beds.jinja", {"form": form})
