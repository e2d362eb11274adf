"""Could a cell be packed better? One cell after the other is filled anew with the best set of those who could use it.

A cell with some dozens of patients near its margin has billions of ways to be filled; a table over minutes and nights
finds the best of them exactly (0/1 knapsack). Whoever comes in from elsewhere gives up what they hold, whoever leaves
moves to the best place that has room. Each step gains or is undone, so the plan never gets worse.
"""

import numpy as np

from alongside.planner.assign import Assignment
from alongside.planner.compiled import compiled
from alongside.planner.stage import Table, fits, use
from alongside.planner.tables import Bools, Floats, Ints

MOST_MINUTES = 6_000
MOST_NIGHTS = 16
GAIN = 1e-9


def pack(plan: Assignment, prices: Floats, core: int, rounds: int) -> None:
    """Pack every cell with the `core` patients nearest to its margin, `rounds` times at most, changing the plan."""
    stage = plan.stage
    order = np.argsort(stage.cell, kind="stable")
    first = np.searchsorted(stage.cell[order], np.arange(len(stage.room) + 1))
    busy = np.diff(first) > 0
    for _ in range(rounds):
        again = _pack_cells(stage.table, stage.owner, plan.chosen, plan.room, prices, order, first, busy, core)
        if not again.any():
            break
        busy = again


@compiled
def _elsewhere(t: Table, room: Floats, patient: int, cell: int) -> int:
    """The patient's most valuable option outside a cell for which there is room; -1 for none."""
    best, found = 0.0, -1
    for option in range(t.start[patient], t.start[patient + 1]):
        if t.value[option] > best and t.cell[option] != cell and fits(t, option, room):
            best, found = t.value[option], option
    return found


@compiled
def _nearest_margin(
    t: Table, owner: Ints, chosen: Ints, room: Floats, prices: Floats, options: Ints, core: int
) -> tuple[Ints, Floats]:
    """Of a cell's options the `core` whose gain is nearest to what their minutes and nights cost, and these gains."""
    gain, far = np.empty(len(options)), np.empty(len(options))
    for at in range(len(options)):
        option = options[at]
        held = chosen[owner[option]]
        gain[at] = t.value[option]
        if held == option:
            other = _elsewhere(t, room, owner[option], t.cell[option])
            gain[at] -= t.value[other] if other >= 0 else 0.0
        elif held >= 0:
            gain[at] -= t.value[held]
        paid = prices[t.cell[option]] * t.minutes[option] + prices[t.ward[option]] * t.nights[option]
        far[at] = abs(gain[at] - paid) if gain[at] > 0 or held == option else np.inf
    order = np.argsort(far)[:core]
    size = 0
    while size < len(order) and far[order[size]] < np.inf:
        size += 1
    return options[order[:size]], gain[order[:size]]


@compiled
def _leave_or_take(left: Floats, fewer: Floats, minutes: int, gain: float, best: Floats, took: Bools) -> None:
    """The best within each number of minutes with one more item to choose: `left` without it, `fewer` before it came.

    No row is read and written at once, which lets the loop be worked off several minutes at a time.
    """
    least = min(minutes, len(best))
    best[:least] = left[:least]
    without, better, takes = left[least:], best[least:], took[least:]
    for minute in range(len(without)):
        with_it = fewer[minute] + gain
        takes[minute] = with_it > without[minute]
        better[minute] = with_it if with_it > without[minute] else without[minute]


@compiled
def best_set(minutes: Ints, nights: Ints, gain: Floats, most_minutes: int, most_nights: int) -> Bools:
    """Which items together gain most within so many minutes and nights."""
    items = len(gain)
    best = np.zeros((2, most_nights + 1, most_minutes + 1))
    took = np.zeros((items, most_nights + 1, most_minutes + 1), np.bool_)
    for item in range(items):
        before, after = best[item % 2], best[1 - item % 2]
        for night in range(most_nights + 1):
            if night < nights[item]:
                after[night] = before[night]
            else:
                fewer = before[night - nights[item]]
                _leave_or_take(before[night], fewer, minutes[item], gain[item], after[night], took[item, night])
    chosen = np.zeros(items, np.bool_)
    for item in range(items - 1, -1, -1):
        if took[item, most_nights, most_minutes]:
            chosen[item] = True
            most_nights -= nights[item]
            most_minutes -= minutes[item]
    return chosen


