"""How much, by what? Horizontal bars: one, stacked (placed and not placed) or side by side (before and after)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from alongside.web.charts import svg
from alongside.web.charts.figure import Figure, key_of, same_length, series_table
from alongside.web.words import KINDS

Value = int | float | None
WIDTH = 440
RIGHT = 58
LABEL_LETTERS = 22


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the labels end, how wide the bars may be, and how units become widths."""

    left: float
    marks: list[float]
    bottom: float
    right: float = RIGHT

    def x(self, value: float) -> float:
        return self.left + value / self.marks[-1] * (WIDTH - self.right - self.left)


def bars(title: str, items: Sequence[Bar], *, kind: str = "number", first: str = "", what: str = "") -> Figure:
    """One bar for each item, longest first if you sort them so; `what` heads the figures' column."""
    heading = what or "Figure"
    return drawn(title, [item.label for item in items], {heading: [item.value for item in items]}, kind, first, "one")


def stacked(
    title: str, labels: Sequence[str], series: Mapping[str, Sequence[Value]], *, kind: str = "number", first: str = ""
) -> Figure:
    """The series of each label end to end; of two, such as placed and not placed, the second is drawn pale."""
    return drawn(title, labels, series, kind, first, "stacked")


def grouped(
    title: str, labels: Sequence[str], series: Mapping[str, Sequence[Value]], *, kind: str = "number", first: str = ""
) -> Figure:
    """The series of each label under each other, such as before and after."""
    return drawn(title, labels, series, kind, first, "grouped")


def drawn(
    title: str, labels: Sequence[str], series: Mapping[str, Sequence[Value]], kind: str, first: str, form: str
) -> Figure:
    same_length(labels, series)
    name = svg.name_of(title)
    step = 16 * len(series) + 14 if form == "grouped" else 34
    frame = frame_of(labels, series, step, form)
    draw = grouped_row if form == "grouped" else row
    has_rest = form == "stacked" and len(series) == 2
    body = [svg.patterns(name, 1 if has_rest else len(series)), *axis(frame, kind)]
    paints = paints_of(name, len(series), has_rest)
    for place, label in enumerate(labels):
        top = 8.0 + place * step
        body += [*label_lines(label, frame.left - 8, top + step / 2 - 3)]
        values = [column[place] for column in series.values()]
        body += draw(paints, frame, values, top, kind)
    svg_text = svg.picture(name, title, describe(labels, series, kind), WIDTH, frame.bottom + 24, body)
    table = series_table(first or "Group", labels, series, kind)
    key = key_of(name, list(series), has_rest=has_rest) if len(series) > 1 else ()
    return Figure(name, title, svg_text, **table, key=key)


def frame_of(labels: Sequence[str], series: Mapping[str, Sequence[Value]], step: float, form: str) -> Frame:
    columns = [[value or 0 for value in column] for column in series.values()]
    lengths = zip(*columns, strict=True) if form == "stacked" else columns
    totals = [sum(values) if form == "stacked" else max(values, default=0) for values in lengths]
    return Frame(left_of(labels), svg.ticks(max(totals, default=0), 4), 8.0 + step * len(labels))


def left_of(labels: Sequence[str]) -> float:
    """Room for the longest line of a label."""
    lines = [line for label in labels for line in svg.wrap(label, LABEL_LETTERS)]
    return max((svg.width_of(line) for line in lines), default=0) + 12


def axis(frame: Frame, kind: str) -> list[Markup]:
    """Grid lines with round figures beneath."""
    body = []
    for mark in frame.marks:
        x = frame.x(mark)
        body.append(svg.line(x, 4, x, frame.bottom, stroke=svg.LINE if mark else svg.QUIET))
        body.append(svg.text(x, frame.bottom + 16, tick(mark, kind), anchor="middle", size=12, fill=svg.QUIET))
    return body


def tick(mark: float, kind: str) -> str:
    if kind == "percent":
        return f"{mark * 100:.0f}%"
    return f"{mark:,.0f}" if mark == int(mark) else f"{mark:,.1f}"


def label_lines(label: str, x: float, middle: float) -> list[Markup]:
    lines = svg.wrap(label, LABEL_LETTERS)
    start = middle + 4 - 7.5 * (len(lines) - 1)
    return [svg.text(x, start + 15 * index, words, anchor="end") for index, words in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class Paint:
    """How a series is drawn: its bars, and the plain ground and words of a figure upon them."""

    fill: str
    edge: str
    ground: str
    words: str


def paints_of(name: str, count: int, has_rest: bool) -> list[Paint]:
    paints = [
        Paint(svg.fill(name, index), svg.WHITE, svg.SERIES[index % len(svg.SERIES)][0], svg.WHITE)
        for index in range(count)
    ]
    return [*paints[:-1], Paint(svg.REST, svg.REST_EDGE, svg.REST, svg.INK)] if has_rest else paints


def row(paints: Sequence[Paint], frame: Frame, values: Sequence[Value], top: float, kind: str) -> list[Markup]:
    """Bars end to end; each says its figure inside where there is room, and the total stands at the end."""
    body, reached = [], 0.0
    for paint, value in zip(paints, values, strict=True):
        start, end = frame.x(reached), frame.x(reached + (value or 0))
        reached += value or 0
        body.append(svg.rect(start, top + 3, end - start, 22, fill=paint.fill, stroke=paint.edge))
        if len(values) > 1:
            body += inside(value, start, end, top + 18.5, kind, paint)
    known = [value for value in values if value is not None]
    shown = KINDS[kind](sum(known)) if known else KINDS[kind](None)
    return [*body, svg.text(frame.x(reached) + 6, top + 18.5, shown)]


def inside(value: Value, start: float, end: float, y: float, kind: str, paint: Paint) -> list[Markup]:
    """The figure on its own plain ground, so that a pattern never runs through it."""
    words = KINDS[kind](value)
    width = svg.width_of(words, 12) + 6
    if not value or end - start < width + 6:
        return []
    middle = (start + end) / 2
    ground = svg.rect(middle - width / 2, y - 12, width, 16, fill=paint.ground)
    return [ground, svg.text(middle, y, words, anchor="middle", size=12, fill=paint.words)]


def grouped_row(paints: Sequence[Paint], frame: Frame, values: Sequence[Value], top: float, kind: str) -> list[Markup]:
    body = []
    for index, value in enumerate(values):
        y = top + 3 + 16 * index
        end = frame.x(value or 0)
        body.append(svg.rect(frame.left, y, end - frame.left, 14, fill=paints[index].fill))
        body.append(svg.text(end + 6, y + 11.5, KINDS[kind](value), size=12))
    return body


def describe(labels: Sequence[str], series: Mapping[str, Sequence[Value]], kind: str) -> str:
    """The figures in words, as far as a listener would bear; the table beneath has them all."""
    parts = [
        f"{label}: " + ", ".join(f"{text} {KINDS[kind](values[place])}" for text, values in series.items())
        for place, label in enumerate(labels[:8])
    ]
    rest = len(labels) - 8
    return ". ".join(parts) + (f". And {rest} more in the table." if rest > 0 else ".") if labels else "No figures."
