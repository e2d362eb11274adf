"""Who is near a change? Who could use the room it leaves, who would move for it, and who must make room."""

import numpy as np

from alongside.planner.assign import take_in_order
from alongside.planner.compiled import compiled
from alongside.planner.shares import by_share
from alongside.planner.stage import WEEK, Table, fits, price_of, use
from alongside.planner.tables import Bools, Floats, Ints

NEAR = 0.05


@compiled
def meets(t: Table, option: int, marked: Bools) -> bool:
    """Does an option use any of the marked cells and wards?"""
    if marked[t.cell[option]] or (marked[t.ward[option]] and t.nights[option] > 0):
        return True
    if t.later[option] > 0:
        left, ward = t.later[option], t.after[t.ward[option]]
        while left > 0 and ward >= 0:
            if marked[ward]:
                return True
            left, ward = left - WEEK, t.after[ward]
    return False


@compiled
def mark(t: Table, patients: Ints, marked: Bools) -> None:
    """Mark every cell and ward that these patients could use."""
    for patient in patients:
        for option in range(t.start[patient], t.start[patient + 1]):
            marked[t.cell[option]] = True
            if t.nights[option] > 0:
                marked[t.ward[option]] = True
            left, ward = t.later[option], t.ward[option]
            while left > 0 and t.after[ward] >= 0:
                left, ward = left - WEEK, t.after[ward]
                marked[ward] = True


def who_wants(t: Table, chosen: Ints, tier: Ints, room: Floats) -> Bools:
    """The patients without a place who would fit somewhere if all lower tiers gave way; room is [tiers x resources]."""
    wants = np.zeros(len(chosen), np.bool_)
    by_share(lambda first, last: _who_wants(t, chosen, tier, room, (first, last), wants), len(chosen))
    return wants


@compiled
def _who_wants(t: Table, chosen: Ints, tier: Ints, room: Floats, some: tuple[int, int], wants: Bools) -> None:
    for patient in range(some[0], some[1]):
        if chosen[patient] < 0:
            left = room[tier[patient]]
            for option in range(t.start[patient], t.start[patient + 1]):
                if fits(t, option, left) and t.value[option] > 0:
                    wants[patient] = True
                    break


def neighbours(t: Table, chosen: Ints, prices: Floats, stay: Floats, marked: Bools) -> Bools:
    """Who is near the marked cells and wards: who holds some of them, who would rather be there by more than `stay`,
    and of those without a place who at these prices almost has one there."""
    near = np.zeros(len(chosen), np.bool_)
    by_share(lambda first, last: _neighbours(t, chosen, prices, stay, marked, (first, last), near), len(chosen))
    return near


@compiled
def _neighbours(
    t: Table, chosen: Ints, prices: Floats, stay: Floats, marked: Bools, some: tuple[int, int], near: Bools
) -> None:
    for patient in range(some[0], some[1]):
        held = chosen[patient]
        if held >= 0 and meets(t, held, marked):
            near[patient] = True
            continue
        for option in range(t.start[patient], t.start[patient + 1]):
            if held >= 0:
                if t.value[option] - t.value[held] <= stay[patient] or not meets(t, option, marked):
                    continue
            elif not meets(t, option, marked) or t.value[option] * (1 + NEAR) < price_of(t, option, prices):
                continue
            near[patient] = True
            break


@compiled
def options_open_to(t: Table, rows: Ints, chosen: Ints, room: Floats) -> tuple[Ints, Ints]:
    """The options of these patients for which there is room, or which they hold, and where each patient's start among
    them; patients without any are left out."""
    most = 0
    for patient in rows:
        most += t.start[patient + 1] - t.start[patient]
    found, start, size, patients = np.empty(most, np.int64), np.zeros(len(rows) + 1, np.int64), 0, 0
    for patient in rows:
        for option in range(t.start[patient], t.start[patient + 1]):
            if option == chosen[patient] or (t.value[option] > 0 and fits(t, option, room)):
                found[size] = option
                size += 1
        if size > start[patients]:
            patients += 1
            start[patients] = size
    return found[:size], start[: patients + 1]


@compiled
def holders_of(t: Table, chosen: Ints, marked: Bools) -> Ints:
    """The patients whose place is in any of the marked cells and wards."""
    found, size = np.empty(len(chosen), np.int64), 0
    for patient in range(len(chosen)):
        if chosen[patient] >= 0 and meets(t, chosen[patient], marked):
            found[size] = patient
            size += 1
    return found[:size]


@compiled
def _loss(t: Table, patient: int, held: int, bonus: Floats, room: Floats) -> float:
    """What is lost when a patient has to leave: the place, less the best that they could have instead."""
    best = 0.0
    for option in range(t.start[patient], t.start[patient + 1]):
        if option != held and t.value[option] > best and fits(t, option, room):
            best = t.value[option]
    return float(t.value[held] + bonus[patient] - best)


@compiled
def _relief(t: Table, option: int, room: Floats) -> float:
    """How many minutes and nights of what is lacking an option would free, as shares of what is lacking."""
    freed = 0.0
    over = -room[t.cell[option]]
    if over > 0:
        freed += min(float(t.minutes[option]), over) / over
    over = -room[t.ward[option]]
    if over > 0:
        freed += min(float(t.nights[option]), over) / over
    if t.later[option] > 0:
        left, ward = t.later[option], t.after[t.ward[option]]
        while left > 0 and ward >= 0:
            if room[ward] < 0:
                freed += min(float(min(left, WEEK)), -room[ward]) / -room[ward]
            left, ward = left - WEEK, t.after[ward]
    return freed


def make_room(t: Table, chosen: Ints, room: Floats, whole: Floats, holders: Ints, bonus: Floats) -> None:
    """Let patients leave until every cell and ward holds its own: first who could not be there at all (`whole` is what
    each has when empty), then one after the other who loses least for what they free. Whoever fits again returns."""
    loss = _losses(t, chosen, room, holders, bonus)
    _leave_what_is_gone(t, chosen, room, whole, holders)
    left = _leave_by_loss(t, chosen, room, holders, loss)
    order = np.argsort(-loss, kind="stable")
    order = order[left[order] >= 0]
    take_in_order(t, left[order], holders[order], chosen, room)


@compiled
def _losses(t: Table, chosen: Ints, room: Floats, holders: Ints, bonus: Floats) -> Floats:
    """What each of these patients would lose by leaving."""
    loss = np.empty(len(holders))
    for at in range(len(holders)):
        loss[at] = _loss(t, holders[at], chosen[holders[at]], bonus, room)
    return loss


@compiled
def _leave_what_is_gone(t: Table, chosen: Ints, room: Floats, whole: Floats, holders: Ints) -> None:
    """Whoever would not fit even if they were alone leaves."""
    for patient in holders:
        if not fits(t, chosen[patient], whole):
            use(t, chosen[patient], room, -1)
            chosen[patient] = -1


@compiled
def _leave_by_loss(t: Table, chosen: Ints, room: Floats, holders: Ints, loss: Floats) -> Ints:
    """Until nothing is lacking whoever loses least for what they free leaves; the options that they left, or -1."""
    left, found = np.full(len(holders), -1, np.int64), 0
    while found >= 0:
        worst, found = np.inf, -1
        for at in range(len(holders)):
            freed = _relief(t, chosen[holders[at]], room) if chosen[holders[at]] >= 0 else 0.0
            if freed > 0 and loss[at] / freed < worst:
                worst, found = loss[at] / freed, at
        if found >= 0:
            patient = holders[found]
            left[found] = chosen[patient]
            use(t, chosen[patient], room, -1)
            chosen[patient] = -1
    return left
