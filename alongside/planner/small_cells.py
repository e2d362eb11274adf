"""Where a cell holds two or three cases, who comes in, and how good can any plan be?

Prices of minutes then say too little: nobody is half a patient, and minutes that nobody fits into are worth nothing.
Here every patient has a price, that of a place anywhere, and each cell asks for the set of patients worth most beyond
their prices (0/1 knapsack). A patient whom two cells want becomes dearer, one whom none wants cheaper. Any prices of
patients certify a bound: what the patients cost together and what every cell gains, beside the price of all beds.
(Lagrangian relaxation of "each patient has one place", by the same subgradient steps as prices of minutes.)
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from alongside.planner.assign import Assignment, fill, nobody
from alongside.planner.compiled import compiled
from alongside.planner.crowd import Crowd, Priced
from alongside.planner.pack import MOST_MINUTES, best_set
from alongside.planner.prices import polyak
from alongside.planner.stage import Stage, Table, fits, surpluses, use
from alongside.planner.tables import Bools, Floats, Ints

FEW = 8.0
GROUPS = 8
AIM = 0.004
ROUNDS = 30
GAIN = 1e-9


class Wishes(NamedTuple):
    """What cells could take: cell c the entries `first[c]` up to `first[c + 1]`, each an option of a patient.

    `net` is an option's worth after paying for its nights, `room` the whole minutes of every cell.
    """

    first: Ints
    option: Ints
    owner: Ints
    minutes: Ints
    net: Floats
    room: Ints


class Filling(NamedTuple):
    """Cells being filled: the entry each patient holds (-1: none), their option, what a patient costs, and the room."""

    held: Ints
    chosen: Ints
    costs: Floats
    room: Floats


def has_small_cells(crowd: Crowd) -> bool:
    """Do most cells hold so few cases that prices of minutes do not tell who fits together?"""
    minutes, options = crowd.asked_of_cells()
    asked = options > 0
    if not asked.any() or crowd.room[asked].max() > MOST_MINUTES:
        return False
    return bool(np.median(crowd.room[asked] * options[asked] / np.maximum(minutes[asked], 1)) <= FEW)


class Market:
    """Cells that ask for patients among the options of a stage; prices of beds stay as they are."""

    def __init__(self, stage: Stage, prices: Floats) -> None:
        self.stage, size = stage, len(stage.room)
        option = np.argsort(stage.cell, kind="stable")
        cell, minutes = stage.cell[option], stage.minutes[option].astype(np.int64)
        net = surpluses(stage.table, prices)[option] + prices[cell] * minutes
        first = np.searchsorted(cell, np.arange(size + 1))
        self.wishes = Wishes(first, option, stage.owner[option], minutes, net, np.floor(stage.room).astype(np.int64))
        asking = np.diff(first) > 0
        self.start = best_surplus(stage, prices)
        self.beds = float(prices[~asking] @ stage.room[~asking])
        self.threads = ThreadPoolExecutor(max_workers=os.cpu_count())
        self.groups = np.searchsorted(first, np.linspace(0, len(option), GROUPS + 1)[1:-1])

    def price(self, prices: Floats) -> Priced:
        """The bound that patients' prices certify, and how many cells beyond one want each patient."""
        ends = [0, *self.groups, len(self.stage.room)]
        wanted = np.zeros((GROUPS, len(prices)))

        def ask(at: int) -> float:
            return _ask(self.wishes, prices, ends[at], ends[at + 1], wanted[at])

        gained = sum(self.threads.map(ask, range(GROUPS)))
        return Priced(float(prices.sum()) + self.beds + gained, wanted.sum(axis=0) - 1.0)


def prices_of_patients(market: Market, steps: int) -> tuple[Floats, float]:
    """What a place anywhere is worth to each patient, and the bound that this certifies, in at most so many steps."""
    return polyak(market, market.start, steps, AIM, np.ones(len(market.start)))


def best_surplus(stage: Stage, prices: Floats) -> Floats:
    """What each patient keeps of the worth of their best option after paying for it; 0 when nothing."""
    if not stage.patients:
        return np.zeros(0)
    return np.maximum(np.maximum.reduceat(surpluses(stage.table, prices), stage.start[:-1]), 0.0)


