"""What is a minute of theatre and a night of a bed worth? Prices that share out capacity, and the bound they certify.

Any prices at all certify a bound: no plan can be worth more than what every patient's best option is worth after paying
them, plus the worth of all capacity at them. Good prices are those whose bound is low; they are found from relaxations
of samples and then by subgradient steps with Polyak's length. A step is scaled, resource by resource, by how strongly
demand answers to its price: that is what makes a few hundred steps enough.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np

from alongside.planner.crowd import Crowd, Priced, Selection, everybody
from alongside.planner.relaxation import relaxation_prices
from alongside.planner.stage import Stage, of_patients, pooled, total_use
from alongside.planner.tables import Floats

SMALL_OPTIONS = 25_000
WEEK_BY_WEEK, IN_TIERS = 0.5, 1.0
ROUND = 50
AIM = 0.002
DEFLECTION = 0.8
PATIENCE = 6
ENOUGH = 2e-6
IDLE_ROUNDS = 3
SOFT = 0.05
COOLING = 0.9
MARGIN = 0.3
NEARER = 0.7
LARGE_SHARE = 1.5
OTHER_DRAW = 7
# With more options than WIDE, all weeks together, some patients alone are asked first (twice as often in tiers), and
# then everybody in so many times fewer steps, of which those after SETTLED ask contenders only. A share of one week's
# room would hold nobody. LARGE_SHARE keeps one cell of a thousand from taking the whole of these few steps.
WIDE = 500_000
SOME, FIRST = 0.2, 100
FEWER, SETTLED = 3, 50


def good_prices(crowd: Crowd, steps: int, seed: int, start: Floats | None = None) -> tuple[Floats, float]:
    """Prices with a low bound, and that bound; the search begins at `start`, or at relaxations of samples."""
    options, worth = crowd.sizes()
    if not options:
        return np.zeros(len(crowd.room)), 0.0
    heat, wide = SOFT * worth / options, options > WIDE and crowd.frame.weeks == 1
    prices = sampled_prices(crowd, options, seed) if start is None else start
    if not wide:
        return lowered(crowd, prices, steps, heat)
    if start is None:
        some = some_of(crowd, SOME, seed)
        prices, _ = lowered(some, prices, FIRST * min(crowd.tiers, 2), heat, LARGE_SHARE)
    return lowered(crowd, prices, steps // FEWER, heat, LARGE_SHARE, SETTLED)


def some_of(crowd: Crowd, share: float, seed: int) -> Crowd:
    """A crowd of patients drawn by chance over their share of the room: what they would pay is what all would."""
    stage = crowd.sample(share, seed + OTHER_DRAW).stage
    return everybody(replace(stage, room=stage.room * share))


def lowered(
    crowd: Crowd, prices: Floats, steps: int, heat: float, share: float | None = None, settled: int | None = None
) -> tuple[Floats, float]:
    """Prices with a lower bound than these, and that bound, after at most so many steps.

    Those after `settled` ask only about options near everybody's best; their bound is asked of everybody. With
    `share` steps are `evened`.
    """
    best, aim, idle = crowd.price(prices).bound, AIM, 0
    for done in range(0, steps, ROUND):
        asked = crowd if settled is None or done < settled else crowd.contenders(prices, MARGIN)
        trial, bound = polyak(asked, prices, ROUND, aim, scale_of(asked.slope(prices, heat)), share)
        bound = bound if asked is crowd else crowd.price(trial).bound
        idle = idle + 1 if bound > best * (1 - ENOUGH) else 0
        if bound < best:
            prices, best = trial, bound
        if idle == IDLE_ROUNDS:
            break
        aim, heat = aim * NEARER, heat * COOLING
    return prices, best


def scale_of(slope: Floats) -> Floats:
    """The change of price that one unit of demand too many asks for; where nobody wavers, a cautious one."""
    some = slope[slope > 0]
    return 1 / np.maximum(slope, np.quantile(some, 0.1) if len(some) else 1.0)


class Priceable(Protocol):
    """Whoever answers prices with the bound that they certify and the demand beyond what there is."""

    def price(self, prices: Floats) -> Priced:
        """The bound and the excess demand at these prices."""
        ...


def polyak(
    crowd: Priceable, prices: Floats, steps: int, aim: float, scale: Floats, share: float | None = None
) -> tuple[Floats, float]:
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
        scale = scale if share is None else evened(scale, direction, share)
        length = float(direction @ (scale * direction))
        if length <= 0:
            break
        step = (priced.bound - best * (1 - aim)) / length
        prices = np.maximum(prices + step * scale * direction, 0.0)
    return best_prices, best


def evened(scale: Floats, direction: Floats, share: float) -> Floats:
    """The scale, less where one of n resources has more than `share` / sqrt(n) of a step's length.

    Demand for such a one answers more strongly than was thought: its price would swing while all others stood still.

    >>> evened(np.ones(4), np.array([1.0, 1.0, 1.0, 9.0]), 1.0).round(2).tolist()
    [1.0, 1.0, 1.0, 0.52]
    """
    length = scale * direction**2
    most = share / np.sqrt(len(length)) * length.sum()
    return np.where(length > most, scale * most / np.maximum(length, 1e-300), scale)


def sampled_prices(crowd: Crowd, options: int, seed: int) -> Floats:
    """The prices of relaxations for some patients of each area, more for more tiers, and their share of the room.

    In a plan of several weeks there are two ways to begin, and the lower bound tells which is better: all weeks
    together from many patients, or each week by itself from fewer, which sees who is only in time in some.
    """
    areas, weeks = int(crowd.frame.area.max(initial=0)) + 1, crowd.frame.weeks
    size = SMALL_OPTIONS * areas * crowd.tiers
    if weeks == 1:
        return _of_areas(crowd, crowd.sample(min(1.0, size / options), seed), areas, relaxation_prices)
    fewer = IN_TIERS if crowd.tiers > 1 else WEEK_BY_WEEK
    drawn = [crowd.sample(min(1.0, size * many / options), seed) for many in (weeks, fewer)]
    starts = map(_of_areas, [crowd] * 2, drawn, [areas] * 2, [_weeks_together, relaxation_prices])
    return min(starts, key=lambda prices: crowd.price(prices).bound)


def _of_areas(crowd: Crowd, found: Selection, areas: int, relaxed: Callable[[Stage, Floats], Floats]) -> Floats:
    """The relaxed prices of every area's part of a sample.

    Where areas share a resource its price is the mean, weighted by how much of it each area's sample wants.
    """
    home = crowd.frame.area[found.stage.cell[found.stage.start[:-1]]]
    wanted = np.maximum(crowd.wanted(), 1e-9)

    def of_area(area: int) -> tuple[Floats, Floats]:
        stage = of_patients(found.stage, home == area)
        share = total_use(stage) / wanted
        return relaxed(stage, share) if len(stage.value) else np.zeros(len(share)), share

    told = [of_area(area) for area in range(areas)]
    total = np.asarray(sum(share for _, share in told))
    return np.asarray(sum(prices * share for prices, share in told) / np.maximum(total, 1e-12))


def _weeks_together(stage: Stage, share: Floats) -> Floats:
    """The relaxation's prices with all weeks together; a later week is worth less, and its price is less by as much."""
    size, whole = len(stage.room), pooled(stage)
    counted = np.bincount(stage.pool, stage.room * share) / np.maximum(whole.room, 1e-9)
    prices = relaxation_prices(whole, counted)
    worth = np.bincount(stage.cell, stage.value, size) + np.bincount(stage.ward, stage.value, size)
    mean = worth / np.maximum(np.bincount(stage.cell, minlength=size) + np.bincount(stage.ward, minlength=size), 1)
    highest = np.zeros(len(whole.room))
    np.maximum.at(highest, stage.pool, mean)
    return np.asarray(prices[stage.pool] * mean / np.maximum(highest, 1e-12)[stage.pool])
