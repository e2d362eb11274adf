"""How much more capacity at a site would give this patient a place, with everybody who comes first counted?

More capacity lowers its price. At some price the patient would come in, and so would everybody else for whom that price
is low enough: patients with no place who are nearer the margin, and patients placed elsewhere who would rather be here.
Those come before this patient at the site. What all of them need together, less the room that stands empty, is where
the answer begins. It goes up by whole sessions until a patient's gain is more than any other use of the room that
would be left could bring: only then is the place certain, and not a matter of which operations happen to fill a
session. Of the sites on the patient's shortlist the one that needs least is told.
"""

import os
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.plan import Plan
from alongside.planner.problem import SESSION_MINUTES, Problem
from alongside.planner.queues import Book, Line, Offers, book_of, line_of, offers_of, rank_in_tier
from alongside.planner.shares import side_by_side
from alongside.planner.tables import Floats, Frozen, Ints

SLACK = 0.03
SLACK_OF_WEEKS = 0.1
DOUBT = 15.0
MARGIN = 0.1
SLACK_NIGHTS = 1.0
LOOK_AHEAD = 25
TRIES = 40


@dataclass(frozen=True, eq=False)
class Extra(Frozen):
    """Per patient, what would do: at the site of `option` (-1: not asked), so many more minutes and nights.

    Minutes come in whole sessions. They are spread over the weeks in which that site has sessions for the patient's
    function, or in the option's week alone when weeks do not interchange; `before` counts the patients who would take a
    place there first.
    """

    option: Ints
    minutes: Ints
    nights: Ints
    before: Ints

    def sessions(self, session_minutes: int = SESSION_MINUTES) -> Ints:
        """Whole sessions that hold the minutes."""
        return -(-self.minutes // session_minutes)


class Pools(NamedTuple):
    """The cells of each pool, week by week, and the wards behind them; pools that share their wards follow each other.

    Pool q has `cell[first[q]:first[q + 1]]`; `order[group[g]:group[g + 1]]` are the pools that share wards.
    """

    cell: Ints
    ward: Ints
    first: Ints
    order: Ints
    group: Ints


class Scene(NamedTuple):
    """One pool: its line with ratios and costs, minutes and nights left week by week, and the lines for its beds.

    `own` is the line of the pool's stays when the price of beds alone falls, `stays` that of all pools with these beds.
    """

    line: Line
    ratio: Floats
    cost: Floats
    minutes: Floats
    nights: Floats
    own: Line
    stays: Line
    block: float


class Seat(NamedTuple):
    """A place in the line: those up to `behind` come in with it; its tier ends at `last`; `cut` is their rank."""

    at: int
    behind: int
    last: int
    cut: float


class Found(NamedTuple):
    """The best answer so far for every patient."""

    effort: Floats
    option: Ints
    sessions: Ints
    nights: Ints
    before: Ints


def extra_needed(problem: Problem, plan: Plan, session_minutes: int = SESSION_MINUTES) -> Extra:
    """For every patient who has options and no place, the smallest addition at one site that gives a place."""
    book = book_of(problem, plan)
    return extra_of(problem, book, offers_of(book), session_minutes)


def extra_of(problem: Problem, book: Book, offers: Offers, session_minutes: int = SESSION_MINUTES) -> Extra:
    """The same, from a book and offers that are at hand."""
    found = _nothing(len(problem.patients))
    if len(offers.option):
        pools = _pools(problem, book, offers)
        ends = _shares(offers, pools, os.cpu_count() or 1)

        def swept(share: int) -> Found:
            part = _nothing(len(problem.patients))
            _sweep(book, offers, pools, (ends[share], ends[share + 1]), float(session_minutes), part)
            return part

        for part in side_by_side(swept, range(len(ends) - 1)):
            better = part.effort < found.effort
            for kept, new in zip(found, part, strict=True):
                kept[better] = new[better]
    return Extra(found.option, found.sessions * np.int32(session_minutes), found.nights, found.before)


def _nothing(size: int) -> Found:
    """Before anybody is asked."""
    sessions, nights, before = (np.zeros(size, np.int32) for _ in range(3))
    return Found(np.full(size, np.inf, np.float32), np.full(size, -1, np.int32), sessions, nights, before)


def _shares(offers: Offers, pools: Pools, count: int) -> list[int]:
    """Where to part the groups of pools so that each share has about as many offers."""
    upto = np.cumsum(np.add.reduceat(np.diff(offers.first)[pools.order], pools.group[:-1]))
    inner = np.searchsorted(upto, upto[-1] * np.arange(1, count) / count)
    return [0, *inner.tolist(), len(pools.group) - 1]


def _pools(problem: Problem, book: Book, offers: Offers) -> Pools:
    size, cells = len(offers.first) - 1, problem.cells
    cell = np.argsort(book.pool, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(book.pool, minlength=size))))
    ward = len(cells) + problem.wards.row_of(cells.site, cells.week).astype(np.int64)
    shared = cells.site if problem.weeks_interchange else ward
    group = shared[cell[first[:-1]]]
    order = np.argsort(group, kind="stable")
    ends = np.flatnonzero(np.diff(group[order])) + 1
    return Pools(cell, ward[cell], first, order, np.concatenate(([0], ends, [size])))


