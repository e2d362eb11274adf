"""Which rows are on this page, and which pages can be reached from it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

GAP = 0


class Sliceable(Protocol):
    def __getitem__(self, key: slice, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a longer list. `number` counts from 1."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @property
    def numbers(self) -> list[int]:
        """Page numbers to offer; `GAP` stands for pages left out.

        >>> Page([], 6, 50, 1000).numbers
        [1, 0, 5, 6, 7, 0, 20]
        """
        wanted = sorted({1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)})
        shown: list[int] = []
        for number in wanted:
            if shown and number == shown[-1] + 2:
                shown.append(number - 1)
            elif shown and number > shown[-1] + 1:
                shown.append(GAP)
            shown.append(number)
        return shown


def page_of(rows: Sliceable, asked: str | int | None, size: int = 50, total: int | None = None) -> Page:
    """The page asked for, brought into range; nonsense gives page 1.

    `rows` is a list or a queryset; give `total` when it is already known.

    >>> page_of(list(range(120)), "3").rows[0], page_of([], "99").number, page_of([1], "x").number
    (100, 1, 1)
    """
    count = counted(rows) if total is None else total
    last = max(1, -(-count // size))
    number = min(max(1, whole(asked)), last)
    return Page(rows[(number - 1) * size : number * size], number, size, count)


def whole(asked: str | int | None) -> int:
    try:
        return int(asked or 1)
    except ValueError:
        return 1


def counted(rows: Any) -> int:
    return len(rows) if isinstance(rows, list | tuple) else int(rows.count())
