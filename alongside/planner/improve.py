"""Can the plan be made better by exchanges? A patient with a better place in view takes it, somebody else moves on.

The worth that a plan lacks below its bound is made of patients who hold less than their best surplus and of room that
has a price but stands empty; only options that could win some of it back are tried.
"""

from dataclasses import dataclass

import numpy as np

from alongside.planner.assign import Assignment, fill
from alongside.planner.prices import surplus_at
from alongside.planner.stage import select
from alongside.planner.tables import Floats, Ints

SCAN = 24
NEAR = 0.25
GAIN = 1e-9


@dataclass(eq=False)
class Board:
    """A plan as plain lists, for exchanges one patient at a time."""

    start: list[int]
    cell: list[int]
    ward: list[int]
    minutes: list[float]
    nights: list[float]
    value: list[float]
    room: list[float]
    chosen: list[int]
    members: list[list[int]]
    owner: list[int]
    loss: list[float]

    def fits(self, option: int) -> bool:
        """Is there room for this option as things stand?"""
        return (
            self.room[self.cell[option]] >= self.minutes[option] and self.room[self.ward[option]] >= self.nights[option]
        )

    def leave(self, owner: int) -> None:
        """Give the patient's place back."""
        option = self.chosen[owner]
        if option >= 0:
            self.room[self.cell[option]] += self.minutes[option]
            self.room[self.ward[option]] += self.nights[option]
            self.members[self.cell[option]].remove(option)
            self.chosen[owner] = -1

    def take(self, option: int) -> None:
        """Place the option's patient there."""
        owner = self.owner[option]
        self.leave(owner)
        self.room[self.cell[option]] -= self.minutes[option]
        self.room[self.ward[option]] -= self.nights[option]
        self.members[self.cell[option]].append(option)
        self.chosen[owner] = option

    def held(self, owner: int) -> float:
        """What the patient's place is worth; 0 without one."""
        option = self.chosen[owner]
        return self.value[option] if option >= 0 else 0.0

    def best_that_fits(self, owner: int, besides: int, least: float) -> int:
        """The patient's most valuable option in another cell that has room and is worth more than `least`, else -1."""
        for option in range(self.start[owner], self.start[owner + 1]):
            if self.value[option] <= least:
                return -1
            if self.cell[option] != besides and self.fits(option):
                return option
        return -1


def improve(plan: Assignment, prices: Floats, passes: int, tries: int) -> Assignment:
    """Exchange until nothing gains, at most `passes` times through the list; never worth less than before.

    A pass looks at the `tries` options that promise most.
    """
    if not (plan.chosen >= 0).any():
        return plan
    near = _near(plan, prices)
    small = _narrowed(plan, near)
    for _ in range(passes):
        better = _one_pass(small, prices, tries)
        fill(better, surplus_at(small.stage, prices, small.stage.stays))
        enough = better.worth > small.worth * (1 + 1e-5)
        small = better if better.worth > small.worth else small
        if not enough:
            break
    held = near[small.chosen[small.chosen >= 0]]
    chosen = np.full(plan.stage.patients, -1, np.int64)
    chosen[plan.stage.owner[held]] = held
    whole = Assignment(plan.stage, chosen, small.room)
    fill(whole, surplus_at(plan.stage, prices, plan.stage.stays))
    return whole


def _near(plan: Assignment, prices: Floats) -> Ints:
    """Options within NEAR of their patient's best, and those held; by patient, the most valuable first."""
    stage = plan.stage
    surplus = surplus_at(stage, prices, stage.stays)
    best = np.maximum(np.maximum.reduceat(surplus, stage.start), 0)
    near = surplus >= best[stage.owner] - NEAR * stage.value
    near[plan.chosen[plan.chosen >= 0]] = True
    kept = np.flatnonzero(near)
    return np.asarray(kept[np.lexsort((-stage.value[kept], stage.owner[kept]))])


