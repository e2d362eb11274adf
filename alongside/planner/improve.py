"""Can the plan be made better by exchanges? A patient with a better place in view takes it, somebody else moves on.

The worth that a plan lacks below its bound is made of patients who hold less than their best surplus and of room that
has a price but stands empty; only options that could win some of it back are tried.
"""

from dataclasses import dataclass

import numpy as np

from alongside.planner.assign import Assignment, fill
from alongside.planner.prices import surplus_at
from alongside.planner.tables import Floats, Ints

SCAN = 16
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

    def best_that_fits(self, owner: int, besides: int) -> int:
        """The patient's most valuable option in another cell that has room; -1 when there is none."""
        best, worth = -1, 0.0
        for option in range(self.start[owner], self.start[owner + 1]):
            if self.value[option] > worth and self.cell[option] != besides and self.fits(option):
                best, worth = option, self.value[option]
        return best


def improve(plan: Assignment, prices: Floats, passes: int) -> Assignment:
    """Exchange until nothing gains, at most `passes` times through the list; never worth less than before."""
    for _ in range(passes):
        better = _one_pass(plan, prices)
        fill(better, surplus_at(plan.stage, prices, plan.stage.stays))
        enough = better.worth > plan.worth * (1 + 1e-5)
        plan = better if better.worth > plan.worth else plan
        if not enough:
            break
    return plan


def _one_pass(plan: Assignment, prices: Floats) -> Assignment:
    surplus = surplus_at(plan.stage, prices, plan.stage.stays)
    tried = _worth_trying(plan, surplus, prices)
    board = _board(plan, surplus)
    for option in tried.tolist():
        _try(board, option)
    return Assignment(plan.stage, np.array(board.chosen, np.int64), np.array(board.room))


def _worth_trying(plan: Assignment, surplus: Floats, prices: Floats) -> Ints:
    """Options whose surplus beats what their patient holds, allowing for priced room that they would fill."""
    stage = plan.stage
    held = np.where(plan.chosen >= 0, surplus[plan.chosen], 0.0)
    empty = prices * plan.room
    gain = surplus - held[stage.owner] + empty[stage.cell] + np.where(stage.nights > 0, empty[stage.ward], 0)
    found = np.flatnonzero(gain > GAIN)
    found = found[found != plan.chosen[stage.owner[found]]]
    order: Ints = found[np.argsort(-gain[found], kind="stable")]
    return order


def _board(plan: Assignment, surplus: Floats) -> Board:
    stage = plan.stage
    members: list[list[int]] = [[] for _ in plan.room]
    held = plan.chosen[plan.chosen >= 0]
    for option in held[np.argsort(surplus[held], kind="stable")].tolist():
        members[int(stage.cell[option])].append(option)
    ends = np.append(stage.start, len(stage.value))
    columns = (ends, stage.cell, stage.ward, stage.minutes, stage.nights, stage.value, plan.room, plan.chosen)
    start, cell, ward, minutes, nights, value, room, chosen = (column.tolist() for column in columns)
    return Board(start, cell, ward, minutes, nights, value, room, chosen, members, stage.owner.tolist())


def _try(board: Board, option: int) -> None:
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
        if board.minutes[rival] >= minutes and board.nights[rival] >= nights and _exchange(board, option, rival, gain):
            return


def _exchange(board: Board, option: int, rival: int, gain: float) -> bool:
    """Let `option` take the place of `rival`, who moves to what fits elsewhere, if both together gain."""
    loser, winner = board.owner[rival], board.owner[option]
    if loser == winner:
        return False
    elsewhere = board.best_that_fits(loser, board.cell[option])
    back = board.value[elsewhere] if elsewhere >= 0 else 0.0
    if gain - board.value[rival] + back <= GAIN:
        return False
    board.leave(loser)
    board.take(option)
    if elsewhere >= 0 and board.fits(elsewhere):
        board.take(elsewhere)
    return True
