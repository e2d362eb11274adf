"""Every partnership of the area, those with something missing first; one of them; and beginning one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.partnerships import actions, queries
from alongside.apps.partnerships.forms.asking import FilterForm
from alongside.apps.partnerships.forms.keeping import OpenForm
from alongside.apps.partnerships.presenters import TAG, cover, governance
from alongside.apps.partnerships.presenters import pairs as presenter
from alongside.apps.partnerships.views.base import _PartnershipsView, _PartnershipView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.words import long_date

A_PAGE = 25
SOURCE = "What the two sides of each partnership keep in Alongside"


class ListPartnershipsView(_PartnershipsView):
    permission = Permission.SEE_AGREEMENTS
    page = "list-partnerships"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = FilterForm(request.GET)
        form.is_valid()
        state = form.said("state")
        records = queries.partnerships(self.by, self.today, ended=state == "ended")
        rows = [presenter.row_of(record, self.today) for record in records]
        rows = [row for row in rows if presenter.asked(row, form.said("q"), state)]
        order = Order.read(request.GET, presenter.SORTS, default="tag")
        rows = order.sort(rows, lambda row: row[presenter.SORTS[order.key]])
        about = {"Source": SOURCE, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), "Partnerships", presenter.FILE_COLUMNS, rows, about)
        page = page_of(rows, request.GET.get("page"), A_PAGE)
        context = {"form": form, "page": page, "order": order, "columns": presenter.COLUMNS}
        frame = self.frame("Partnerships", **context, may_open=self.may_open())
        return file or render(request, "partnerships/list.jinja", frame)


class ShowPartnershipView(_PartnershipView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, partnership_id: UUID) -> HttpResponseBase:
        gaps = self.record.gaps(self.today)
        ended = self.record.partnership.ended_on is not None
        may_write = self.is_party and self.by.may(Permission.WORK_TOGETHER) and not ended
        side = self.by.organisation.name if may_write else ""
        tables = {
            "gaps": ("What is missing", presenter.GAP_COLUMNS, list(presenter.gap_rows(self.record, gaps, side))),
            "drills": ("Drills", presenter.DRILL_COLUMNS, list(presenter.drill_rows(self.record.drills))),
            "visits": ("Visits", presenter.VISIT_COLUMNS, list(presenter.visit_rows(self.record.visits))),
        }
        title, columns, rows = tables.get(request.GET.get("table", ""), tables["gaps"])
        about = {"Source": SOURCE, "Partnership": str(self.record.partnership), "As of": long_date(self.today)}
        file = export(request.GET.get("format"), title, columns, rows, about)
        return file or render(request, "partnerships/show.jinja", self.context(tables, may_write))

    def context(self, tables: dict[str, Any], may_write: bool) -> dict[str, Any]:
        record, (_, colour, words) = self.record, presenter.state_of(self.record, self.today)
        is_shown = self.is_party or self.by.organisation_id == self.by.area_id
        agreement = queries.agreement_of(self.by, record) if is_shown else None
        return self.frame(
            str(record.partnership),
            partnership=record.partnership,
            tables=tables,
            tag=TAG.format(colour, words),
            is_ended=record.partnership.ended_on is not None,
            drill_tag=presenter.drill_tag(record, self.today),
            drill=record.drill(self.today),
            facts=presenter.facts(record, self.today, concerns=is_shown) + self.governance(is_shown),
            transfer=presenter.transfer_rows(record) + cover.agreement_rows(record, agreement, self.today),
            contradictions=record.contradictions(agreement, self.today),
            numbers_note=presenter.numbers_note(record, is_shown),
            numbers_source=record.numbers.source if record.numbers else "",
            card=presenter.card_rows(record) if is_shown else [],
            may_write=may_write,
            concerns=is_shown,
            today=self.today,
        )

    def governance(self, is_shown: bool) -> list[dict[str, Any]]:
        """One line of the pack, for those whom it concerns."""
        if not is_shown:
            return []
        words = governance.counted(queries.pack_of(self.by, self.record, self.today), self.today)
        href = reverse("partnerships:show-governance", args=[self.record.partnership.pk])
        return [{"key": "Governance pack", "value": words, "href": href, "action": "Governance"}]


class NewPartnershipView(_PartnershipsView):
    permission = Permission.WORK_TOGETHER

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(self.form(initial={name: request.GET.get(name, "") for name in ("trust", "site")}))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        trust = queries.trusts(self.by).get(pk=form.cleaned_data["trust"])
        site = queries.independent_sites(self.by).get(pk=form.cleaned_data["site"])
        try:
            made = actions.open_partnership(trust=trust, site=site, by=self.by, today=self.today)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        messages.success(request, "Begun. Everything that is still missing is named below, with who can mend it.")
        return redirect("partnerships:show-partnership", made.pk)

    def form(self, data: Any = None, *, initial: dict[str, str] | None = None) -> OpenForm:
        trusts, sites = queries.sites_with_trusts(self.by)
        return OpenForm(data, trusts=trusts, sites=sites, initial=initial or {})

    def show(self, form: OpenForm) -> HttpResponseBase:
        lead = "An NHS trust and an independent site that look after one another’s patients"
        frame = self.frame("Begin a partnership", form=form, lead=lead)
        return render(self.request, "partnerships/form.jinja", frame)
