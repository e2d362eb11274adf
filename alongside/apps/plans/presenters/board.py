"""The whole area's capacity beside its list, in hours."""

from datetime import timedelta
from typing import Any

from markupsafe import Markup, escape

from alongside.apps.plans.queries.board import Board
from alongside.domain.plan_sharing import FEWER
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web import charts
from alongside.web.charts import Figure
from alongside.web.tables import Column
from alongside.web.words import long_date, short_date

FUNCTION = "treatment_function"
HOURS = ("minutes", "offered_minutes", "suitable_minutes", "needed_minutes")
COLUMNS = [
    Column("name", "Specialty"),
    Column("minutes", "All theatre hours", "number"),
    Column("offered_minutes", "Hours offered to the area", "number"),
    Column("suitable_minutes", "Suitable hours", "number", note="somebody on the list may use them"),
    Column("needed_minutes", "Hours the list needs", "number"),
    Column("patients", "Patients waiting", "number"),
    Column("could", "Accepted at some site", "number"),
    Column("unknown", "Facts missing", "number"),
]


def source(board: Board) -> str:
    return (
        "Sessions as entered by their owners, now; suitable hours and the list's need as the plan of "
        f"{long_date(board.plan.as_of)} found them (modelled)"
    )


def rows(board: Board) -> list[dict[str, Any]]:
    """By specialty, in whole hours."""
    return [
        {**{name: told(name, value) for name, value in row.items()}, "name": treatment_function_name(row[FUNCTION])}
        for row in board.totals.iter_rows(named=True)
    ]


def told(name: str, value: Any) -> Any:
    """Hours of minutes; of few patients (PLN-6) neither how many they are nor what they need."""
    if value is None:
        return Markup("not told") if name in HOURS else escape(FEWER)
    return round(value / 60) if name in HOURS else value


def picture(board: Board) -> Figure:
    table = [row for row in rows(board) if not isinstance(row["needed_minutes"], Markup)][:12]
    series = {
        "The list needs": [row["needed_minutes"] for row in table],
        "Offered": [row["offered_minutes"] for row in table],
        "Suitable": [row["suitable_minutes"] for row in table],
    }
    title = "Theatre hours: what the list needs, what is offered, what is suitable"
    figure = charts.grouped(title, [row["name"] for row in table], series, first="Specialty")
    return figure.sourced(source(board))


def by_week(board: Board, measure: str) -> Figure:
    """Hours of one measure by specialty and week."""
    titles = {
        "minutes": "All theatre hours, by specialty and week",
        "offered_minutes": "Offered theatre hours, by specialty and week",
        "suitable_minutes": "Suitable theatre hours, by specialty and week",
    }
    weeks = board.plan.weeks
    grid: dict[str, list[float]] = {}
    for row in board.weekly.iter_rows(named=True):
        line = grid.setdefault(treatment_function_name(row["treatment_function"]), [0.0] * weeks)
        if row["week"] < weeks:
            line[row["week"]] += row[measure] / 60
    shown = {name: [round(hours) for hours in line] for name, line in grid.items() if any(line)}
    starts = [board.plan.starts_on + timedelta(weeks=week) for week in range(weeks)]
    labels = [short_date(start).rsplit(" ", 1)[0] for start in starts]
    return charts.heat(titles[measure], list(shown), labels, list(shown.values()), first="Specialty").sourced(
        source(board)
    )
