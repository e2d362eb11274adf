"""What is a minute of theatre and a night of a bed worth? Prices that share out capacity, and the bound they certify.

Any prices at all certify a bound: no plan can be worth more than what every patient's best option is worth after paying
them, plus the worth of all capacity at them. Good prices are those whose bound is low; they are found from relaxations
of samples and then by subgradient steps with Polyak's length. A step is scaled, resource by resource, by how strongly
demand answers to its price: that is what makes a hundred steps enough.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.relaxation import relaxation_prices
from alongside.planner.stage import Stage, Table, of_patients, pooled, price_of, surpluses, use
from alongside.planner.tables import Bools, Floats, Ints

SMALL_OPTIONS = 25_000
CHUNK = 50_000
ROUND = 50
AIM = 0.002
DEFLECTION = 0.8
PATIENCE = 6
ENOUGH = 2e-6
SOFT = 0.1
COOLING = 0.8


@dataclass(frozen=True, eq=False)
class Priced:
    """What prices say: the bound they certify, and the demand for each resource beyond its room."""

    bound: float
    excess: Floats


@compiled
def _best_responses(t: Table, prices: Floats, demand: Floats) -> float:
    """Let every patient take their best option; add up what they gain, and in `demand` what they take."""
    gained = 0.0
    for patient in range(len(t.start) - 1):
        best, at = 0.0, -1
        for option in range(t.start[patient], t.start[patient + 1]):
            surplus = t.value[option] - price_of(t, option, prices)
            if surplus > best:
                best, at = surplus, option
        if at >= 0:
            gained += best
            use(t, at, demand, -1)
    return gained


@compiled
def near_best(t: Table, prices: Floats, margin: float) -> Bools:
    """The options whose surplus is within `margin` of their worth of their patient's best, or of having none."""
    near = np.zeros(len(t.value), np.bool_)
    surplus = surpluses(t, prices)
    for patient in range(len(t.start) - 1):
        first, last = t.start[patient], t.start[patient + 1]
        best = 0.0
        for option in range(first, last):
            best = max(best, surplus[option])
        for option in range(first, last):
            near[option] = surplus[option] >= best - margin * t.value[option]
    return near


@compiled
def best_options(t: Table, prices: Floats) -> Ints:
    """The option that each patient would take at these prices, -1 for none."""
    chosen = np.full(len(t.start) - 1, -1, np.int64)
    for patient in range(len(chosen)):
        best = 0.0
        for option in range(t.start[patient], t.start[patient + 1]):
            surplus = t.value[option] - price_of(t, option, prices)
            if surplus > best:
                best, chosen[patient] = surplus, option
    return chosen


@compiled
def _answers(t: Table, prices: Floats, heat: float, slope: Floats) -> None:
    """Add up in `slope` how much less of each resource is wanted per unit of price, when choices within `heat` of each
    other are a toss-up (logit)."""
    weight = np.empty(np.diff(t.start).max() if len(t.start) > 1 else 0)
    for patient in range(len(t.start) - 1):
        first, last, best = t.start[patient], t.start[patient + 1], 0.0
        for option in range(first, last):
            weight[option - first] = t.value[option] - price_of(t, option, prices)
            best = max(best, weight[option - first])
        total = np.exp(-best / heat)
        for at in range(last - first):
            weight[at] = np.exp((weight[at] - best) / heat)
            total += weight[at]
        for option in range(first, last):
            share = weight[option - first] / total
            toss = share * (1 - share) / heat
            slope[t.cell[option]] += toss * t.minutes[option] ** 2
            slope[t.ward[option]] += toss * t.nights[option] ** 2


class Crowd:
    """The patients of a stage in groups that are asked side by side; sums are made in the order of the groups."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.groups = list(groups_of(stage))
        self.pool = ThreadPoolExecutor(max_workers=os.cpu_count()) if len(self.groups) > 1 else None

    def price(self, prices: Floats) -> Priced:
        """The bound that `prices` certify and the demand at them, when every patient takes their best option.

        The bound is the sum of each patient's best surplus (never below 0) and the price of all room.
        """
        room = self.stage.room

        def ask(group: Table) -> tuple[float, Floats]:
            demand = np.zeros(len(room))
            return _best_responses(group, prices, demand), demand

        answers = list(self._ask(ask))
        return Priced(
            sum(gained for gained, _ in answers) + float(prices @ room), sum(wanted for _, wanted in answers) - room
        )

    def slope(self, prices: Floats, heat: float) -> Floats:
        """How much less of each resource is wanted per unit of its price."""

        def ask(group: Table) -> Floats:
            slope = np.zeros(len(prices))
            _answers(group, prices, heat, slope)
            return slope

        return np.asarray(sum(self._ask(ask)))

    def _ask(self, question: Callable[[Table], Any]) -> Iterator[Any]:
        return self.pool.map(question, self.groups) if self.pool else map(question, self.groups)


def groups_of(stage: Stage) -> Iterator[Table]:
    """The stage's columns in groups of CHUNK patients."""
    table = stage.table
    for first in range(0, max(stage.patients, 1), CHUNK):
        start = stage.start[first : first + CHUNK + 1]
        some = slice(start[0], start[-1])
        whole = (table.cell, table.ward, table.minutes, table.nights, table.later)
        cell, ward, minutes, nights, later = (column[some] for column in whole)
        yield Table(start - start[0], cell, ward, minutes, nights, later, table.value[some], table.after)


