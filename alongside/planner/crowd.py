"""Everybody on the list, asked in parts: the same parts and the same sums whether threads or a cluster do the asking.

A part is some rows of the list with all their options. Whoever runs the questions, answers come back in the order of
the parts, so that a plan does not depend on who computed it.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.stage import CLOSED, Stage, Table, fitting, price_of, select, surpluses, use
from alongside.planner.tables import Bools, Floats, Ints

ROWS = 100_000


@dataclass(frozen=True, eq=False)
class Part:
    """Some rows of the list: their stage, the number of the first row and of the first option, and tiers by row."""

    stage: Stage
    first_row: int
    first_option: int
    tier: Ints


@dataclass(frozen=True, eq=False)
class Selection:
    """Options taken from parts as one stage: which they are among all options, whose rows, and of which tiers."""

    stage: Stage
    option: Ints
    row: Ints
    tier: Ints


@dataclass(frozen=True, eq=False)
class Priced:
    """What prices say: the bound they certify, and the demand for each resource beyond its room."""

    bound: float
    excess: Floats


class Runner(Protocol):
    """Who asks the parts: threads of this machine, or workers of a cluster that hold them."""

    def ask(self, question: Callable[..., Any], parts: Sequence[Any], *given: Any) -> list[Any]:
        """The answer of every part, in order."""
        ...

    def make(self, change: Callable[..., Part], parts: Sequence[Any], *given: Any) -> Sequence[Any]:
        """New parts that stay where the old ones are."""
        ...


class Threads:
    """Parts in this process, asked side by side."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=os.cpu_count())

    def ask(self, question: Callable[..., Any], parts: Sequence[Part], *given: Any) -> list[Any]:
        """The answer of every part, in order."""
        if len(parts) == 1:
            return [question(parts[0], *given)]
        return list(self.pool.map(lambda part: question(part, *given), parts))

    def make(self, change: Callable[..., Part], parts: Sequence[Part], *given: Any) -> Sequence[Part]:
        """New parts from old ones."""
        return self.ask(change, parts, *given)


class Crowd:
    """All parts over one room. `frame` is an empty stage that knows the resources; `tiers` is how many are planned."""

    def __init__(self, parts: Sequence[Any], frame: Stage, runner: Runner, tiers: int = 1) -> None:
        self.parts, self.frame, self.runner, self.tiers = parts, frame, runner, tiers

    @property
    def room(self) -> Floats:
        """How much of each resource there is to share."""
        return self.frame.room

    def price(self, prices: Floats) -> Priced:
        """The bound that `prices` certify and the demand at them, when every patient takes their best option.

        The bound is the sum of each patient's best surplus (never below 0) and the price of all room.
        """
        gained, demand = 0.0, np.zeros(len(prices))
        for more, wanted in self._ask(gain_and_demand, prices):
            gained += more
            demand += wanted
        return Priced(gained + float(prices @ self.room), demand - self.room)

    def slope(self, prices: Floats, heat: float) -> Floats:
        """How much less of each resource is wanted per unit of its price, when choices within `heat` are a toss-up."""
        return np.asarray(sum(self._ask(answers, prices, heat)))

    def worth_by_tier(self, prices: Floats, tiers: int) -> Floats:
        """The worth of everybody's best option at these prices, tier by tier."""
        return np.asarray(sum(self._ask(worth_by_tier, prices, tiers)))

    def sizes(self) -> tuple[int, float]:
        """How many options are open, and what they are worth together."""
        found = self._ask(open_options)
        return sum(count for count, _ in found), sum(worth for _, worth in found)

    def wanted(self) -> Floats:
        """How much of each resource all open options together would take."""
        return np.asarray(sum(self._ask(taken_by_all, len(self.room))))

    def asked_of_cells(self) -> tuple[Floats, Ints]:
        """The minutes that all open options together would take of each cell, and how many options these are."""
        minutes, options = zip(*self._ask(taken_of_cells, len(self.room)), strict=True)
        return np.asarray(sum(minutes)), np.asarray(sum(options))

    def sample(self, share: float, seed: int) -> Selection:
        """Patients drawn by chance with all their options."""
        return self._gather(drawn, share, seed)

    def near(self, prices: Floats, margin: float) -> Selection:
        """The options within `margin` of their worth of their patient's best at these prices, or of having none."""
        return self._gather(near_options, prices, margin)

    def open_to(self, room: Floats, placed: Bools, tier: int | None = None) -> Selection:
        """The options of patients without a place (of one tier) for which there is room."""
        return self._gather(fitting_options, room, placed, tier)

    def weighted(self, weight: Floats, room: Floats | None = None) -> "Crowd":
        """The same crowd with the worth of each tier times its weight (0: left out), perhaps over other room."""
        frame = self.frame if room is None else replace(self.frame, room=room)
        parts = self.runner.make(times, self.parts, weight, frame.room)
        return Crowd(parts, frame, self.runner, int((weight > 0).sum()))

    def contenders(self, prices: Floats, margin: float) -> "Crowd":
        """The crowd with only the options that prices near these could make somebody's best; good for asking prices."""
        return Crowd(self.runner.make(contending, self.parts, prices, margin), self.frame, self.runner, self.tiers)

    def _ask(self, question: Callable[..., Any], *given: Any) -> list[Any]:
        return self.runner.ask(question, self.parts, *given)

    def _gather(self, question: Callable[..., Selection], *given: Any) -> Selection:
        return joined(self.frame, self._ask(question, *given))