@compiled
def _sweep(b: Book, offers: Offers, pools: Pools, groups: tuple[int, int], block: float, found: Found) -> None:
    """Ask the pools of some groups what each of their patients without a place would need there, and keep the least."""
    for group in range(groups[0], groups[1]):
        here = pools.order[pools.group[group] : pools.group[group + 1]]
        stays = line_of(offers, offers.beds, _offers_of(offers, here))
        for pool in here:
            some = np.arange(offers.first[pool], offers.first[pool + 1])
            line, own = line_of(offers, offers.ratio, some), line_of(offers, offers.beds, some)
            cells = pools.cell[pools.first[pool] : pools.first[pool + 1]]
            wards = pools.ward[pools.first[pool] : pools.first[pool + 1]]
            scene = Scene(
                line, offers.ratio[line.at], offers.cost[line.at], b.room[cells], b.room[wards], own, stays, block
            )
            _ask_along(b, offers, scene, found)


@compiled
def _offers_of(offers: Offers, pools: Ints) -> Ints:
    """The places of these pools' offers among all."""
    size = 0
    for pool in pools:
        size += offers.first[pool + 1] - offers.first[pool]
    places, at = np.empty(size, np.int64), 0
    for pool in pools:
        for place in range(offers.first[pool], offers.first[pool + 1]):
            places[at] = place
            at += 1
    return places


@compiled
def _ask_along(b: Book, offers: Offers, scene: Scene, found: Found) -> None:
    """Ask everybody in the line who has no place; who comes in with them, and where their tier ends, moves along.

    Whoever needs less at another site than those before them take here is not asked.
    """
    line, upto, last = scene.line, 0, 0
    gaps, most = _gaps(scene), scene.minutes.sum()
    for at in range(len(line.at)):
        place = line.at[at]
        tier = offers.tier[place]
        if at == last:
            last = _below(line.rank, tier + 1.0)
        cut = tier + rank_in_tier(scene.ratio[at] * (1 - MARGIN))
        while upto < last and line.rank[upto] < cut:
            upto += 1
        option, behind = offers.option[place], max(at + 1, upto)
        taken = (line.minutes[behind] * gaps - most) / scene.block
        if offers.waiting[place] and (taken < found.effort[b.patient[option]] or line.minutes[at + 1] <= most):
            _ask(b, scene, Seat(at, behind, last, cut), option, found)


