"""Which systems, who does what, which barriers: each register is listed, added to, changed and taken away as a file."""

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
from alongside.apps.governance.forms.registers import RegisterFilterForm, RowForm
from alongside.apps.governance.presenters import registers as presenter
from alongside.apps.governance.views.base import _GovernanceView
from alongside.apps.governance.views.kinds import RESPONSIBILITIES, SYSTEMS, Register
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.words import long_date


class _RegisterView(_GovernanceView):
    register: Register

    @property
    def page(self) -> str:  # type: ignore[override]
        return self.register.page

    def found(self, key: UUID) -> Any:
        row = self.register.rows(self.by).filter(pk=key).first()
        if row is None:
            raise Http404
        return row

    def own(self, key: UUID) -> Any:
        row = self.found(key)
        if row.organisation_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation whose words these are may change them.")
        return row


class _ListView(_RegisterView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        register = self.register
        form = RegisterFilterForm(request.GET, organisations=queries.organisations_of_area(self.by))
        said = form.cleaned_data if form.is_valid() else {}
        may = self.by.may(register.write)
        rows = [row for row in self.lines(self.by.organisation_id if may else None) if asked(row, said)]
        about = {"Source": "As each organisation entered it; the last column says who", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), register.title, register.file_columns, rows, about)
        context = {
            "lead": register.lead,
            "filter_form": form,
            "columns": register.columns,
            "page": page_of(rows, request.GET.get("page")),
            "add": {"text": register.add[0], "href": reverse(f"governance:{register.add[1]}")} if may else None,
            "gaps": self.gaps(rows),
            "everything": reverse(f"governance:{register.page}"),
        }
        return file or render(request, "governance/register.jinja", self.frame(register.title, **context))

    def lines(self, keeper: UUID | None) -> list[dict[str, Any]]:
        """The rows of the table; `keeper` is the organisation whose lines this person may change."""
        rows = self.register.rows(self.by)
        return [self.register.one(row, row.organisation_id == keeper) for row in rows]

    def gaps(self, rows: list[dict[str, Any]]) -> list[str]:
        """What is missing in these rows, a sentence each."""
        return []


def asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    told = " ".join(str(value) for value in row.values()).lower()
    return all(word in told for word in said.get("q", "").lower().split()) and said.get("organisation", "") in (
        "",
        row["organisation_code"],
    )


class _FormView(_RegisterView):
    permission = Permission.KEEP_GOVERNANCE

    def form(self, data: Any = None, row: Any = None) -> RowForm:
        partners = queries.organisations_of_area(self.by).exclude(pk=self.by.organisation_id)
        offered: dict[str, list[tuple[Any, str]]] = {
            "partner": [(partner, partner.name) for partner in partners],
            "difference": [(v.difference, f"{v.difference}: {v.topic}") for v in queries.differences(self.by)],
            "service": queries.pathways(self.by),
        }
        return self.register.form_class(data, offered=offered, row=row)

    def show(self, form: RowForm, title: str, remove: str = "") -> HttpResponseBase:
        frame = self.frame(title, (self.register.title, self.page), form=form, remove=remove, **self.beside())
        return render(self.request, "governance/form.jinja", frame)

    def beside(self) -> dict[str, Any]:
        """What stands on the page beside the form."""
        return {}

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


class _AddView(_FormView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form()
        form.initial.update((name, request.GET[name]) for name in form.fields if name in request.GET and name != "seen")
        return self.show(form, self.register.add[0])

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        return redirect(f"governance:{self.page}") if self.kept(form) else self.show(form, self.register.add[0])


class _ChangeView(_FormView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        return self.again(self.form(row=self.own(key)), key)

    def post(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        row = self.own(key)
        form = self.form(request.POST, row)
        return redirect(f"governance:{self.page}") if self.kept(form, row) else self.again(form, key)

    def again(self, form: RowForm, key: UUID) -> HttpResponseBase:
        remove = self.register.remove
        return self.show(form, "Change", reverse(f"governance:{remove}", args=[key]) if remove else "")


class _Remove(_RegisterView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        context = {"name": str(self.own(key)), "submit": "Remove", "text": "The history keeps what it said."}
        frame = self.frame("Remove this line?", (self.register.title, self.page), **context)
        return render(request, "governance/confirm.jinja", frame)

    def post(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        try:
            actions.remove_row(row=self.own(key), by=self.by)
            messages.success(request, "Removed.")
        except actions.Refused as refused:
            messages.error(request, str(refused))
        return redirect(f"governance:{self.page}")


class ListSystemsView(_ListView):
    permission = Permission.SEE_AGREEMENTS
    register = SYSTEMS


class AddSystemView(_AddView):
    permission = Permission.KEEP_GOVERNANCE
    register = SYSTEMS


class ChangeSystemView(_ChangeView):
    permission = Permission.KEEP_GOVERNANCE
    register = SYSTEMS


class RemoveSystemView(_Remove):
    permission = Permission.KEEP_GOVERNANCE
    register = SYSTEMS


class ListResponsibilitiesView(_ListView):
    """With a line for each standard step that has nobody."""

    permission = Permission.SEE_AGREEMENTS
    register = RESPONSIBILITIES

    def lines(self, keeper: UUID | None) -> list[dict[str, Any]]:
        return presenter.matrix(self.register.rows(self.by), keeper)

    def gaps(self, rows: list[dict[str, Any]]) -> list[str]:
        return presenter.unassigned(rows)


class AddResponsibilityView(_AddView):
    permission = Permission.KEEP_GOVERNANCE
    register = RESPONSIBILITIES


class ChangeResponsibilityView(_ChangeView):
    permission = Permission.KEEP_GOVERNANCE
    register = RESPONSIBILITIES


class RemoveResponsibilityView(_Remove):
    permission = Permission.KEEP_GOVERNANCE
    register = RESPONSIBILITIES
