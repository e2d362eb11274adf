"""How far did each one move? A dumbbell: an open ring before, a filled one after, and the difference in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from alongside.web.charts import svg
from alongside.web.charts.bars import WIDTH, Frame, axis, label_lines, left_of
from alongside.web.charts.figure import Figure, KeyItem
from alongside.web.tables import Column
from alongside.web.words import KINDS, number

STEP = 34


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: int | float
    after: int | float


def dumbbell(
    title: str,
    items: Sequence[Change],
    *,
    kind: str = "number",
    first: str = "",
    before: str = "Before",
    after: str = "After",
) -> Figure:
    """Before and after for each item, in the order given."""
    name = svg.name_of(title)
    frame = frame_of(items, kind)
    body = axis(frame, kind)
    for place, item in enumerate(items):
        middle = 8.0 + place * STEP + STEP / 2
        body += [*label_lines(item.label, frame.left - 8, middle), *one(item, frame, middle, kind)]
    words = ". ".join(f"{item.label}: from {KINDS[kind](item.before)} to {KINDS[kind](item.after)}" for item in items)
    picture = svg.picture(name, title, f"{words}.", WIDTH, frame.bottom + 24, body)
    key = (KeyItem(ring_swatch(False), before), KeyItem(ring_swatch(True), after))
    return Figure(name, title, picture, columns_of(first, before, after, kind), rows_of(items), key)


def frame_of(items: Sequence[Change], kind: str) -> Frame:
    """As for bars, with a column at the right for the words."""
    largest = max((max(item.before, item.after) for item in items), default=0)
    room = max((svg.width_of(words_of(item, kind), 12) for item in items), default=0) + 16
    return Frame(left_of([item.label for item in items]), svg.ticks(largest, 3), 8.0 + STEP * len(items), room)


def words_of(item: Change, kind: str) -> str:
    """
    >>> words_of(Change("Urology", 28, 14), "weeks")
    '28 → 14 weeks'
    """
    before = number(item.before) if kind in {"weeks", "km"} else KINDS[kind](item.before)
    return f"{before} → {KINDS[kind](item.after)}"


def one(item: Change, frame: Frame, y: float, kind: str) -> list[Markup]:
    start, end = frame.x(item.before), frame.x(item.after)
    return [
        svg.line(start, y, end, y, stroke=svg.GREY, stroke_width=4),
        ring(start, y, False),
        ring(end, y, True),
        svg.text(WIDTH - 2, y + 4, words_of(item, kind), anchor="end", size=12),
    ]


def ring(x: float, y: float, filled: bool) -> Markup:
    paint = svg.BLUE if filled else svg.WHITE
    return svg.element("circle", cx=float(x), cy=float(y), r=6.5, fill=paint, stroke=svg.BLUE, stroke_width=2.5)


def ring_swatch(filled: bool) -> Markup:
    return svg.element("svg", ring(9, 9, filled), viewBox="0 0 18 18", aria_hidden="true")


def columns_of(first: str, before: str, after: str, kind: str) -> list[Column]:
    return [
        Column("label", first or "Group"),
        Column("before", before, kind),
        Column("after", after, kind),
        Column("difference", "Difference", "change" if kind in {"number", "weeks", "km"} else kind),
    ]


def rows_of(items: Sequence[Change]) -> list[dict[str, Any]]:
    return [
        {"label": item.label, "before": item.before, "after": item.after, "difference": item.after - item.before}
        for item in items
    ]