@compiled
def _pack_cell(t: Table, owner: Ints, chosen: Ints, room: Floats, options: Ints, gain: Floats) -> bool:
    """Fill one cell with the best set of these options; undone, and False, when nothing is gained."""
    minutes, nights = t.minutes[options].astype(np.int64), t.nights[options].astype(np.int64)
    before = chosen[owner[options]]
    inside = before == options
    slept = nights[inside].sum()
    most_minutes = min(room[t.cell[options[0]]] + minutes[inside].sum(), minutes.sum())
    most_nights = min(room[t.ward[options[0]]] + slept, max(slept, MOST_NIGHTS), nights.sum())
    if most_minutes > MOST_MINUTES:
        return False
    wanted = best_set(minutes, nights, gain, int(most_minutes), int(most_nights))
    if _swap(t, owner, chosen, room, options, before, wanted) > GAIN:
        return True
    _put_back(t, owner[options], chosen, room, before)
    return False


@compiled
def _swap(t: Table, owner: Ints, chosen: Ints, room: Floats, options: Ints, before: Ints, wanted: Bools) -> float:
    """Let the wanted options in, the others out and on to the best place that has room; what that gains."""
    change = 0.0
    for at in range(len(options)):
        if before[at] >= 0 and (before[at] == options[at]) != wanted[at]:
            change += _move(t, chosen, room, owner[options[at]], -1)
    for at in range(len(options)):
        if wanted[at] and before[at] != options[at] and fits(t, options[at], room):
            change += _move(t, chosen, room, owner[options[at]], options[at])
    for at in range(len(options)):
        patient = owner[options[at]]
        if before[at] >= 0 and chosen[patient] < 0:
            change += _move(t, chosen, room, patient, _elsewhere(t, room, patient, -1))
    return change


@compiled
def _move(t: Table, chosen: Ints, room: Floats, patient: int, option: int) -> float:
    """Give a patient this option (-1: none) instead of what they hold; what that gains."""
    held, change = chosen[patient], 0.0
    if held >= 0:
        use(t, held, room, -1)
        change -= t.value[held]
    if option >= 0:
        use(t, option, room, 1)
        change += t.value[option]
    chosen[patient] = option
    return change


@compiled
def _put_back(t: Table, patients: Ints, chosen: Ints, room: Floats, before: Ints) -> None:
    """Undo: every one of these patients holds again what they held before."""
    changed = np.flatnonzero(chosen[patients] != before)
    for at in changed:
        _move(t, chosen, room, patients[at], -1)
    for at in changed:
        _move(t, chosen, room, patients[at], before[at])


@compiled
def _pack_cells(
    t: Table, owner: Ints, chosen: Ints, room: Floats, prices: Floats, order: Ints, first: Ints, busy: Bools, core: int
) -> Bools:
    """Pack the cells that are `busy`; which cells then hold, or could hold, somebody who has moved."""
    again = np.zeros(len(busy), np.bool_)
    for cell in range(len(busy)):
        if not busy[cell]:
            continue
        near, gain = _nearest_margin(t, owner, chosen, room, prices, order[first[cell] : first[cell + 1]], core)
        if len(near) == 0:
            continue
        before = chosen[owner[near]]
        if _pack_cell(t, owner, chosen, room, near, gain):
            for at in range(len(near)):
                patient = owner[near[at]]
                if chosen[patient] != before[at]:
                    for option in range(t.start[patient], t.start[patient + 1]):
                        again[t.cell[option]] = True
    return again
