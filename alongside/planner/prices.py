"""What is a minute of theatre and a night of a bed worth? Prices that share out capacity, and the bound they certify.

Any prices at all certify a bound: no plan can be worth more than what every patient's best option is worth after paying
them, plus the worth of all capacity at them. Good prices are those whose bound is low; they are found from a relaxation
of a small sample and then by subgradient steps, scaled by capacity, with Polyak's step length.
"""

from dataclasses import dataclass

import numpy as np

from alongside.planner.relaxation import relaxation_prices
from alongside.planner.stage import Stage, pooled, select
from alongside.planner.tables import Floats, Ints

SMALL_OPTIONS = 25_000
ROUND = 50
AIM = 0.002
PATIENCE = 6
MARGIN = 0.5


@dataclass(frozen=True, eq=False)
class Priced:
    """What prices say: the bound they certify, and the demand for each resource beyond its room."""

    bound: float
    excess: Floats


def surplus_at(stage: Stage, prices: Floats, stays: Ints) -> Floats:
    """The worth of every option after paying for its minutes and nights."""
    surplus: Floats = stage.value - stage.minutes * prices[stage.cell]
    surplus[stays] -= stage.nights[stays] * prices[stage.ward[stays]]
    return surplus


def price(stage: Stage, prices: Floats, stays: Ints) -> Priced:
    """The bound that `prices` certify and the demand at them, when every patient takes their best option.

    The bound is the sum of each patient's best surplus (never below 0) and the price of all room.
    """
    surplus = surplus_at(stage, prices, stays)
    best = np.maximum.reduceat(surplus, stage.start) if stage.patients else np.zeros(0)
    bound = float(np.maximum(best, 0).sum() + prices @ stage.room)
    return Priced(bound, demand(stage, _best(stage, surplus, best)) - stage.room)


def best_options(stage: Stage, prices: Floats) -> Ints:
    """The option that each patient would take at these prices; patients who would take none are left out."""
    surplus = surplus_at(stage, prices, stage.stays)
    return _best(stage, surplus, np.maximum.reduceat(surplus, stage.start)) if stage.patients else np.zeros(0, np.int64)


def _best(stage: Stage, surplus: Floats, best: Floats) -> Ints:
    wanted: Ints = np.flatnonzero(surplus >= np.where(best > 0, best, np.inf)[stage.owner])
    owner = stage.owner[wanted]
    if len(wanted):
        wanted = wanted[np.concatenate(([True], owner[1:] != owner[:-1]))]
    return wanted


def demand(stage: Stage, chosen: Ints) -> Floats:
    """How much of each resource the chosen options take."""
    size = len(stage.room)
    theatre = np.asarray(np.bincount(stage.cell[chosen], stage.minutes[chosen], size), float)
    return theatre + np.bincount(stage.ward[chosen], stage.nights[chosen], size)


def good_prices(stage: Stage, steps: int, seed: int, start: Floats | None = None) -> tuple[Floats, float]:
    """Prices with a low bound, and that bound; the search begins at `start`, or at a relaxation of a sample."""
    if not len(stage.value):
        return np.zeros(len(stage.room)), 0.0
    prices = _sampled_prices(stage, seed) if start is None else start
    best = price(stage, prices, stage.stays).bound
    margin, aim = MARGIN, AIM
    for _ in range(0, steps, ROUND):
        trial = polyak(contenders(stage, prices, margin), prices, ROUND, aim)
        bound = price(stage, trial, stage.stays).bound
        margin, aim = (margin * 0.6, aim * 0.6) if bound < best else (min(2 * margin, 1.0), aim / 2)
        if bound < best:
            prices, best = trial, bound
    return prices, best


def _sampled_prices(stage: Stage, seed: int) -> Floats:
    """The prices of a relaxation for some patients drawn by chance and their share of the room, weeks together.

    A later week is worth less to everybody, and its price is less by as much.
    """
    whole = pooled(stage)
    sample = min(whole.patients, SMALL_OPTIONS * whole.patients // len(whole.value) + 1)
    chosen = np.random.default_rng(seed).choice(whole.patients, sample, replace=False)
    prices = relaxation_prices(whole, np.sort(chosen), sample / whole.patients)
    size = len(stage.room)
    worth = np.bincount(stage.cell, stage.value, size) + np.bincount(stage.ward, stage.value, size)
    mean = worth / np.maximum(np.bincount(stage.cell, minlength=size) + np.bincount(stage.ward, minlength=size), 1)
    highest = np.zeros(len(whole.room))
    np.maximum.at(highest, stage.pool, mean)
    return np.asarray(prices[stage.pool] * mean / np.maximum(highest, 1e-12)[stage.pool])


def contenders(stage: Stage, prices: Floats, margin: float) -> Stage:
    """The options that prices near these could make somebody's best; `margin` is a share of an option's worth."""
    surplus = surplus_at(stage, prices, stage.stays)
    best = np.maximum(np.maximum.reduceat(surplus, stage.start), 0)
    return select(stage, np.flatnonzero(surplus >= best[stage.owner] - margin * stage.value))


def polyak(stage: Stage, prices: Floats, steps: int, aim: float) -> Floats:
    """Lower the bound by subgradient steps towards `aim` below the best, halved whenever steps stop paying."""
    stays = stage.stays
    scale = 1 / np.maximum(stage.room, 1.0) ** 2
    best_prices, best, idle = prices, np.inf, 0
    direction = np.zeros(len(prices))
    for _ in range(steps):
        priced = price(stage, prices, stays)
        idle = 0 if priced.bound < best * (1 - 1e-6) else idle + 1
        if priced.bound < best:
            best, best_prices = priced.bound, prices
        if idle >= PATIENCE:
            aim, idle, prices, direction = aim / 2, 0, best_prices, np.zeros(len(prices))
            continue
        slope = np.where((prices <= 0) & (priced.excess < 0), 0.0, priced.excess)
        direction = slope + 0.5 * direction
        length = float(direction @ (scale * direction))
        if length <= 0:
            break
        step = (priced.bound - best * (1 - aim)) / length
        prices = np.maximum(prices + step * scale * direction, 0.0)
    return best_prices
