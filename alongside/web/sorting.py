"""By which column is this list sorted, and what would the next click do?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from alongside.web.query import Params, query

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Order:
    """A column key and a direction, read from `?sort=key` or `?sort=-key`."""

    key: str
    descending: bool = False

    @classmethod
    def read(cls, params: Mapping[str, str], allowed: Iterable[str], default: str) -> "Order":
        """The order asked for, or the default when it is absent or not allowed.

        >>> Order.read({"sort": "-weeks"}, {"weeks", "name"}, default="name")
        Order(key='weeks', descending=True)
        >>> Order.read({"sort": "password"}, {"weeks", "name"}, default="-weeks")
        Order(key='weeks', descending=True)
        """
        asked = params.get("sort") or ""
        chosen = asked if asked.removeprefix("-") in set(allowed) else default
        return cls(chosen.removeprefix("-"), chosen.startswith("-"))

    def fields(self, columns: Mapping[str, str], tie: str = "pk") -> tuple[str, str]:
        """For `QuerySet.order_by`: the field behind the column, then a tie-break so pages never overlap.

        >>> Order("provider", True).fields({"provider": "provider__name"})
        ('-provider__name', 'pk')
        """
        return ("-" if self.descending else "") + columns[self.key], tie

    def sort(self, rows: Iterable[Row], value: Callable[[Row], object]) -> list[Row]:
        """Sort rows already in memory; rows without a value come last in either direction."""
        known: list[Row] = []
        unknown: list[Row] = []
        for row in rows:
            (unknown if value(row) is None else known).append(row)
        return sorted(known, key=value, reverse=self.descending) + unknown  # type: ignore[arg-type]

    def aria(self, key: str) -> str:
        if key != self.key:
            return ""
        return "descending" if self.descending else "ascending"

    def link(self, key: str, params: Params) -> str:
        """The address that sorts by this column, turning round a second click, from page 1."""
        turn = key == self.key and not self.descending
        return query(params, sort=("-" if turn else "") + key, page=None)