def joined(frame: Stage, found: Sequence[Selection]) -> Selection:
    """Selections one after the other."""
    stages = [one.stage for one in found]
    ends = np.cumsum([len(one.value) for one in stages])
    starts = [one.start[1:] + end - len(one.value) for one, end in zip(stages, ends, strict=True)]
    columns = {
        name: np.concatenate([getattr(one, name) for one in stages])
        for name in ("cell", "ward", "minutes", "nights", "later", "value")
    }
    stage = replace(frame, start=np.concatenate([np.zeros(1, np.int64), *starts]), **columns)
    return Selection(
        stage, *(np.concatenate([getattr(one, name) for one in found]) for name in ("option", "row", "tier"))
    )


def merged(frame: Stage, one: Selection, other: Selection) -> Selection:
    """Two selections as one, every option once, in the order of all options."""
    both = joined(frame, [one, other])
    option, at = np.unique(both.option, return_index=True)
    row_of = np.repeat(both.row, np.diff(both.stage.start))[at]
    rows, first = np.unique(row_of, return_index=True)
    names = ("cell", "ward", "minutes", "nights", "later", "value")
    columns = {name: getattr(both.stage, name)[at] for name in names}
    tier = np.repeat(both.tier, np.diff(both.stage.start))[at][first]
    return Selection(replace(frame, start=np.append(first, len(option)), **columns), option, rows, tier)


def crowd_of(stage: Stage, tier: Ints | None = None, runner: Runner | None = None) -> Crowd:
    """The crowd of one stage whose rows are those of the list; `tier` by row, all alike without."""
    parts, tier = [], np.zeros(stage.patients, np.int16) if tier is None else tier
    together = rows_together(stage)
    for first in range(0, max(stage.patients, 1), together):
        start = stage.start[first : first + together + 1]
        some = slice(int(start[0]), int(start[-1]))
        names = ("cell", "ward", "minutes", "nights", "later", "value")
        mine = replace(stage, start=start - start[0], **{name: getattr(stage, name)[some] for name in names})
        parts.append(Part(mine, first, some.start, tier[first : first + together]))
    return Crowd(parts, empty(stage), runner or Threads())


