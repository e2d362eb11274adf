"""Rules that keep patients from a place: the list, one barrier with its history and counts, and its form."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.governance import queries
from alongside.apps.governance.presenters import barriers as presenter
from alongside.apps.governance.views.kinds import BARRIERS
from alongside.apps.governance.views.registers import _AddView, _ChangeView, _FormView, _ListView, _RegisterView
from alongside.web.exports import export


class ListBarriersView(_ListView):
    permission = Permission.SEE_AGREEMENTS
    register = BARRIERS


class _BarrierForm(_FormView):
    permission = Permission.RAISE
    register = BARRIERS

    def beside(self) -> dict[str, Any]:
        return {"rules": presenter.rules_to_name(queries.countable(self.by))}


class AddBarrierView(_BarrierForm, _AddView):
    permission = Permission.RAISE


class ChangeBarrierView(_BarrierForm, _ChangeView):
    permission = Permission.RAISE


class ShowBarrierView(_RegisterView):
    """The evidence pack: one page, or one file, to send up."""

    permission = Permission.SEE_AGREEMENTS
    register = BARRIERS

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        barrier = self.found(key)
        counts, steps = list(queries.counts_of(self.by, barrier)), list(queries.steps_of(self.by, barrier))
        own = queries.countable(self.by)
        about = presenter.pack_about(barrier, self.today)
        rows = presenter.pack_rows(barrier, counts, steps, own)
        file = export(request.GET.get("format"), f"Barrier {barrier.rule}"[:80], presenter.PACK_COLUMNS, rows, about)
        context = {
            "barrier": barrier,
            "facts": presenter.barrier_facts(barrier, own),
            "history": presenter.history(steps),
            "columns": presenter.COUNT_COLUMNS,
            "rows": [presenter.count_row(count, own) for count in counts],
            "words": presenter.in_words(barrier),
            "may_change": barrier.organisation_id == self.by.organisation_id and self.by.may(Permission.RAISE),
        }
        frame = self.frame(barrier.rule, (self.register.title, self.page), **context)
        return file or render(request, "governance/barrier.jinja", frame)
