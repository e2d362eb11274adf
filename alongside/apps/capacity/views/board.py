"""How much capacity has the area, by specialty and week?"""

from datetime import date
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity import queries
from alongside.apps.capacity.forms.filters import BoardFilterForm
from alongside.apps.capacity.presenters import board as presenter
from alongside.apps.capacity.presenters import section
from alongside.web.exports import export
from alongside.web.today import today
from alongside.web.words import long_date


class ShowBoardView(WorkView):
    """Gross, offered, held, booked and left; beds beneath. What suits a list is on the plans' own page."""

    permission = Permission.SEE_CAPACITY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        now = today()
        form = BoardFilterForm(request.GET, choices=queries.choices_of_board(self.by))
        form.is_valid()
        found_start, is_current = queries.board_starts(self.by, now)
        start = queries.monday(form.starts_on(found_start))
        weeks = int(form.reads("weeks", "13"))
        gross = queries.gross_by_function_and_week(
            self.by, start, weeks, chosen=form.chosen, today=now if is_current else None
        )
        file = self.file(request, gross, start)
        return file or self.page(request, form, gross, start, weeks, is_current)

    def file(self, request: HttpRequest, gross: pl.DataFrame, start: date) -> HttpResponseBase | None:
        asked = request.GET.get("format")
        about = {"Area": self.area, "From": start, "Source": "; ".join(s for s, _ in self.sources(start, gross))}
        if request.GET.get("table") == "weeks":
            rows = presenter.by_week(gross, start)
            return export(asked, "Capacity by specialty and week", presenter.BY_WEEK, rows, about)
        rows = presenter.by_function(gross, request.GET)
        return export(asked, "Capacity by specialty", presenter.BY_FUNCTION, rows, about)

    def page(
        self, request: HttpRequest, form: BoardFilterForm, gross: pl.DataFrame, start: date, weeks: int, current: bool
    ) -> HttpResponse:
        totals = presenter.totals_of(gross)
        measure = form.reads("measure", "left_minutes")
        sees_all = self.by.organisation.kind == Organisation.Kind.BOARD
        context: dict[str, Any] = {
            "title": "Capacity board",
            "sections": section(self.by, "capacity:board"),
            "form": form,
            "start": start,
            "weeks": weeks,
            "is_current": current,
            "sees_all": sees_all,
            "columns": presenter.BY_FUNCTION,
            "rows": presenter.by_function(gross, request.GET),
            "totals": totals,
            "stats": presenter.stats(totals, sees_all),
            "chart": presenter.strip(gross, start, weeks, measure) if gross[measure].sum() else None,
            "sources": presenter.provenance(self.sources(start, gross)),
            "bed_columns": presenter.BEDS,
            "beds": presenter.beds(queries.beds_by_week(self.by, start, weeks, form.chosen)),
            "may_see_plans": self.by.may(Permission.SEE_PLANS),
            "may_offer": self.by.may(Permission.OFFER_CAPACITY),
            "when": f"{weeks} weeks from {long_date(start)}",
        }
        return render(request, "capacity/board.jinja", context)

    def sources(self, start: date, gross: pl.DataFrame) -> list[tuple[str, int]]:
        weeks = int(gross["week"].max() or 0) + 1 if gross.height else 1  # type: ignore[arg-type]
        return queries.sources_of_board(self.by, start, weeks)

    @property
    def area(self) -> str:
        return (self.by.organisation.board or self.by.organisation).name
