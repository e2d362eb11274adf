"""Which systems, who does what, which barriers: each register is listed, added to, changed and taken away as a file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.governance import actions, queries
from alongside.apps.governance.actions import NotYoursError
from alongside.apps.governance.forms.registers import (
    BarrierForm,
    RegisterFilterForm,
    ResponsibilityForm,
    RowForm,
    SystemForm,
)
from alongside.apps.governance.presenters import registers as presenter
from alongside.apps.governance.views.base import _GovernanceView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.tables import Column
from alongside.web.words import long_date


class _Register(_GovernanceView):
    """What sets one register apart from the others."""

    title: str
    lead: str
    add: tuple[str, str]
    form_class: type[RowForm]
    columns: list[Column]
    file_columns: list[Column]
    one: Callable[[Any, bool], dict[str, Any]]
    rows: Callable[..., Any]

    def found(self, key: UUID) -> Any:
        row = self.rows(self.by).filter(pk=key).first()
        if row is None:
            raise Http404
        return row

    def own(self, key: UUID) -> Any:
        row = self.found(key)
        if row.organisation_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation whose words these are may change them.")
        return row


class _List(_Register):
    permission = Permission.SEE_AGREEMENTS
    write = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = RegisterFilterForm(request.GET, organisations=queries.organisations_of_area(self.by))
        said = form.cleaned_data if form.is_valid() else {}
        may = self.by.may(self.write)
        rows = [self.one(row, may and row.organisation_id == self.by.organisation_id) for row in self.rows(self.by)]
        rows = [row for row in rows if asked(row, said)]
        about = {"Source": "As each organisation entered it; the last column says who", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), self.title, self.file_columns, rows, about)
        context = {
            "lead": self.lead,
            "filter_form": form,
            "columns": self.columns,
            "page": page_of(rows, request.GET.get("page")),
            "add": {"text": self.add[0], "href": reverse(f"governance:{self.add[1]}")} if may else None,
            "everything": reverse(f"governance:{self.page}"),
        }
        return file or render(request, "governance/register.jinja", self.frame(self.title, **context))


def asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    told = " ".join(str(value) for value in row.values()).lower()
    return all(word in told for word in said.get("q", "").lower().split()) and said.get("organisation", "") in (
        "",
        row["organisation_code"],
    )


class _Form(_Register):
    permission = Permission.KEEP_GOVERNANCE

    def form(self, data: Any = None, row: Any = None) -> RowForm:
        partners = queries.organisations_of_area(self.by).exclude(pk=self.by.organisation_id)
        offered: dict[str, list[tuple[Any, str]]] = {
            "partner": [(partner, partner.name) for partner in partners],
            "difference": [(v.difference, f"{v.difference}: {v.topic}") for v in queries.differences(self.by)],
        }
        return self.form_class(data, offered=offered, row=row)

    def show(self, form: RowForm, title: str, remove: str = "") -> HttpResponseBase:
        frame = self.frame(title, (self.title, self.page), form=form, remove=remove)
        return render(self.request, "governance/form.jinja", frame)

    def kept(self, form: RowForm, row: Any = None) -> bool:
        """Save, or put on the form why not."""
        if not form.is_valid():
            return False
        try:
            if row is None:
                actions.add_row(words=form.words, by=self.by, today=self.today)
            else:
                seen = form.cleaned_data["seen"]
                actions.change_row(row=row, words=form.words, seen=seen, by=self.by, today=self.today)
        except (actions.Refused, actions.ChangedMeanwhileError) as refused:
            form.add_error(None, str(refused))
            return False
        messages.success(self.request, "Saved.")
        return True


class _Add(_Form):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(self.form(), self.add[0])

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        return redirect(f"governance:{self.page}") if self.kept(form) else self.show(form, self.add[0])


class _Change(_Form):
    permission = Permission.KEEP_GOVERNANCE
    remove = ""

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        return self.again(self.form(row=self.own(key)), key)

    def post(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        row = self.own(key)
        form = self.form(request.POST, row)
        return redirect(f"governance:{self.page}") if self.kept(form, row) else self.again(form, key)

    def again(self, form: RowForm, key: UUID) -> HttpResponseBase:
        return self.show(form, "Change", reverse(f"governance:{self.remove}", args=[key]) if self.remove else "")


class _Remove(_Register):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        context = {"name": str(self.own(key)), "submit": "Remove", "text": "The history keeps what it said."}
        frame = self.frame("Remove this line?", (self.title, self.page), **context)
        return render(request, "governance/confirm.jinja", frame)

    def post(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        actions.remove_row(row=self.own(key), by=self.by)
        messages.success(request, "Removed.")
        return redirect(f"governance:{self.page}")


class _Systems(_Register):
    permission = Permission.SEE_AGREEMENTS
    form_class, page = SystemForm, "list-systems"
    title, add = "IT systems", ("Add a system", "add-system")
    lead = "Which system is used for what at each hospital, and who of the partner has access."
    columns, file_columns = presenter.SYSTEM_COLUMNS, [*presenter.SYSTEM_COLUMNS, presenter.SOURCE]
    one, rows = staticmethod(presenter.system_row), staticmethod(queries.systems)


class ListSystemsView(_Systems, _List):
    permission = Permission.SEE_AGREEMENTS


class AddSystemView(_Systems, _Add):
    permission = Permission.KEEP_GOVERNANCE


class ChangeSystemView(_Systems, _Change):
    permission = Permission.KEEP_GOVERNANCE
    remove = "remove-system"


class RemoveSystemView(_Systems, _Remove):
    permission = Permission.KEEP_GOVERNANCE


class _Responsibilities(_Register):
    permission = Permission.SEE_AGREEMENTS
    form_class, page = ResponsibilityForm, "list-responsibilities"
    title, add = "Who does what", ("Add a step", "add-responsibility")
    lead = (
        "For each pathway between two organisations, step by step: who does it, answers for it, is asked and is told."
    )
    columns, file_columns = presenter.RESPONSIBILITY_COLUMNS, [*presenter.RESPONSIBILITY_COLUMNS, presenter.SOURCE]
    one, rows = staticmethod(presenter.responsibility_row), staticmethod(queries.responsibilities)


class ListResponsibilitiesView(_Responsibilities, _List):
    permission = Permission.SEE_AGREEMENTS


class AddResponsibilityView(_Responsibilities, _Add):
    permission = Permission.KEEP_GOVERNANCE


class ChangeResponsibilityView(_Responsibilities, _Change):
    permission = Permission.KEEP_GOVERNANCE
    remove = "remove-responsibility"


class RemoveResponsibilityView(_Responsibilities, _Remove):
    permission = Permission.KEEP_GOVERNANCE


class _Barriers(_Register):
    permission = Permission.SEE_AGREEMENTS
    form_class, page = BarrierForm, "list-barriers"
    title, add = "Barriers", ("Log a barrier", "add-barrier")
    lead = "Rules of the system that keep patients from a place, with the cases that plans counted."
    columns, file_columns = presenter.BARRIER_COLUMNS, presenter.BARRIER_FILE_COLUMNS
    one, rows = staticmethod(presenter.barrier_row), staticmethod(queries.barriers)


class ListBarriersView(_Barriers, _List):
    permission = Permission.SEE_AGREEMENTS
    write = Permission.RAISE


class AddBarrierView(_Barriers, _Add):
    permission = Permission.RAISE


class ChangeBarrierView(_Barriers, _Change):
    permission = Permission.RAISE


class ShowBarrierView(_Barriers):
    """The evidence pack: one page, or one file, to send up."""

    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        barrier = self.found(key)
        counts = list(queries.counts_of(self.by, barrier))
        about = presenter.pack_about(barrier, self.today)
        title = f"Barrier {barrier.rule}"[:80]
        file = export(
            request.GET.get("format"), title, presenter.PACK_COLUMNS, presenter.pack_rows(barrier, counts), about
        )
        context = {
            "barrier": barrier,
            "facts": presenter.barrier_facts(barrier),
            "columns": presenter.COUNT_COLUMNS,
            "rows": [presenter.count_row(count) for count in counts],
            "words": presenter.in_words(counts[0]) if counts else "",
            "may_change": barrier.organisation_id == self.by.organisation_id and self.by.may(Permission.RAISE),
        }
        frame = self.frame(barrier.rule, (self.title, self.page), **context)
        return file or render(request, "governance/barrier.jinja", frame)
