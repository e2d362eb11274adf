"""How is an SVG written safely? Every value is escaped; no style attribute, so a strict policy holds."""

from collections.abc import Iterable
from math import ceil, floor, log10

from django.utils.text import slugify
from markupsafe import Markup, escape

INK, QUIET, LINE, PALE, WHITE = "#212b32", "#4c6272", "#d8dde0", "#f0f4f5", "#ffffff"
BLUE, ORANGE, GREEN, PURPLE, PINK, GREY = "#005eb8", "#b34700", "#00786c", "#330072", "#7c2855", "#4c6272"
# What is left over is pale with a dark edge, so that it never outweighs the series beside it.
REST, REST_EDGE = "#e8edee", "#5d7281"
# Each series has a colour of at least 4.5:1 on white and a pattern, so that neither is needed alone.
SERIES = ((BLUE, ""), (ORANGE, "diagonal"), (GREEN, "dots"), (PURPLE, "cross"), (PINK, ""), (GREY, "diagonal"))
SIZE = 13
LETTER = 0.55


def element(name: str, *children: object, **attributes: object) -> Markup:
    """One element; `stroke_width=2` becomes stroke-width, None is left out.

    >>> element("text", "<b>", x=1.0, text_anchor="end")
    Markup('<text x="1" text-anchor="end">&lt;b&gt;</text>')
    """
    parts = [
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), figure(value))
        for key, value in attributes.items()
        if value is not None
    ]
    inside = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name, Markup("").join(parts), inside)


def figure(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def text(
    x: float, y: float, words: object, *, anchor: str = "start", size: float = SIZE, **attributes: object
) -> Markup:
    return element(
        "text", words, x=float(x), y=float(y), text_anchor=anchor, font_size=size, **({"fill": INK} | attributes)
    )


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> Markup:
    return element("rect", x=float(x), y=float(y), width=float(max(width, 0)), height=float(height), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    return element("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **({"stroke": LINE} | attributes))


def picture(name: str, title: str, description: str, width: float, height: float, body: Iterable[Markup]) -> Markup:
    """The whole SVG, named and described; its width is the one at which its words are easily read."""
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        width=float(width),
        viewBox=f"0 0 {figure(float(width))} {figure(float(height))}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def name_of(title: str) -> str:
    """An id for the figure's parts."""
    return f"figure-{slugify(title)[:60] or 'untitled'}"


def patterns(name: str, count: int) -> Markup:
    """The hatchings of the first `count` series."""
    return element("defs", *(pattern(name, index) for index in range(count) if SERIES[index % len(SERIES)][1]))


def pattern(name: str, index: int) -> Markup:
    colour, kind = SERIES[index % len(SERIES)]
    marks = {
        "diagonal": [element("path", d="M-2 2L2 -2M0 8L8 0M6 10L10 6", stroke=WHITE, stroke_width=1.6)],
        "dots": [element("circle", cx=4, cy=4, r=1.4, fill=WHITE)],
        "cross": [element("path", d="M0 4H8M4 0V8", stroke=WHITE, stroke_width=1.2)],
    }[kind]
    return element(
        "pattern",
        rect(0, 0, 8, 8, fill=colour),
        *marks,
        id=f"{name}-fill-{index}",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )


def fill(name: str, index: int) -> str:
    colour, kind = SERIES[index % len(SERIES)]
    return f"url(#{name}-fill-{index})" if kind else colour


def swatch(index: int, name: str) -> Markup:
    """The key's small square, the same paint as the series."""
    colour, kind = SERIES[index % len(SERIES)]
    inner = [element("defs", pattern(f"{name}-key", index))] if kind else []
    paint = fill(f"{name}-key", index) if kind else colour
    return element("svg", *inner, rect(0, 0, 18, 18, fill=paint), viewBox="0 0 18 18", aria_hidden="true")


def rest_swatch() -> Markup:
    inner = rect(1, 1, 16, 16, fill=REST, stroke=REST_EDGE)
    return element("svg", inner, viewBox="0 0 18 18", aria_hidden="true")


def ticks(largest: float, count: int = 5) -> list[float]:
    """Round numbers from 0 to at least `largest`.

    >>> ticks(208653), ticks(0), ticks(0.61)
    ([0.0, 50000.0, 100000.0, 150000.0, 200000.0, 250000.0], [0.0, 1.0], [0.0, 0.2, 0.4, 0.6, 0.8])
    """
    if largest <= 0:
        return [0.0, 1.0]
    rough = largest / count
    power = 10 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * 0.999999)
    return [round(float(step * index), 10) for index in range(ceil(largest / step - 1e-9) + 1)]


def width_of(words: str, size: float = SIZE) -> float:
    """About how wide words are drawn, in the picture's units."""
    return len(words) * size * LETTER


def wrap(words: str, limit: int) -> list[str]:
    """At most two lines; a longer second line ends with an ellipsis.

    >>> wrap("East Kent Hospitals University NHS Foundation Trust", 24)
    ['East Kent Hospitals', 'University NHS Foundati…']
    """
    if len(words) <= limit:
        return [words]
    cut = words.rfind(" ", 0, limit + 1)
    first, rest = (words[:cut], words[cut + 1 :]) if cut > 0 else (words[:limit], words[limit:])
    return [first, rest if len(rest) <= limit else rest[: limit - 1].rstrip() + "…"]
