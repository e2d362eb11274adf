"""How long do people wait, before and after? Counts by week waited: the first series a grey field, the rest lines."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from alongside.web.charts import svg
from alongside.web.charts.figure import Figure, KeyItem, same_length, series_table
from alongside.web.words import number

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 300, 64, 24, 40
LINES = ((svg.BLUE, None), (svg.ORANGE, "7 4"), (svg.GREEN, "2 4"))
FIELD, FIELD_EDGE = "#c4ccd1", "#5d7281"


def waits(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[int | float]],
    *,
    marks: Mapping[int, str] | None = None,
    first: str = "Weeks waited",
    what: str = "Patients",
) -> Figure:
    """One step per label (such as each week waited). `marks` draws a named line before a place: {18: "18 weeks"}."""
    same_length(labels, series)
    name = svg.name_of(title)
    scale = svg.ticks(max((value for values in series.values() for value in values), default=0), 4)
    body = [*grid(scale, labels, first, what)]
    for index, values in enumerate(series.values()):
        body += [field(values, scale)] if index == 0 else [step_line(values, scale, *LINES[(index - 1) % 3])]
    for place, words in (marks or {}).items():
        body += mark(place, words, len(labels))
    key = tuple(KeyItem(swatch(index), words) for index, words in enumerate(series))
    picture = svg.picture(name, title, describe(labels, series, what), WIDTH, HEIGHT, body)
    return Figure(name, title, picture, **series_table(first, labels, series, "number"), key=key, size="wide")


def x_of(place: float, count: int) -> float:
    return LEFT + place / max(count, 1) * (WIDTH - LEFT - 12)


def y_of(value: float, scale: Sequence[float]) -> float:
    return HEIGHT - BOTTOM - value / scale[-1] * (HEIGHT - BOTTOM - TOP)


def grid(scale: Sequence[float], labels: Sequence[str], first: str, what: str) -> list[Markup]:
    body = [svg.text(LEFT - 54, 12, what, size=12, fill=svg.QUIET)]
    for value in scale:
        y = y_of(value, scale)
        body.append(svg.line(LEFT, y, WIDTH - 12, y, stroke=svg.LINE if value else svg.QUIET))
        body.append(svg.text(LEFT - 6, y + 4, number(value), anchor="end", size=12, fill=svg.QUIET))
    every = max(1, -(-len(labels) // 14))
    for place in range(0, len(labels), every):
        x = x_of(place + 0.5, len(labels))
        body.append(svg.text(x, HEIGHT - BOTTOM + 16, labels[place], anchor="middle", size=12, fill=svg.QUIET))
    return [*body, svg.text((LEFT + WIDTH) / 2, HEIGHT - 6, first, anchor="middle", size=12, fill=svg.QUIET)]


def steps(values: Sequence[int | float], scale: Sequence[float]) -> str:
    """A path along the tops of the columns."""
    count = len(values)
    parts = [
        f"{svg.figure(x_of(place + side, count))} {svg.figure(y_of(value, scale))}"
        for place, value in enumerate(values)
        for side in (0, 1)
    ]
    return " L".join(parts)


def field(values: Sequence[int | float], scale: Sequence[float]) -> Markup:
    if not values:
        return Markup("")
    floor = svg.figure(y_of(0, scale))
    ends = f"{svg.figure(float(x_of(len(values), len(values))))} {floor} L{LEFT} {floor}"
    return svg.element("path", d=f"M{steps(values, scale)} L{ends} Z", fill=FIELD, stroke=FIELD_EDGE, stroke_width=1)


def step_line(values: Sequence[int | float], scale: Sequence[float], colour: str, dashes: str | None) -> Markup:
    if not values:
        return Markup("")
    path = f"M{steps(values, scale)}"
    return svg.element("path", d=path, fill="none", stroke=colour, stroke_width=3, stroke_dasharray=dashes)


def mark(place: int, words: str, count: int) -> list[Markup]:
    x = x_of(place, count)
    return [
        svg.line(x, TOP - 6, x, HEIGHT - BOTTOM, stroke=svg.INK, stroke_dasharray="3 3"),
        svg.text(x + 4, TOP - 2 + 8, words, size=12),
    ]


def swatch(index: int) -> Markup:
    if index == 0:
        inner = svg.rect(1, 1, 16, 16, fill=FIELD, stroke=FIELD_EDGE)
    else:
        colour, dashes = LINES[(index - 1) % 3]
        inner = svg.line(0, 9, 18, 9, stroke=colour, stroke_width=3, stroke_dasharray=dashes)
    return svg.element("svg", inner, viewBox="0 0 18 18", aria_hidden="true")


def describe(labels: Sequence[str], series: Mapping[str, Sequence[int | float]], what: str) -> str:
    """Total and peak of each series."""
    parts = []
    for words, values in series.items():
        if values:
            peak = max(range(len(values)), key=values.__getitem__)
            parts.append(f"{words}: {number(sum(values))} {what.lower()}, most at {labels[peak]}")
    return ". ".join(parts) + "." if parts else "No figures."
