"""Every agreement that concerns us, what is missing between two organisations, and how to begin one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.facts import AgreementRecord, side_of
from alongside.apps.agreements.forms import ListFilterForm, OpenForm
from alongside.apps.agreements.presenters import clauses, states
from alongside.apps.agreements.presenters.sections import section
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.agreements.told import drills
from alongside.apps.agreements.views.base import _AgreementsView
from alongside.domain.agreement_clauses import missing
from alongside.domain.agreement_sharing import NO_STANDING
from alongside.domain.agreement_state import IN_FORCE
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.words import long_date

# Of the pairs without an agreement so many stand on the page; all of them leave it as a file.
MOST_PAIRS = 50
SORTS = {
    "pair": "pair",
    "tag": "rank",
    "ends_on": "ends_on",
    "days_shown": "days_left",
    "missing": "missing",
    "ready_shown": "ready",
}


class ListAgreementsView(_AgreementsView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        records = queries.records(self.by)
        asides = queries.waiting_asides(self.by)
        form = ListFilterForm(request.GET, states=[(text, text) for text, _ in states.STATES.values()])
        every = [states.row(record, self.today, asides.get(record.agreement.pk, 0)) for record in records]
        rows = [row for row in every if form.lets_through(row)]
        order = Order.read(request.GET, SORTS, default="tag")
        rows = order.sort(rows, lambda row: row[SORTS[order.key]])
        none = [states.without_row(guest, host) for guest, host in queries.without(self.by, records)]
        about = {"Source": "The agreements kept in Alongside", "As of": long_date(self.today)}
        if request.GET.get("table") == "without":
            columns = states.NONE_COLUMNS[:2]
            file = export(request.GET.get("format"), "Without an agreement", columns, none, about)
        else:
            file = export(request.GET.get("format"), "Agreements", states.FILE_COLUMNS, rows, about)
        context = self.context(form, rows, none, order) | {"total": len(every)}
        return file or render(request, "agreements/list.jinja", context)

    def context(
        self, form: ListFilterForm, rows: list[dict[str, Any]], none: list[dict[str, Any]], order: Order
    ) -> dict[str, Any]:
        return {
            "title": "Agreements",
            "sections": section("agreements:list-agreements"),
            "filter_form": form,
            "page": page_of(rows, self.request.GET.get("page"), size=25),
            "columns": states.columns(rows),
            "order": order,
            "without": none[:MOST_PAIRS],
            "without_left": max(0, len(none) - MOST_PAIRS),
            "without_columns": states.NONE_COLUMNS,
            "may_edit": self.by.may(Permission.EDIT_AGREEMENTS) and self.by.organisation_id != self.by.area_id,
            "may_sign": self.by.may(Permission.SIGN_AGREEMENTS) and self.by.organisation_id != self.by.area_id,
        }


class NewAgreementView(_AgreementsView):
    permission = Permission.EDIT_AGREEMENTS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        initial = {"partner": request.GET.get("partner", ""), "way": request.GET.get("way", "")}
        return self.show(OpenForm(partners=queries.partners(self.by), initial=initial))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        partners = queries.partners(self.by)
        form = OpenForm(request.POST, partners=partners, initial={})
        if not form.is_valid():
            return self.show(form)
        partner = next(one for one in partners if str(one.pk) == form.cleaned_data["partner"])
        ours = self.by.organisation
        guest, host = (ours, partner) if form.cleaned_data["way"] == "guest" else (partner, ours)
        try:
            version = actions.open_agreement(
                guest=guest, host=host, template=form.cleaned_data["template"], by=self.by, today=self.today
            )
        except AgreementRefused as refusal:
            form.add_error(None, refusal.words)
            return self.show(form)
        messages.success(request, "Begun. Everything that is still missing is named below.")
        return redirect("agreements:show-agreement", version.agreement_id)

    def show(self, form: OpenForm) -> HttpResponseBase:
        context = {"title": "Begin an agreement", "form": form, "crumbs": self.crumbs()}
        return render(
            self.request, "agreements/form.jinja", context | {"cancel_href": reverse("agreements:list-agreements")}
        )


class ShowBetweenView(_AgreementsView):
    """What is missing between A and B, before any of A's patients may go to B."""

    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, guest_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair = queries.pair(self.by, guest_id, host_id)
        if pair is None:
            raise Http404
        record = queries.find_between(self.by, guest_id, host_id)
        rows = self.rows(pair, record)
        title = f"What is missing: {pair[0].name} patients at {pair[1].name}"
        about = {"Source": "The agreement kept in Alongside", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), "What is missing", clauses.GAP_COLUMNS, rows, about)
        return file or render(request, "agreements/between.jinja", self.context(title, pair, record, rows))

    def rows(self, pair: tuple[Organisation, Organisation], record: AgreementRecord | None) -> list[dict[str, Any]]:
        names = (pair[0].name, pair[1].name)
        if record is None:
            logged = drills([(pair[0].pk, pair[1].pk)]).get((pair[0].pk, pair[1].pk), ())
            gaps = missing({}, (NO_STANDING, NO_STANDING), self.today, names, logged)
            return clauses.gap_rows([gap for gap in gaps if gap.topic], names, pair[0].pk, None)
        may_write = queries.may_write(self.by, record.agreement)
        side = side_of(record.agreement, self.by.organisation_id) if may_write else None
        return clauses.gap_rows(record.latest.gaps(self.today, names), names, record.agreement.pk, side)

    def context(
        self,
        title: str,
        pair: tuple[Organisation, Organisation],
        record: AgreementRecord | None,
        rows: list[dict[str, Any]],
    ) -> dict[str, Any]:
        ours = self.by.organisation_id
        may_open = self.by.may(Permission.EDIT_AGREEMENTS) and ours in (pair[0].pk, pair[1].pk)
        partner, way = (pair[1], "guest") if ours == pair[0].pk else (pair[0], "host")
        state = record.at(self.today).state(self.today) if record else None
        return {
            "title": title,
            "crumbs": self.crumbs(),
            "record": record,
            "holds": state in IN_FORCE,
            "state_tag": states.state_tag(state) if state else "",
            "sentence": states.sentence(record, self.today) if record else "",
            "steps": states.next_steps(record, self.today, self.side_in(record), len(rows)) if record else [],
            "rows": rows,
            "columns": clauses.GAP_COLUMNS,
            "open_href": f"{reverse('agreements:new-agreement')}?partner={partner.pk}&way={way}" if may_open else "",
        }

    def side_in(self, record: AgreementRecord) -> Any:
        return side_of(record.agreement, self.by.organisation_id)
