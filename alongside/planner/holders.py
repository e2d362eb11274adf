"""Of a patient whose sites are full: in what do those who hold the places there come first?"""

from typing import Any, NamedTuple

import numpy as np
import polars as pl

from alongside.planner.compiled import compiled
from alongside.planner.problem import Problem
from alongside.planner.queues import Book
from alongside.planner.shares import by_share
from alongside.planner.tables import Bools, Floats, Ints

KINDS = ("higher", "longer", "nearer", "shorter", "pinned", "fitted")
HIGHER, LONGER, NEARER, SHORTER, PINNED, FITTED = (1 << at for at in range(len(KINDS)))
BELOW = LONGER | NEARER | SHORTER | PINNED | FITTED


class People(NamedTuple):
    """What two patients are compared by."""

    priority: Ints
    waited: Ints
    pinned: Bools
    km: Floats
    minutes: Ints
    nights: Ints


def holders(problem: Problem, book: Book) -> dict[str, Any]:
    """Per patient and kind, whether some holder on their shortlist comes first in that way and in none before it.

    higher: in clinical priority; longer: has waited longer; nearer: lives nearer; shorter: needs less theatre time or
    fewer nights; pinned: put there by hand; fitted: none of these, so took what was left. Every holder is of one kind.
    Always false for those with a place.
    """
    patients, o = problem.patients, problem.options
    kinds = np.zeros(len(patients), np.uint8)
    held = book.chosen[book.chosen >= 0]
    if len(held):
        who, pool = o.patient[held], book.pool[o.cell[held]]
        order = np.lexsort((patients.priority[who], pool))
        held, who = held[order], who[order]
        first = np.concatenate(([0], np.cumsum(np.bincount(pool, minlength=int(book.pool.max()) + 1))))
        of = patients.priority[who], patients.weeks_waited[who], patients.pinned[who]
        theirs = People(*of, o.km[held], o.minutes[held], o.nights[held] + o.later[held])

        def compare(begin: int, end: int) -> None:
            _compare(book, first, theirs, (begin, end), patients.priority, patients.weeks_waited, o.km, kinds)

        by_share(compare, len(patients))
    return {f"by_{kind}": pl.Series((kinds >> at & 1).astype(bool)) for at, kind in enumerate(KINDS)}


@compiled
def _compare(
    b: Book, first: Ints, theirs: People, some: tuple[int, int], priority: Ints, waited: Ints, km: Floats, kinds: Ints
) -> None:
    """Mark for some of those without a place the kinds of holders in each of their pools."""
    t = b.t
    for patient in range(some[0], some[1]):
        if b.chosen[patient] >= 0:
            continue
        before = -1
        for option in range(t.start[patient], t.start[patient + 1]):
            pool = b.pool[t.cell[option]]
            if pool != before and first[pool] < first[pool + 1]:
                a, z, stay = first[pool], first[pool + 1], t.nights[option] + t.later[option]
                same = a + np.searchsorted(theirs.priority[a:z], priority[patient])
                kinds[patient] |= HIGHER if same > a else 0
                kinds[patient] |= _kinds(theirs, same, z, waited[patient], km[option], t.minutes[option], stay)
            before = pool


@compiled
def _kinds(theirs: People, first: int, last: int, waited: int, km: float, minutes: int, nights: int) -> int:
    """The kinds of holders of no higher priority, from `first` up to `last`, seen by one who has no place."""
    found = 0
    for at in range(first, last):
        longer = theirs.waited[at] > waited
        nearer = theirs.km[at] < km
        shorter = (theirs.minutes[at] < minutes) | (theirs.nights[at] < nights)
        rest = PINNED if theirs.pinned[at] else FITTED
        found |= LONGER if longer else (NEARER if nearer else (SHORTER if shorter else rest))
        if found == BELOW:
            break
    return found
