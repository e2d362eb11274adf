"""What do a gap and a price mean in patients, and what does one way of sharing out gain over another?

Prices are for small additions. One more session in every week is a larger one, so its figure is cut to the patients who
would come first and fit; it is modelled all the same. Sums of such figures came within a sixth of planning again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
import polars as pl

from alongside.planner.effects import LONG_WAIT
from alongside.planner.plan import Plan, Tier
from alongside.planner.problem import SESSION_MINUTES, Problem
from alongside.planner.queues import pool_of_cells
from alongside.planner.shared import STEP
from alongside.planner.stage import surpluses
from alongside.planner.stages import room_of, whole_stage
from alongside.planner.tables import Floats, Frozen, Ints

NIGHTS_A_WEEK = 7
SESSION, BED = "session", "bed"
Lengths = Mapping[tuple[int | str, str], int]


def places_lacking(tier: Tier) -> int | None:
    """The worth that a tier lacks to its bound, told in places of its own mean worth, rounded up; None for no places.

    >>> places_lacking(Tier("priority 2", 750.0, 756.0, 500, 300)), places_lacking(Tier("priority 2", 8, 8, 9, 4))
    (3, 0)
    """
    if not tier.placed:
        return None
    return ceil(max(0.0, tier.bound - tier.objective) / (tier.objective / tier.placed) - 1e-9)


@dataclass(frozen=True, eq=False)
class _Pools(Frozen):
    """Capacity that one addition a week is made to: of each pool the site, function (-1: beds), weeks, amount of one
    addition, price of all of them, and of each option which pool it uses, how much of it and its worth."""

    site: Ints
    function: Ints
    weeks: Ints
    amount: Ints
    worth: Floats
    pool: Ints
    uses: Ints


def worth_of_more(problem: Problem, plan: Plan, session_minutes: Lengths | None = None) -> pl.DataFrame:
    """What one more session a week of each site and function, and one more bed a night at each site, would be worth.

    A row for each: site, site_name, function ("" for beds), unit ("session" or "bed"), weeks (those in which it has any
    now: each gets one more), per_week (1), minutes of a session (0 for beds), worth (price times amount; under `tiers`
    each tier counts STEP times the next), patients who would have a place beyond those who have, waiting (without a
    place, who could go there), weeks_waited (mean of those who would come first), modelled (always true). Most first.
    `session_minutes` by site id and function, SESSION_MINUTES where it says nothing.
    """
    parts = [
        _rows(problem, plan, pools) for pools in (_theatre(problem, plan, session_minutes or {}), _beds(problem, plan))
    ]
    table = pl.concat(parts).with_columns(modelled=pl.lit(value=True))
    return table.sort(["patients", "worth", "site", "function"], descending=[True, True, False, False])


def _theatre(problem: Problem, plan: Plan, lengths: Lengths) -> _Pools:
    o, cells = problem.options, problem.cells
    pool = pool_of_cells(problem)
    _, first = np.unique(pool, return_index=True)
    site, function = cells.site[first], cells.function[first]
    ids = problem.sites.ids.to_list()
    amount = np.array(
        [
            lengths.get((ids[where], problem.functions[what]), SESSION_MINUTES)
            for where, what in zip(site.tolist(), function.tolist(), strict=True)
        ],
        np.int64,
    )
    price = np.asarray(np.bincount(pool, _prices(problem, plan)[: len(cells)], len(first)), float)
    return _Pools(
        site, function, np.bincount(pool, minlength=len(first)), amount, price * amount, pool[o.cell], o.minutes
    )


def _beds(problem: Problem, plan: Plan) -> _Pools:
    o, wards = problem.options, problem.wards
    site, pool = np.unique(wards.site, return_inverse=True)
    price = np.asarray(np.bincount(pool, _prices(problem, plan)[len(problem.cells) :], len(site)), float)
    amount = np.full(len(site), NIGHTS_A_WEEK)
    nothing = np.full(len(site), -1)
    return _Pools(
        site, nothing, np.bincount(pool, minlength=len(site)), amount, price * amount, pool[o.ward], o.nights + o.later
    )


def _prices(problem: Problem, plan: Plan) -> Floats:
    """The prices that all tiers pay together, in worth of the last tier."""
    size = len(problem.cells) + len(problem.wards)
    return np.asarray(plan.prices[-1] if len(plan.prices) else np.zeros(size), float)


def _worths(problem: Problem, plan: Plan) -> Floats:
    """The worth of every option in worth of the last tier."""
    last = len(plan.tiers) - 1
    weight = STEP ** (last - plan.tier_of.astype(float))
    return np.asarray(problem.values(plan.policy) * weight[problem.options.patient])


def _rows(problem: Problem, plan: Plan, pools: _Pools) -> pl.DataFrame:
    """For each pool, who would come first with one more a week, and how many patients that is."""
    size, o = len(pools.site), problem.options
    added = pools.amount * pools.weeks
    at, comes = _first_come(problem, plan, pools, added)
    pool, patient = pools.pool[at], o.patient[at]

    def mean(amount: Floats | Ints) -> Floats:
        return np.asarray(
            np.bincount(pool[comes], amount[comes], size) / np.maximum(np.bincount(pool[comes], minlength=size), 1)
        )

    waiting = np.bincount(pool, minlength=size)
    worth, uses = mean(_worths(problem, plan)[at]), mean(pools.uses[at].astype(float))
    by_price = np.divide(pools.worth, worth, out=np.zeros(size), where=worth > 0)
    by_room = np.divide(added, uses, out=np.zeros(size), where=uses > 0)
    return pl.DataFrame(
        {
            "site": problem.sites.ids.gather(pl.Series(pools.site)),
            "site_name": pl.Series(problem.sites.names, dtype=pl.String).gather(pl.Series(pools.site)),
            "function": [problem.functions[one] if one >= 0 else "" for one in pools.function.tolist()],
            "unit": [SESSION if one >= 0 else BED for one in pools.function.tolist()],
            "per_week": np.ones(size, np.int64),
            "weeks": pools.weeks.astype(np.int64),
            "minutes": np.where(pools.function >= 0, pools.amount, 0),
            "worth": pools.worth,
            "patients": np.minimum(np.minimum(by_price, by_room), waiting),
            "waiting": waiting.astype(np.int64),
            "weeks_waited": mean(problem.patients.weeks_waited[patient].astype(float)),
        },
        schema_overrides={"function": pl.String, "unit": pl.String},
    )


def _first_come(problem: Problem, plan: Plan, pools: _Pools, added: Ints) -> tuple[Ints, Ints]:
    """The best option in each pool of everybody without a place, and which of them come first and fit what is added.

    First comes whose place is worth most beside what it pays: for them the price need fall least.
    """
    o, worth = problem.options, _worths(problem, plan)
    stage = whole_stage(problem, worth, room_of(problem))
    ratio = worth / np.maximum(worth - surpluses(stage.table, _prices(problem, plan)), 1e-9)
    asking = np.flatnonzero((plan.chosen[o.patient] < 0) & (pools.uses > 0))
    at = asking[_best_in_pool(o.patient[asking], pools.pool[asking], ratio[asking])] if len(asking) else asking
    at = at[np.lexsort((-ratio[at], pools.pool[at]))]
    pool = pools.pool[at]
    total = np.concatenate(([0], np.cumsum(pools.uses[at], dtype=np.int64)))
    first = np.searchsorted(pool, pool, side="left")
    return at, np.flatnonzero((total[1:] - total[first] <= added[pool]) | (np.arange(len(at)) == first))


def _best_in_pool(patient: Ints, pool: Ints, ratio: Floats) -> Ints:
    """Each patient's option of the highest ratio in each pool."""
    order = np.lexsort((-ratio, pool, patient))
    p, g = patient[order], pool[order]
    return np.asarray(order[np.concatenate(([True], (p[1:] != p[:-1]) | (g[1:] != g[:-1])))])