def fill_cells(market: Market, prices: Floats, of_patients: Floats, seed: int) -> Assignment:
    """Cells in a new order each round take the best set of patients, also from each other; then whatever still fits.

    At first a patient costs their price, wherever they are; by the last round what they are worth where they are, so
    that in the end each change is a gain and those whom no cell has taken are welcome.
    """
    plan, wishes, rng = nobody(market.stage), market.wishes, np.random.default_rng(seed)
    held = np.full(market.stage.patients, -1, np.int64)
    asking = np.flatnonzero(np.diff(wishes.first))
    for share in np.linspace(0, 1, ROUNDS) ** 6:
        costs = (1 - share) * of_patients
        costs[held >= 0] += share * wishes.net[held[held >= 0]]
        filling = Filling(held, plan.chosen, costs, plan.room)
        _fill(market.stage.table, wishes, filling, float(share), rng.permutation(asking))
    fill(plan, surpluses(market.stage.table, prices))
    return plan


@compiled
def _ask(w: Wishes, prices: Floats, low: int, high: int, wanted: Floats) -> float:
    """What cells `low` up to `high` gain with the sets they like best; these patients count in `wanted`."""
    gained = 0.0
    for cell in range(low, high):
        at, gain = _worth_asking(w, prices, cell)
        for one in np.flatnonzero(_set_of(w, cell, at, gain)):
            gained += gain[one]
            wanted[w.owner[at[one]]] += 1
    return gained


@compiled
def _set_of(w: Wishes, cell: int, at: Ints, gain: Floats) -> Bools:
    """Which of these entries together gain most in the minutes of a cell."""
    if len(at) == 0:
        return np.zeros(0, np.bool_)
    minutes = w.minutes[at]
    return best_set(minutes, np.zeros(len(at), np.int64), gain, min(w.room[cell], minutes.sum()), 0)


@compiled
def _worth_asking(w: Wishes, prices: Floats, cell: int) -> tuple[Ints, Floats]:
    """The entries of a cell that are worth more than their patient's price, and how much more."""
    at, gain = np.empty(w.first[cell + 1] - w.first[cell], np.int64), np.empty(w.first[cell + 1] - w.first[cell])
    size = 0
    for entry in range(w.first[cell], w.first[cell + 1]):
        more = w.net[entry] - prices[w.owner[entry]]
        if more > GAIN and w.minutes[entry] <= w.room[cell]:
            at[size], gain[size] = entry, more
            size += 1
    return at[:size], gain[:size]


@compiled
def _fill(t: Table, w: Wishes, f: Filling, share: float, order: Ints) -> None:
    """Each cell in turn lets all go and takes the best set of patients, also from other cells, while beds last.

    `share` of what a patient is worth where they are is part of what they cost.
    """
    for cell in order:
        for entry in range(w.first[cell], w.first[cell + 1]):
            if f.held[w.owner[entry]] == entry:
                _leave(t, w, f, share, entry)
        at, gain = _worth_asking(w, f.costs, cell)
        for one in np.flatnonzero(_set_of(w, cell, at, gain)):
            _take(t, w, f, share, at[one])


@compiled
def _take(t: Table, w: Wishes, f: Filling, share: float, entry: int) -> None:
    """The patient of an entry comes in, leaving where they were, if there is a bed."""
    before = f.held[w.owner[entry]]
    if before >= 0:
        _leave(t, w, f, share, before)
    if fits(t, w.option[entry], f.room):
        _come(t, w, f, share, entry)
    elif before >= 0:
        _come(t, w, f, share, before)


@compiled
def _leave(t: Table, w: Wishes, f: Filling, share: float, entry: int) -> None:
    """The patient of an entry gives up this place."""
    patient = w.owner[entry]
    use(t, w.option[entry], f.room, -1)
    f.chosen[patient], f.held[patient] = -1, -1
    f.costs[patient] -= share * w.net[entry]


@compiled
def _come(t: Table, w: Wishes, f: Filling, share: float, entry: int) -> None:
    """The patient of an entry takes this place."""
    patient = w.owner[entry]
    use(t, w.option[entry], f.room, 1)
    f.chosen[patient], f.held[patient] = w.option[entry], entry
    f.costs[patient] += share * w.net[entry]
