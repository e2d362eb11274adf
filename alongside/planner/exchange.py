"""Who could change places? A patient takes a better place, and those in the way move on, if together they gain.

The search is annealing: at first an exchange may lose a little, by the end it may not. Rivals are chosen by how little
they would mind and by how little room would stand empty.
"""

from typing import NamedTuple

import numpy as np

from alongside.planner.assign import Assignment
from alongside.planner.compiled import compiled
from alongside.planner.stage import Table, fits, surpluses, use
from alongside.planner.tables import Floats, Ints

SCAN = 12
MOST_RIVALS = 3
GAIN = 1e-9


class Board(NamedTuple):
    """A plan as compiled loops change it: who sits in each cell and who lies in each ward, as lists with gaps.

    `seat[first[r]:first[r] + size[r]]` are the patients that use resource r; `at[0, p]` and `at[1, p]` are patient p's
    places in the lists of their cell and ward.
    """

    chosen: Ints
    room: Floats
    owner: Ints
    seat: Ints
    first: Ints
    size: Ints
    at: Ints
    regret: Floats
    prices: Floats


def exchange(plan: Assignment, prices: Floats, tries: int, heat: float, seed: int, patience: int | None = None) -> None:
    """Try `tries` exchanges, changing the plan. At first one may lose up to about `heat` worth, by the end nothing.

    With `patience`, give up after so many in a row of which none was made.
    """
    board = _board(plan, prices)
    _anneal(plan.stage.table, board, tries, heat, seed, tries if patience is None else patience)
    plan.chosen, plan.room = board.chosen, board.room


def _board(plan: Assignment, prices: Floats) -> Board:
    stage = plan.stage
    size, owner = len(stage.room), stage.owner
    stays = stage.nights > 0
    most = np.bincount(stage.cell, minlength=size) + np.bincount(stage.ward[stays], minlength=size)
    first = np.concatenate(([0], np.cumsum(most)))[:-1]
    board = Board(
        plan.chosen.copy(),
        plan.room.copy(),
        owner,
        np.zeros(int(most.sum()), np.int32),
        first,
        np.zeros(size, np.int64),
        np.zeros((2, stage.patients), np.int64),
        _regret(stage.start, surpluses(stage.table, prices)),
        prices,
    )
    _seat(stage.table, board, plan.chosen[plan.chosen >= 0])
    return board


@compiled
def _regret(start: Ints, surplus: Floats) -> Floats:
    """What a patient would lose, at these prices, who had to leave an option for their next best."""
    regret = np.empty(len(surplus))
    for patient in range(len(start) - 1):
        best, second = 0.0, 0.0
        for option in range(start[patient], start[patient + 1]):
            if surplus[option] > best:
                best, second = surplus[option], best
            elif surplus[option] > second:
                second = surplus[option]
        for option in range(start[patient], start[patient + 1]):
            regret[option] = surplus[option] - (second if surplus[option] == best else best)
    return regret


@compiled
def _sit(t: Table, b: Board, option: int) -> None:
    """Enter the option's patient in the lists of its cell and ward."""
    patient = b.owner[option]
    for kind in range(2):
        if kind == 1 and t.nights[option] == 0:
            break
        where = t.cell[option] if kind == 0 else t.ward[option]
        b.at[kind, patient] = b.first[where] + b.size[where]
        b.seat[b.at[kind, patient]] = patient
        b.size[where] += 1


@compiled
def _seat(t: Table, b: Board, options: Ints) -> None:
    """Enter everybody who has one of these options."""
    for option in options:
        _sit(t, b, option)


@compiled
def _rise(t: Table, b: Board, option: int) -> None:
    """Take the option's patient off the lists; the last on a list moves into the gap."""
    patient = b.owner[option]
    for kind in range(2):
        if kind == 1 and t.nights[option] == 0:
            break
        where = t.cell[option] if kind == 0 else t.ward[option]
        b.size[where] -= 1
        last = b.seat[b.first[where] + b.size[where]]
        b.seat[b.at[kind, patient]] = last
        b.at[kind, last] = b.at[kind, patient]


@compiled
def _place(t: Table, b: Board, patient: int, option: int) -> None:
    """Give the patient this option instead of what they hold; -1 for none."""
    held = b.chosen[patient]
    if held >= 0:
        use(t, held, b.room, -1)
        _rise(t, b, held)
    b.chosen[patient] = option
    if option >= 0:
        use(t, option, b.room, 1)
        _sit(t, b, option)


