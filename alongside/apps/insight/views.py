"""Published statistics for the area, and what needs somebody today."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.insight import presenters, queries, today
from alongside.web.exports import export
from alongside.web.query import query


class ShowTodayView(WorkView):
    permission = Permission.WORK

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "insight/today.jinja", {"needs": today.needs(self.by)})


class PublishedView(WorkView):
    """The official figures of a board's providers, or of one provider by treatment function."""

    permission = Permission.SEE_INSIGHT

    def get(self, request: HttpRequest) -> HttpResponseBase:
        boards = queries.boards()
        board = self.chosen(request.GET.get("board"), boards, self.by.organisation.board or self.by.organisation)
        months = queries.months(board) if board else []
        if not months:
            return render(request, "insight/nothing_published.jinja")
        return self.show(request, boards, board, months)

    def chosen(self, asked: str | None, boards: list[str], own: Any) -> str:
        if asked and asked not in boards:
            raise Http404
        return asked or (own.code if own.code in boards else (boards or [""])[0])

    def show(self, request: HttpRequest, boards: list[str], board: str, months: list[date]) -> HttpResponseBase:
        month = next((m for m in months if m.isoformat() == request.GET.get("month")), months[0])
        asked = request.GET.get("part", "")
        part = asked if asked in presenters.PARTS else "2"
        provider = request.GET.get("provider", "")
        whole = queries.whole(board, month, part, provider)
        if provider and not whole.figures.total:
            raise Http404
        by_provider = queries.by_provider(board, month, part)
        if provider:
            name = next(line.name for line in by_provider if line.code == provider)
            rows = [presenters.row(line) for line in queries.by_function(board, month, part, provider)]
        else:
            name = ""
            rows = [presenters.row(li, query(request.GET, provider=li.code)) for li in by_provider]
        columns = presenters.columns("Treatment function" if provider else "Provider")
        about = {"Source": presenters.SOURCE, "Month": f"{month:%B %Y}", "Part": presenters.PARTS[part]}
        file = export(request.GET.get("format"), f"Published {board} {month:%Y-%m}", columns, rows, about)
        return file or self.page(
            request,
            boards=boards, board=board, months=months, month=month, part=part, parts=presenters.PARTS,
            provider=provider, provider_name=name, columns=columns, rows=rows,
            stats=presenters.headline(whole, month), source=presenters.SOURCE,
            chart=None if provider else presenters.provider_chart(by_provider),
            functions=[presenters.row(line) for line in queries.by_function(board, month, part)],
            function_columns=presenters.columns("Treatment function"),
        )  # fmt: skip

    def page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        return render(request, "insight/published.jinja", context)
