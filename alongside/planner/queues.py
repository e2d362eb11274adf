"""Who could come to the same capacity? Every patient's offer in every pool, as compiled loops read them.

A pool is a site's sessions for a treatment function, all weeks together when weeks can stand in for each other.
An offer is a patient's best option in a pool at the plan's own prices.
"""

from typing import Any, NamedTuple

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.site_verdicts import room_left, table_of
from alongside.planner.stage import Table, price_of
from alongside.planner.tables import Bools, Floats, Ints

CHEAP = 1e-7


class Book(NamedTuple):
    """A problem and its plan as compiled loops ask about them; `room` is what the plan leaves.

    Resources are cells first, then wards. `patient` is that of each option, `pool` that of each cell.
    """

    t: Table
    patient: Ints
    tier: Ints
    prices: Floats
    chosen: Ints
    pool: Ints
    room: Floats


class Offers(NamedTuple):
    """The offers of each pool in the order of their patients: pool q has `first[q]` up to `first[q + 1]`.

    `ratio` is the price, as a share of today's, at which an offer just pays, and `beds` the same when the price of beds
    alone falls (0: never). `cost` is what it pays today. `waiting` are those of patients without a place.
    """

    first: Ints
    option: Ints
    tier: Ints
    ratio: Floats
    beds: Floats
    cost: Floats
    minutes: Floats
    nights: Floats
    waiting: Bools


def book_of(problem: Problem, plan: Plan) -> Book:
    """What compiled loops ask about a plan."""
    table = table_of(problem)._replace(value=problem.values(plan.policy))
    room = np.concatenate(room_left(problem, plan)).astype(float)
    prices = plan.prices if len(plan.prices) else np.zeros((1, len(room)))
    return Book(table, problem.options.patient, plan.tier_of, prices, plan.chosen, pool_of_cells(problem), room)


def pool_of_cells(problem: Problem) -> Ints:
    """A number for the capacity that can stand in for each cell: same site and function in any week, when weeks
    interchange; else the cell alone. Pools of one site follow each other."""
    if not problem.weeks_interchange:
        return np.arange(len(problem.cells))
    key = problem.cells.site.astype(np.int64) * (len(problem.functions) + 1) + problem.cells.function
    return np.asarray(np.unique(key, return_inverse=True)[1])


def offers_of(book: Book) -> Offers:
    """Every patient's best option in each pool."""
    count = np.zeros(int(book.pool.max(initial=-1)) + 2, np.int64)
    _count_offers(book, count)
    first = np.cumsum(count)
    size = int(first[-1])
    ratio, beds, cost, minutes, nights = (np.empty(size, np.float32) for _ in range(5))
    which, tier, waiting = np.empty(size, np.int32), np.empty(size, np.int8), np.empty(size, np.bool_)
    offers = Offers(first, which, tier, ratio, beds, cost, minutes, nights, waiting)
    _list_offers(book, first[:-1].copy(), offers)
    return offers


@compiled
def paid(b: Book, option: int) -> float:
    """What an option costs at the prices of its patient's tier."""
    return price_of(b.t, option, b.prices[b.tier[b.patient[option]]])


@compiled
def _count_offers(b: Book, count: Ints) -> None:
    """Count the offers of every pool, each after its pool."""
    for patient in range(len(b.t.start) - 1):
        before = -1
        for option in range(b.t.start[patient], b.t.start[patient + 1]):
            pool = b.pool[b.t.cell[option]]
            if pool != before:
                count[pool + 1] += 1
            before = pool


@compiled
def _list_offers(b: Book, place: Ints, offers: Offers) -> None:
    """Enter each patient's best option in every pool at the pool's place."""
    t = b.t
    for patient in range(len(t.start) - 1):
        at, last = t.start[patient], t.start[patient + 1]
        held, home, keeps = b.chosen[patient], -1, 0.0
        if held >= 0:
            home, keeps = b.pool[t.cell[held]], t.value[held] - paid(b, held)
        while at < last:
            pool, best, most = b.pool[t.cell[at]], at, -np.inf
            while at < last and b.pool[t.cell[at]] == pool:
                surplus = t.value[at] - paid(b, at)
                if surplus > most:
                    best, most = at, surplus
                at += 1
            _enter(b, offers, place[pool], best, keeps, home == pool)
            place[pool] += 1


@compiled
def _enter(b: Book, offers: Offers, at: int, option: int, keeps: float, home: bool) -> None:
    """Write one offer of a patient who now gains `keeps`; those at home in the pool do not come again."""
    t, tier = b.t, b.tier[b.patient[option]]
    price, stay = paid(b, option), t.nights[option] + t.later[option]
    theatre = t.minutes[option] * b.prices[tier, t.cell[option]]
    gain = 0.0 if home else t.value[option] - keeps
    offers.option[at], offers.tier[at], offers.waiting[at] = option, tier, b.chosen[b.patient[option]] < 0
    offers.cost[at] = price + CHEAP * (t.minutes[option] + stay + 1)
    offers.ratio[at] = max(0.0, gain / (price + CHEAP * (t.minutes[option] + stay + 1)))
    offers.beds[at] = max(0.0, (gain - theatre) / (price - theatre + CHEAP * (stay + 1))) if stay > 0 else 0.0
    offers.minutes[at], offers.nights[at] = t.minutes[option], stay


class Line(NamedTuple):
    """Who would come to a pool, first come first, when its price falls.

    `at` is their place among the offers; `rank` puts tiers one after the other and in each high ratios first. `minutes`
    and `nights` are sums along the line: entry k is what the first k want.
    """

    at: Ints
    rank: Floats
    minutes: Floats
    nights: Floats


@compiled
def line_of(offers: Offers, ratio: Floats, some: Ints) -> Line:
    """The line of some offers, given as places among all, by a ratio of each; those of ratio 0 do not come."""
    comes = some[ratio[some] > 0]
    rank = offers.tier[comes] + rank_in_tier(ratio[comes].astype(np.float64))
    order = np.argsort(rank, kind="mergesort")
    comes = comes[order]
    minutes, nights = np.zeros(len(comes) + 1), np.zeros(len(comes) + 1)
    for place in range(len(comes)):
        minutes[place + 1] = minutes[place] + offers.minutes[comes[place]]
        nights[place + 1] = nights[place] + offers.nights[comes[place]]
    return Line(comes, rank[order], minutes, nights)


@compiled
def rank_in_tier(ratio: Any) -> Any:
    """Between 0 and 1, the less the earlier an offer pays."""
    return 1 / (1 + ratio)


@compiled
def paid_for(b: Book, options: Ints) -> Floats:
    """What each of these options costs at the prices of its patient's tier."""
    prices = np.empty(len(options))
    for at in range(len(options)):
        prices[at] = paid(b, options[at])
    return prices