@compiled
def _rival(t: Table, b: Board, option: int, minutes: float, nights: float) -> int:
    """Of some who hold what the option lacks, the one who would mind least; -1 when none is of use."""
    where = t.cell[option] if minutes > 0 else t.ward[option]
    size = b.size[where]
    if size == 0:
        return -1
    begin = np.random.randint(0, size)
    found, least, enough = -1, np.inf, False
    price, night = b.prices[t.cell[option]], b.prices[t.ward[option]]
    for step in range(min(size, SCAN)):
        rival = b.seat[b.first[where] + (begin + step) % size]
        held = b.chosen[rival]
        if rival == b.owner[option] or (minutes <= 0 and t.nights[held] == 0):
            continue
        spare = 0.0
        same_ward = t.ward[held] == t.ward[option]
        freed_nights = t.nights[held] if same_ward else 0
        freed_minutes = t.minutes[held] if t.cell[held] == t.cell[option] else 0
        whole = freed_minutes >= minutes and freed_nights >= nights
        if minutes > 0:
            spare += price * abs(freed_minutes - minutes)
        if nights > 0:
            spare += night * abs(freed_nights - nights)
        mind = b.regret[held] + spare
        if (whole and not enough) or (whole == enough and mind < least):
            found, least, enough = rival, mind, whole
    return found


@compiled
def _best_that_fits(t: Table, b: Board, patient: int) -> int:
    """The most valuable option of a patient for which there is room; -1 when there is none."""
    best, found = 0.0, -1
    for option in range(t.start[patient], t.start[patient + 1]):
        if t.value[option] > best and fits(t, option, b.room):
            best, found = t.value[option], option
    return found


@compiled
def _make_way(t: Table, b: Board, option: int, rivals: Ints, before: Ints) -> int:
    """Rivals leave, one by one, until there is room for the option or nobody else is of use; how many have left."""
    count = 0
    while count < MOST_RIVALS and not fits(t, option, b.room):
        minutes = t.minutes[option] - b.room[t.cell[option]]
        nights = t.nights[option] - b.room[t.ward[option]] if t.nights[option] > 0 else 0.0
        rival = _rival(t, b, option, minutes, nights) if minutes > 0 or nights > 0 else -1
        if rival < 0:
            return count
        rivals[count], before[count] = rival, b.chosen[rival]
        _place(t, b, rival, -1)
        count += 1
    return count


@compiled
def _move_on(t: Table, b: Board, rivals: Ints) -> float:
    """Those who left take their best option for which there is room; what these are worth."""
    worth = 0.0
    for rival in rivals:
        other = _best_that_fits(t, b, rival)
        if other >= 0:
            worth += t.value[other]
            _place(t, b, rival, other)
    return worth


@compiled
def _try(t: Table, b: Board, option: int, least: float) -> float:
    """Let the option's patient take it; rivals make way and move on. Undone unless all together gain at least `least`.

    The gain, or 0 when it was undone.
    """
    patient = b.owner[option]
    held = b.chosen[patient]
    gain = t.value[option] - (t.value[held] if held >= 0 else 0.0)
    _place(t, b, patient, -1)
    rivals, before = np.empty(MOST_RIVALS, np.int64), np.empty(MOST_RIVALS, np.int64)
    count = _make_way(t, b, option, rivals, before)
    for one in range(count):
        gain -= t.value[before[one]]
    if fits(t, option, b.room):
        _place(t, b, patient, option)
        gain += _move_on(t, b, rivals[:count])
        if gain > least:
            return float(gain)
    _place(t, b, patient, -1)
    for one in range(count):
        _place(t, b, rivals[one], -1)
    for one in range(count):
        _place(t, b, rivals[one], before[one])
    _place(t, b, patient, held)
    return 0.0


@compiled
def _anneal(t: Table, b: Board, tries: int, heat: float, seed: int, patience: int) -> None:
    """Try options drawn by chance while the heat falls to a thousandth, and exchanges are made.

    Without heat nobody is asked to give up a better place: the one who gains by it asks.
    """
    np.random.seed(seed)
    size = len(t.value)
    cooling = 0.001 ** (1.0 / max(tries, 1))
    done, last = 0, 0
    while done < tries and done - last < patience:
        option = np.random.randint(0, size)
        heat *= cooling
        held = b.chosen[b.owner[option]]
        done += 1
        if held == option or (heat == 0 and held >= 0 and t.value[option] <= t.value[held]):
            continue
        if _try(t, b, option, heat * np.log(np.random.random()) + GAIN) != 0:
            last = done