def side_by_side(problem: Problem, ways: Mapping[str, Ints]) -> pl.DataFrame:
    """Several ways of sharing out the same capacity (an option per patient each), one row for each.

    Columns: way, placed, priority_<n> (placed of each priority on the list), over_52 (placed of those who have waited
    over 52 weeks), mean_weeks (waited by those placed), mean_km, sites (used), worth (everything weighed together,
    whatever the way aims at).
    """
    return pl.DataFrame([{"way": way, **_come_to(problem, chosen)} for way, chosen in ways.items()])


def _come_to(problem: Problem, chosen: Ints) -> dict[str, float | int | None]:
    people, o = problem.patients, problem.options
    placed = chosen >= 0
    taken = chosen[placed]
    waited = people.weeks_waited[placed]
    priorities = {
        f"priority_{code}": int((placed & (people.priority == code)).sum()) for code in np.unique(people.priority)
    }
    return {
        "placed": int(placed.sum()),
        **priorities,
        "over_52": int((waited > LONG_WAIT).sum()),
        "mean_weeks": float(waited.mean()) if len(waited) else None,
        "mean_km": float(o.km[taken].mean()) if len(taken) and np.isfinite(o.km[taken]).all() else None,
        "sites": len(np.unique(o.site[taken])),
        "worth": float(o.value[taken].sum()),
    }