def rows_together(frame: Stage) -> int:
    """How many rows of the list make a part: fewer when each has an option in many weeks."""
    return max(ROWS // max(frame.weeks, 1), 1)


def everybody(stage: Stage) -> Crowd:
    """All rows of a stage, all alike; what is worth nothing or would never fit is closed to them."""
    return crowd_of(stage).weighted(np.ones(1))


def empty(stage: Stage) -> Stage:
    """A stage of nobody over the same resources."""
    return select(stage, np.zeros(0, np.int64))


def _selected(part: Part, kept: Ints) -> Selection:
    """Some options of a part (ascending), patients without any left out."""
    rows = np.flatnonzero(np.diff(np.searchsorted(kept, part.stage.start)))
    return Selection(select(part.stage, kept), kept + part.first_option, rows + part.first_row, part.tier[rows])


def times(part: Part, weight: Floats, room: Floats) -> Part:
    """The part with its worth weighted by tier; what has no weight, or would never fit, is closed."""
    by_option = np.repeat(weight[part.tier], np.diff(part.stage.start))
    stage = part.stage
    keep = (by_option > 0) & (stage.value > 0) & fitting(stage.table, room)
    return replace(part, stage=replace(stage, value=np.where(keep, stage.value * by_option, CLOSED)))


def gain_and_demand(part: Part, prices: Floats) -> tuple[float, Floats]:
    """What everybody gains with their best option, and what they then take."""
    demand = np.zeros(len(prices))
    return _best_responses(part.stage.table, prices, demand), demand


def answers(part: Part, prices: Floats, heat: float) -> Floats:
    """How demand answers to prices."""
    slope = np.zeros(len(prices))
    _answers(part.stage.table, prices, heat, slope)
    return slope


def worth_by_tier(part: Part, prices: Floats, tiers: int) -> Floats:
    """The worth of best options by tier."""
    chosen = best_options(part.stage.table, prices)
    rows = np.flatnonzero(chosen >= 0)
    return np.asarray(np.bincount(part.tier[rows], part.stage.value[chosen[rows]], tiers), float)


def open_options(part: Part) -> tuple[int, float]:
    """How many options are open, and their worth."""
    found = part.stage.value[part.stage.value > 0]
    return len(found), float(found.sum())


def taken_by_all(part: Part, size: int) -> Floats:
    """What all open options together would take."""
    stage = part.stage
    kept = stage.value > 0
    theatre = np.asarray(np.bincount(stage.cell[kept], stage.minutes[kept], size), float)
    return theatre + np.bincount(stage.ward[kept], (stage.nights + stage.later)[kept], size)


def taken_of_cells(part: Part, size: int) -> tuple[Floats, Ints]:
    """What all open options would take of each cell, and their number."""
    kept = part.stage.value > 0
    cell = part.stage.cell[kept]
    return np.asarray(np.bincount(cell, part.stage.minutes[kept], size), float), np.bincount(cell, minlength=size)


def drawn(part: Part, share: float, seed: int) -> Selection:
    """A draw of patients that depends on the seed and the part alone."""
    some = np.random.default_rng((seed, part.first_row)).random(part.stage.patients) < share
    kept = np.repeat(some, np.diff(part.stage.start)) & (part.stage.value > 0)
    return _selected(part, np.flatnonzero(kept))


def near_options(part: Part, prices: Floats, margin: float) -> Selection:
    """The options near each patient's best."""
    return _selected(part, np.flatnonzero(near_best(part.stage.table, prices, margin)))


def contending(part: Part, prices: Floats, margin: float) -> Part:
    """The part with only the options near each patient's best."""
    kept = np.flatnonzero(near_best(part.stage.table, prices, margin))
    return replace(part, stage=select(part.stage, kept))


def fitting_options(part: Part, room: Floats, placed: Bools, tier: int | None) -> Selection:
    """The open options of patients without a place for which there is room."""
    last = part.first_row + part.stage.patients
    asking = ~placed[part.first_row : last] & ((part.tier == tier) if tier is not None else True)
    wanted = np.repeat(asking, np.diff(part.stage.start)) & (part.stage.value > 0)
    return _selected(part, np.flatnonzero(wanted & fitting(part.stage.table, room)))


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
def near_best(t: Table, prices: Floats, margin: float) -> Bools:
    """The open options whose surplus is within `margin` of their worth of their patient's best, or of having none."""
    near = np.zeros(len(t.value), np.bool_)
    surplus = surpluses(t, prices)
    for patient in range(len(t.start) - 1):
        first, last = t.start[patient], t.start[patient + 1]
        best = 0.0
        for option in range(first, last):
            best = max(best, surplus[option])
        for option in range(first, last):
            near[option] = t.value[option] > 0 and surplus[option] >= best - margin * t.value[option]
    return near


@compiled
def _answers(t: Table, prices: Floats, heat: float, slope: Floats) -> None:
    """Add up in `slope` how much less of each resource is wanted per unit of its price (logit)."""
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
