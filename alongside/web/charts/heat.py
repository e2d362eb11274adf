"""When and where is there room? A strip of weeks for each row, darker for more, with the figure in every cell."""

from collections.abc import Sequence

from markupsafe import Markup

from alongside.web.charts import svg
from alongside.web.charts.figure import Figure, same_length, series_table
from alongside.web.words import KINDS, NOT_KNOWN

Value = int | float | None
# Five steps of blue; white words are used on the two darkest, so every figure has 4.5:1 or more.
STEPS = ("#ffffff", "#d6e6f5", "#a8cbec", "#2b76bf", "#003d78")
ROW, HEAD = 34, 30
LABEL_LETTERS = 30


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Value]],
    *,
    kind: str = "number",
    first: str = "Site",
    largest: float | None = None,
) -> Figure:
    """`values[row][column]`; None is drawn hatched and written "not known". `largest` fixes the darkest step."""
    by_column = {column: [line[place] for line in values] for place, column in enumerate(columns)}
    same_length(rows, by_column)
    name = svg.name_of(title)
    top = largest or max((value or 0 for line in values for value in line), default=0) or 1
    left = max((svg.width_of(line) for row in rows for line in svg.wrap(row, LABEL_LETTERS)), default=0) + 14
    cell = 56.0
    body = [svg.element("defs", unknown(name)), *headings(columns, left, cell)]
    for place, (row, line) in enumerate(zip(rows, values, strict=True)):
        y = HEAD + place * ROW
        body += label_of(row, left - 8, y)
        for index, value in enumerate(line):
            body += cell_of(name, left + index * cell, y, cell, value, top, kind)
    extent = (left + cell * len(columns) + 2, HEAD + ROW * len(rows) + 4)
    picture = svg.picture(name, title, describe(rows, columns, values, kind), *extent, body)
    return Figure(
        name,
        title,
        picture,
        **series_table(first, rows, by_column, kind),
        size="long" if len(columns) > 14 else "wide" if len(columns) > 5 else "",
    )


def headings(columns: Sequence[str], left: float, cell: float) -> list[Markup]:
    return [
        svg.text(left + (index + 0.5) * cell, HEAD - 10, words, anchor="middle", size=12, fill=svg.QUIET)
        for index, words in enumerate(columns)
    ]


def label_of(row: str, right: float, top: float) -> list[Markup]:
    """The whole name, in two lines where one is too short."""
    lines = svg.wrap(row, LABEL_LETTERS)
    start = top + ROW / 2 + 4.5 - 7 * (len(lines) - 1)
    return [svg.text(right, start + 14 * index, words, anchor="end") for index, words in enumerate(lines)]


def cell_of(name: str, x: float, y: float, width: float, value: Value, top: float, kind: str) -> list[Markup]:
    if value is None:
        return [svg.rect(x, y, width, ROW, fill=f"url(#{name}-unknown)", stroke=svg.LINE)]
    step = step_of(value, top)
    ink = svg.WHITE if step > 2 else svg.INK
    words = svg.text(
        x + width / 2,
        y + ROW / 2 + 4.5,
        KINDS[kind](value),
        anchor="middle",
        size=12,
        fill=ink,
    )
    return [svg.rect(x, y, width, ROW, fill=STEPS[step], stroke=svg.LINE), words]


def step_of(value: float, top: float) -> int:
    """
    >>> [step_of(value, 100) for value in (0, 1, 50, 99, 100, 400)]
    [0, 1, 2, 4, 4, 4]
    """
    if value <= 0:
        return 0
    return min(4, 1 + int(min(value / top, 1) * 3.999))


def unknown(name: str) -> Markup:
    path = svg.element("path", d="M0 8L8 0", stroke=svg.QUIET, stroke_width=1)
    ground = svg.rect(0, 0, 8, 8, fill=svg.WHITE)
    return svg.element("pattern", ground, path, id=f"{name}-unknown", width=8, height=8, patternUnits="userSpaceOnUse")


def describe(rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[Value]], kind: str) -> str:
    """The range of each row."""
    parts = []
    for row, line in zip(rows[:12], values, strict=False):
        known = [value for value in line if value is not None]
        parts.append(
            f"{row}: {KINDS[kind](min(known))} to {KINDS[kind](max(known))}" if known else f"{row}: {NOT_KNOWN}"
        )
    return f"{len(columns)} columns. " + ". ".join(parts) + "."
