"""Patients who all have a place move about in cells that may be over-full, until all cells are filled to the minute.

What a state loses is the regret of all patients and, for every cell, the price of its empty minutes; missing minutes
count as well. At first both count for little: everybody sits where they lean to. They become dearer all the time, and
the search cools down (annealing), so that those move first who mind least.
"""

from typing import NamedTuple, cast

import numba
import numpy as np

from alongside.planner.compiled import Kernel, compiled
from alongside.planner.tables import Floats, Ints

FAVOUR = 3.0
DEARTH = (0.01, 100.0)
CHEAPEST = 0.3
EVERY = 1_000
GAIN = 1e-9


def inlined(function: Kernel) -> Kernel:
    """As `compiled`, woven into its callers: a move takes so little that handing it the arrays would take longer."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function))


class Leaning(NamedTuple):
    """The few options of each patient that prices favour: patient p has `start[p]` up to `start[p + 1]`, the one of
    least regret first. `price` is that of a minute of each cell."""

    start: Ints
    cell: Ints
    minutes: Ints
    regret: Floats
    price: Floats


class Hall(NamedTuple):
    """Who sits where; `room` is below 0 where a cell is over-full.

    `seat[first[c]:first[c] + size[c]]` are the patients in cell c, `at[p]` is patient p's place in that list. An empty
    minute of cell c counts `idle[c]`, a missing one `short[c]`. `tally` holds what the plan would lose, and how many
    cells are over-full.
    """

    chosen: Ints
    room: Floats
    seat: Ints
    first: Ints
    size: Ints
    at: Ints
    idle: Floats
    short: Floats
    tally: Floats


def settle(o: Leaning, room: Floats, warm: float, cool: float, tries: int, seed: int) -> Ints:
    """The option of each patient in the best state found that keeps every capacity, or else in the last state.

    `room` is that of each cell; `warm` and `cool` are the heat at first and at last, in parts of the mean price of an
    option.
    """
    unit = float((o.price[o.cell] * o.minutes).mean())
    best = np.full(len(o.start) - 1, -1, np.int64)
    hall = _everybody_where_they_lean_to(o, room)
    _anneal(o, hall, warm * unit, cool * unit, tries, seed, best)
    return best if (best >= 0).all() else hall.chosen


def _everybody_where_they_lean_to(o: Leaning, room: Floats) -> Hall:
    size, people = len(room), len(o.start) - 1
    chosen = o.start[:-1].astype(np.int64)
    first = np.concatenate(([0], np.cumsum(np.bincount(o.cell, minlength=size))))[:-1]
    order = np.argsort(o.cell[chosen], kind="stable")
    seats = np.bincount(o.cell[chosen], minlength=size)
    at = np.empty(people, np.int64)
    at[order] = np.arange(people) + np.repeat(first - np.cumsum(seats) + seats, seats)
    seat = np.zeros(len(o.cell), np.int64)
    seat[at] = np.arange(people)
    left = np.asarray(room - np.bincount(o.cell[chosen], o.minutes[chosen], size), float)
    tally = np.array([float(o.price @ left), float((left < 0).sum())])
    return Hall(chosen, left, seat, first, seats, at, np.zeros(size), np.zeros(size), tally)


@compiled
def _anneal(o: Leaning, h: Hall, heat: float, last: float, tries: int, seed: int, best: Ints) -> None:
    """Try to move patients drawn by chance; `best` becomes the best state that keeps every capacity."""
    np.random.seed(seed)
    cooling, least = (last / heat) ** (1.0 / max(tries, 1)), np.inf
    for at in range(tries):
        if at % EVERY == 0:
            _make_dearer(o, h, at / tries)
        heat *= cooling
        if _try(o, h, -heat * np.log(np.random.random())) and h.tally[1] == 0 and h.tally[0] < least - GAIN:
            least = h.tally[0]
            best[:] = h.chosen


@compiled
def _make_dearer(o: Leaning, h: Hall, share: float) -> None:
    """Set what empty and missing minutes count when this share of the search is done."""
    count = DEARTH[0] * (DEARTH[1] / DEARTH[0]) ** share
    cheapest = CHEAPEST * o.price.mean()
    for cell in range(len(h.room)):
        h.idle[cell] = o.price[cell] * min(count, 1.0)
        h.short[cell] = max(o.price[cell], cheapest) * count


@inlined
def _try(o: Leaning, h: Hall, most: float) -> bool:
    """A patient moves, if need be with a rival who makes way, if that costs at most so much."""
    patient = int(np.random.random() * len(h.at))
    option = _drawn(o, patient)
    held = h.chosen[patient]
    if option == held:
        return False
    here, there = o.cell[held], o.cell[option]
    regret = o.regret[option] - o.regret[held] + _change(h, here, o.minutes[held])
    if regret + _change(h, there, -o.minutes[option]) <= most:
        _move(o, h, patient, option)
        return True
    if h.size[there] == 0:
        return False
    rival = h.seat[h.first[there] + int(np.random.random() * h.size[there])]
    other, left = _drawn(o, rival), h.chosen[rival]
    if other == left:
        return False
    regret += o.regret[other] - o.regret[left] + _change(h, there, o.minutes[left] - o.minutes[option])
    if o.cell[other] == here:
        regret += _change(h, here, o.minutes[held] - o.minutes[other]) - _change(h, here, o.minutes[held])
    else:
        regret += _change(h, o.cell[other], -o.minutes[other])
    if regret > most:
        return False
    _move(o, h, patient, option)
    _move(o, h, rival, other)
    return True


@inlined
def _drawn(o: Leaning, patient: int) -> int:
    """One of the patient's options by chance, those of less regret more often."""
    first = o.start[patient]
    return int(first + int(np.random.random() ** FAVOUR * (o.start[patient + 1] - first)))


@inlined
def _change(h: Hall, cell: int, freed: float) -> float:
    """What it counts when a cell has so many minutes more."""
    before = h.room[cell]
    after = before + freed
    was = before * h.idle[cell] if before >= 0 else -before * h.short[cell]
    return float((after * h.idle[cell] if after >= 0 else -after * h.short[cell]) - was)


@inlined
def _move(o: Leaning, h: Hall, patient: int, option: int) -> None:
    """The patient leaves what they hold for this option."""
    held = h.chosen[patient]
    here, there = o.cell[held], o.cell[option]
    h.tally[1] -= int(h.room[here] < 0) + int(h.room[there] < 0)
    h.room[here] += o.minutes[held]
    h.room[there] -= o.minutes[option]
    h.tally[1] += int(h.room[here] < 0) + int(h.room[there] < 0)
    h.tally[0] += o.regret[option] - o.regret[held]
    h.tally[0] += o.price[here] * o.minutes[held] - o.price[there] * o.minutes[option]
    h.size[here] -= 1
    last = h.seat[h.first[here] + h.size[here]]
    h.seat[h.at[patient]] = last
    h.at[last] = h.at[patient]
    h.at[patient] = h.first[there] + h.size[there]
    h.seat[h.at[patient]] = patient
    h.size[there] += 1
    h.chosen[patient] = option
