"""What does a page need to show a picture? The drawing, its key, and the figures in it as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from alongside.web.charts.svg import rest_swatch, swatch
from alongside.web.tables import Column


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One entry of the key: the same paint as in the picture, and its name."""

    swatch: Markup
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and its table; drawn by the macro `figure` of components/charts.jinja.

    `size` is "", "wide" (the whole page) or "long" (wide and many columns). `numbered` names what the picture shows by
    number; `note` says in words what it leaves out.
    """

    name: str
    title: str
    svg: Markup
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    key: tuple[KeyItem, ...] = ()
    size: str = ""
    source: str = ""
    numbered: tuple[str, ...] = ()
    note: str = ""

    def sourced(self, source: str) -> "Figure":
        """The same figure with its source line: where from, of when, how sure (AL-12)."""
        return replace(self, source=source)


def key_of(name: str, series: Sequence[str], *, has_rest: bool = False) -> tuple[KeyItem, ...]:
    """`has_rest`: the last series is what is left over."""
    paints = [rest_swatch() if has_rest and text == series[-1] else swatch(i, name) for i, text in enumerate(series)]
    return tuple(KeyItem(paint, text) for paint, text in zip(paints, series, strict=True))


def series_table(first: str, labels: Sequence[str], series: Mapping[str, Sequence[Any]], kind: str) -> dict[str, Any]:
    """Columns and rows of a table with one line per label and one column per series."""
    columns = [Column("label", first), *[Column(f"s{index}", text, kind) for index, text in enumerate(series)]]
    rows = [
        {"label": label} | {f"s{index}": values[place] for index, values in enumerate(series.values())}
        for place, label in enumerate(labels)
    ]
    return {"columns": columns, "rows": rows}


def same_length(labels: Sequence[str], series: Mapping[str, Sequence[Any]]) -> None:
    for text, values in series.items():
        if len(values) != len(labels):
            raise ValueError(f"{text} has {len(values)} figures for {len(labels)} labels")
