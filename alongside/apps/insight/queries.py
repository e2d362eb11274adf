"""What do the published statistics say of a board's providers?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from alongside.apps.insight.models import PublishedCount
from alongside.domain.treatment_functions import treatment_function_name
from alongside.formats.rtt import Statistics
from alongside.formats.rtt.statistics import statistics_of


@dataclass(frozen=True, slots=True)
class Line:
    """One provider's, or one treatment function's, published figures of one month."""

    code: str
    name: str
    figures: Statistics


def boards() -> list[str]:
    """The boards whose figures were loaded."""
    return list(PublishedCount.objects.order_by("board_code").values_list("board_code", flat=True).distinct())


def months(board: str) -> list[date]:
    """Newest first."""
    found = PublishedCount.objects.filter(board_code=board)
    return list(found.order_by("-month").values_list("month", flat=True).distinct())


def counts(board: str, month: date, part: str) -> QuerySet[PublishedCount]:
    """The published rows without the total row, which would count everybody twice."""
    return PublishedCount.objects.filter(board_code=board, month=month, part=part).exclude(treatment_function="999")


def summed(code: str, name: str, rows: list[PublishedCount]) -> Line:
    bands = [sum(weekly) for weekly in zip(*(row.bands for row in rows), strict=True)] if rows else []
    total = sum(row.total for row in rows)
    unknown = sum(row.unknown_start for row in rows)
    return Line(code, name, statistics_of(bands, total=total, unknown_start=unknown))


def by_provider(board: str, month: date, part: str) -> list[Line]:
    """Longest list first."""
    groups: dict[tuple[str, str], list[PublishedCount]] = {}
    for row in counts(board, month, part):
        groups.setdefault((row.provider_code, row.provider_name), []).append(row)
    lines = [summed(code, name, rows) for (code, name), rows in groups.items()]
    return sorted(lines, key=lambda line: -line.figures.total)


def by_function(board: str, month: date, part: str, provider: str = "") -> list[Line]:
    """Treatment functions by code; of one provider, or of the board's whole area."""
    groups: dict[str, list[PublishedCount]] = {}
    found = counts(board, month, part)
    for row in found.filter(provider_code=provider) if provider else found:
        groups.setdefault(row.treatment_function, []).append(row)
    return [summed(code, treatment_function_name(code), rows) for code, rows in sorted(groups.items())]


def by_provider_and_function(board: str, month: date, part: str) -> dict[tuple[str, str], Statistics]:
    """Each provider's figures in each treatment function, by the two codes."""
    return {
        (row.provider_code, row.treatment_function): statistics_of(
            row.bands, total=row.total, unknown_start=row.unknown_start
        )
        for row in counts(board, month, part)
    }


def whole(board: str, month: date, part: str, provider: str = "") -> Line:
    found = counts(board, month, part)
    return summed(board, "The whole area", list(found.filter(provider_code=provider) if provider else found))