@compiled
def _ask(b: Book, scene: Scene, seat: Seat, option: int, found: Found) -> None:
    """What the offer at a seat of the line would need, kept when it is the least for its patient so far."""
    line, patient, at, behind = scene.line, b.patient[option], seat.at, seat.behind
    tier, stay = b.tier[patient], b.t.nights[option]
    price = b.prices[tier, b.t.cell[option]]
    least = found.effort[patient]
    sessions = _sessions(scene, seat, _usable(scene.minutes, b.t.minutes[option]), price, least)
    if sessions >= least:
        return
    beds = 0.0
    if stay > 0:
        gaps = SLACK_NIGHTS + (stay if len(scene.nights) > 1 else 0)
        wanted = line.nights[behind] * (1 + SLACK_OF_WEEKS) + gaps
        if _beyond(wanted, scene.nights, stay) > 0:
            others = _nights(scene.stays, seat.cut) - _nights(scene.own, seat.cut)
            beds = np.ceil(_beyond(wanted + others, scene.nights, stay))
    if sessions == 0 and beds == 0:
        sessions = np.ceil(line.minutes[at + 1] * (1 + SLACK_OF_WEEKS) / scene.block)
    effort = np.float32(sessions + beds / 4)
    if effort < least:
        found.effort[patient], found.option[patient], found.sessions[patient] = effort, option, sessions
        found.nights[patient], found.before[patient] = beds, _below(line.rank, line.rank[at])


@compiled
def _sessions(scene: Scene, seat: Seat, room: float, price: float, least: float) -> float:
    """How many sessions let in all who come with this seat of the line, and make its place certain.

    Once it is `least` or more, that is enough to know.
    """
    line, ratio, at, last = scene.line, scene.ratio, seat.at, seat.last
    gaps = _gaps(scene)
    if price == 0 and line.minutes[at + 1] <= room:
        return 0.0
    sessions = max(0.0, np.ceil((line.minutes[seat.behind] * gaps - room) / scene.block))
    for _ in range(TRIES):
        if sessions >= least:
            break
        upto = _above(line.minutes, (room + sessions * scene.block) / gaps) - 1
        if upto >= last:
            break
        lost = _lost(scene, upto, last, room + sessions * scene.block, price)
        if (ratio[at] - ratio[upto]) * scene.cost[at] >= lost:
            break
        sessions += max(1.0, np.floor(sessions / 10))
    return float(sessions)


@compiled
def _gaps(scene: Scene) -> float:
    """How many minutes a minute asked for takes, as operations do not fill sessions whole."""
    return 1 + (SLACK if len(scene.minutes) == 1 else SLACK_OF_WEEKS)


@compiled
def _lost(scene: Scene, upto: int, last: int, room: float, price: float) -> float:
    """The most that another plan of this pool could be worth more, when those before `upto` in the line come in.

    No plan is worth more than what they gain at the ratio of the first who does not come in, and all room at it.
    Against it this plan lacks the room left over, filled by those next in line as far as they fit. Somebody who gains
    more than that has a place in every best plan.
    """
    cut, minutes = scene.ratio[upto], scene.line.minutes
    left, lost = room - minutes[upto], 0.0
    for other in range(upto, min(upto + LOOK_AHEAD, last)):
        need = minutes[other + 1] - minutes[other]
        if need <= left:
            left -= need
            lost += (cut - scene.ratio[other]) * scene.cost[other]
    return float(lost + cut * price * (left + DOUBT))


@compiled
def _nights(line: Line, rank: float) -> float:
    """The nights that those want who come up to a rank."""
    return float(line.nights[_above(line.rank, rank)])


@compiled
def _usable(room: Floats, need: int) -> float:
    """The room of the weeks that hold what is needed."""
    total = 0.0
    for week in room:
        total += week if week >= need else 0.0
    return total


@compiled
def _beyond(wanted: float, room: Floats, need: int) -> float:
    """What is lacking when `wanted` comes in equal parts to all weeks; room that does not hold the need is no help."""
    lacking = 0.0
    for week in room:
        lacking += max(wanted / len(room) - (week if week >= need else 0.0), 0.0)
    return lacking


@compiled
def _below(column: Floats, value: float) -> int:
    """How many of an ascending column are below a value."""
    low, high = 0, len(column)
    while low < high:
        middle = (low + high) // 2
        if column[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _above(column: Floats, value: float) -> int:
    """How many of an ascending column are not above a value."""
    low, high = 0, len(column)
    while low < high:
        middle = (low + high) // 2
        if column[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low