def _narrowed(plan: Assignment, near: Ints) -> Assignment:
    """The plan with only these options left."""
    stage = select(plan.stage, near)
    at = np.full(len(plan.stage.value), -1, np.int64)
    at[near] = np.arange(len(near))
    held = at[plan.chosen[plan.chosen >= 0]]
    chosen = np.full(stage.patients, -1, np.int64)
    chosen[stage.owner[held]] = held
    return Assignment(stage, chosen, plan.room)


def _one_pass(plan: Assignment, prices: Floats, tries: int) -> Assignment:
    surplus = surplus_at(plan.stage, prices, plan.stage.stays)
    tried, promise = _worth_trying(plan, surplus, prices, tries)
    board = _board(plan, surplus)
    for option, hope in zip(tried.tolist(), promise.tolist(), strict=True):
        _try(board, option, hope)
    return Assignment(plan.stage, np.array(board.chosen, np.int64), np.array(board.room))


def _worth_trying(plan: Assignment, surplus: Floats, prices: Floats, tries: int) -> tuple[Ints, Floats]:
    """Options whose surplus beats what their patient holds, counting priced room that they would fill; by how much."""
    stage = plan.stage
    held = np.where(plan.chosen >= 0, surplus[plan.chosen], 0.0)
    empty = prices * plan.room
    gain = surplus - held[stage.owner] + empty[stage.cell] + np.where(stage.nights > 0, empty[stage.ward], 0)
    found = np.flatnonzero(gain > GAIN)
    found = found[found != plan.chosen[stage.owner[found]]]
    found = found[np.argsort(-gain[found], kind="stable")][:tries]
    return found, gain[found]


def _board(plan: Assignment, surplus: Floats) -> Board:
    """The plan as lists; in each cell those who would lose least by moving elsewhere come first."""
    stage = plan.stage
    held = plan.chosen[plan.chosen >= 0]
    others = surplus.copy()
    others[held] = -np.inf
    loss = surplus - np.maximum(np.maximum.reduceat(others, stage.start), 0)[stage.owner]
    members: list[list[int]] = [[] for _ in plan.room]
    order = held[np.argsort(loss[held], kind="stable")]
    for option, cell in zip(order.tolist(), stage.cell[order].tolist(), strict=True):
        members[cell].append(option)
    ends = np.append(stage.start, len(stage.value))
    columns = (ends, stage.cell, stage.ward, stage.minutes, stage.nights, stage.value, plan.room, plan.chosen)
    start, cells, ward, minutes, nights, value, room, chosen = (column.tolist() for column in columns)
    return Board(start, cells, ward, minutes, nights, value, room, chosen, members, stage.owner.tolist(), loss.tolist())


def _try(board: Board, option: int, hope: float) -> None:
    """Take the option if it fits and gains, else if one patient can make way and the exchange gains."""
    owner = board.owner[option]
    gain = board.value[option] - board.held(owner)
    if gain <= GAIN:
        return
    if board.fits(option):
        board.take(option)
        return
    cell, ward = board.cell[option], board.ward[option]
    minutes = board.minutes[option] - board.room[cell]
    nights = board.nights[option] - board.room[ward] if board.nights[option] else 0.0
    for rival in board.members[cell][:SCAN]:
        if board.loss[rival] > hope:
            return
        if board.minutes[rival] >= minutes and board.nights[rival] >= nights and _exchange(board, option, rival, gain):
            return


def _exchange(board: Board, option: int, rival: int, gain: float) -> bool:
    """Let `option` take the place of `rival`, who moves to what fits elsewhere, if both together gain."""
    loser, winner = board.owner[rival], board.owner[option]
    if loser == winner:
        return False
    least = board.value[rival] - gain + GAIN
    elsewhere = board.best_that_fits(loser, board.cell[option], max(least, 0.0))
    if elsewhere < 0 and least > 0:
        return False
    board.leave(loser)
    board.take(option)
    if elsewhere >= 0 and board.fits(elsewhere):
        board.take(elsewhere)
    return True