def price(stage: Stage, prices: Floats) -> Priced:
    """The bound that `prices` certify for a stage, and the demand at them."""
    return Crowd(stage).price(prices)


def good_prices(stage: Stage, steps: int, seed: int, start: Floats | None = None) -> tuple[Floats, float]:
    """Prices with a low bound, and that bound; the search begins at `start`, or at a relaxation of a sample."""
    if not len(stage.value):
        return np.zeros(len(stage.room)), 0.0
    prices = sampled_prices(stage, seed) if start is None else start
    return lowered(Crowd(stage), prices, steps, SOFT * float(stage.value.mean()))


def lowered(crowd: Crowd, prices: Floats, steps: int, heat: float) -> tuple[Floats, float]:
    """Prices with a lower bound than these, and that bound, after at most so many steps."""
    best, aim, idle = crowd.price(prices).bound, AIM, 0
    for _ in range(0, steps, ROUND):
        trial, bound = polyak(crowd, prices, ROUND, aim, scale_of(crowd.slope(prices, heat)))
        idle = idle + 1 if bound > best * (1 - ENOUGH) else 0
        if bound < best:
            prices, best = trial, bound
        if idle > 2:
            break
        aim, heat = aim / 2, heat * COOLING
    return prices, best


def scale_of(slope: Floats) -> Floats:
    """The change of price that one unit of demand too many asks for; where nobody wavers, a cautious one."""
    some = slope[slope > 0]
    return 1 / np.maximum(slope, np.quantile(some, 0.1) if len(some) else 1.0)


def sampled_prices(stage: Stage, seed: int) -> Floats:
    """The prices of a relaxation for some patients drawn by chance and their share of the room, weeks together.

    A later week is worth less to everybody, and its price is less by as much.
    """
    whole = pooled(stage) if len(np.unique(stage.pool)) < len(stage.pool) else stage
    sample = min(whole.patients, SMALL_OPTIONS * whole.patients // len(whole.value) + 1)
    drawn = np.zeros(whole.patients, bool)
    drawn[np.random.default_rng(seed).choice(whole.patients, sample, replace=False)] = True
    prices = relaxation_prices(of_patients(whole, drawn), sample / whole.patients)
    if whole is stage:
        return prices
    size = len(stage.room)
    worth = np.bincount(stage.cell, stage.value, size) + np.bincount(stage.ward, stage.value, size)
    mean = worth / np.maximum(np.bincount(stage.cell, minlength=size) + np.bincount(stage.ward, minlength=size), 1)
    highest = np.zeros(len(whole.room))
    np.maximum.at(highest, stage.pool, mean)
    return np.asarray(prices[stage.pool] * mean / np.maximum(highest, 1e-12)[stage.pool])


def polyak(crowd: Crowd, prices: Floats, steps: int, aim: float, scale: Floats) -> tuple[Floats, float]:
    """Lower the bound by subgradient steps towards `aim` below the best, halved whenever steps stop paying."""
    best_prices, best, idle = prices, np.inf, 0
    direction = np.zeros(len(prices))
    for _ in range(steps):
        priced = crowd.price(prices)
        idle = 0 if priced.bound < best * (1 - 1e-6) else idle + 1
        if priced.bound < best:
            best, best_prices = priced.bound, prices
        if idle >= PATIENCE:
            aim, idle, prices, direction = aim / 2, 0, best_prices, np.zeros(len(prices))
            continue
        slope = np.where((prices <= 0) & (priced.excess < 0), 0.0, priced.excess)
        direction = slope + DEFLECTION * direction
        length = float(direction @ (scale * direction))
        if length <= 0:
            break
        step = (priced.bound - best * (1 - aim)) / length
        prices = np.maximum(prices + step * scale * direction, 0.0)
    return best_prices, best
