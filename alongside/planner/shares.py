"""A loop over the whole list, on all cores: the rows are asked in the same shares wherever that is done."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

SHARES = 4

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@cache
def _threads() -> ThreadPoolExecutor:
    """Kept, as threads that start anew take new memory with them, which costs more than the work."""
    return ThreadPoolExecutor(max_workers=os.cpu_count())


os.register_at_fork(after_in_child=_threads.cache_clear)


def side_by_side(ask: Callable[[Asked], Answer], what: Iterable[Asked]) -> list[Answer]:
    """Each one's answer, in order. What is asked must not ask anybody side by side itself.

    >>> side_by_side(len, ["one", "three"])
    [3, 5]
    """
    return list(_threads().map(ask, what))


def begun_by_share(ask: Callable[[int, int], Answer], size: int) -> Callable[[], list[Answer]]:
    """The same as `by_share`, begun now and waited for when it is called."""
    ends = [size * share // SHARES for share in range(SHARES + 1)]
    asked = [_threads().submit(ask, first, last) for first, last in pairwise(ends)]
    return lambda: [one.result() for one in asked]


def by_share(ask: Callable[[int, int], Answer], size: int) -> list[Answer]:
    """The answer of each share of so many rows, which is told its first row and the row after its last.

    >>> by_share(lambda first, last: last - first, 10)
    [2, 3, 2, 3]
    """
    return begun_by_share(ask, size)()
