"""Whose patients may a reader of a plan tell apart, and which counts are too small to be told?

PLN-5: the board of the area reads every count. An organisation reads its own, and those of organisations that share
with it now that their patients wait (AGR-6, AGR-7, AGR-9); everybody else is told as one. PLN-6: of the patients of
others a count of 1 to 4 is never told, nor what would give it away by subtraction. Basis: disclosure control of small
numbers, with the limit that the fairness figures of plans have.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

SMALLEST = 5
FEWER = f"fewer than {SMALLEST}"
# Disjoint parts of one row, such as placed and not placed.
Parts = tuple[int, ...]
Key = TypeVar("Key", bound=Hashable)


def is_small(count: int) -> bool:
    """A count that could name somebody.

    >>> [is_small(count) for count in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < count < SMALLEST


def tells_few(parts: Parts) -> bool:
    """Is a part of a row, or the whole of it, too small?

    >>> tells_few((20, 3)), tells_few((20, 0)), tells_few((2, 2)), tells_few(())
    (True, False, True, False)
    """
    return any(map(is_small, (*parts, sum(parts))))


def told_apart(rows: Mapping[Key, Parts], may: Collection[Key], own: Collection[Key] = ()) -> frozenset[Key]:
    """Which rows are told each on its own; the others are told as one row, if `tells_few` of `together` allows it.

    `own` are always told. Of those in `may` one is told unless it is small; the smallest of them join the rest until
    the rest tells nothing small either, so that no total gives away what is left out.

    >>> rows = {"ours": (3, 1), "partner": (40, 60), "next": (7, 8), "small": (2, 90), "stranger": (300, 10)}
    >>> sorted(told_apart(rows, may=["partner", "next", "small"], own=["ours"]))
    ['next', 'ours', 'partner']
    >>> sorted(told_apart({"ours": (9, 9), "partner": (40, 60), "stranger": (2, 8)}, may=["partner"], own=["ours"]))
    ['ours']
    """
    told = {key for key, parts in rows.items() if key in own or (key in may and not tells_few(parts))}
    while tells_few(together(parts for key, parts in rows.items() if key not in told)):
        others = [key for key in told if key not in own]
        if not others:
            break
        told.remove(min(others, key=lambda key: (sum(rows[key]), str(key))))
    return frozenset(told)


def together(rows: Iterable[Parts]) -> Parts:
    """Several rows as one.

    >>> together([(3, 1), (40, 60)]), together([])
    ((43, 61), ())
    """
    return tuple(map(sum, zip(*rows, strict=True)))
