"""Must nearly everybody have a place, and does every minute count? Then who goes where is a problem of its own.

Where all have a place, what a plan loses is the regret of those who are not where prices would have them, and the price
of the minutes that stand empty. The search takes all patients where prices would have them, although some cells are
then over-full, and makes both empty and missing minutes dearer and dearer while patients move, one at a time or one
making way for the other. So cells come to be filled to the minute by those who mind least (generalised assignment).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from alongside.planner.assign import Assignment, of_choice
from alongside.planner.crowd import crowd_of
from alongside.planner.prices import good_prices
from alongside.planner.stage import Stage, surpluses
from alongside.planner.tables import Floats, Ints
from alongside.planner.tight_search import Leaning, settle

MOST_OPTIONS = 300_000
MOVES = 8_000_000
MOVES_EACH = 5_000
PLACED = 0.9
STEPS = 300
WIDTH = 8
HEATS = ((0.005, 0.002), (0.02, 0.002))


def tight(plan: Assignment, effort: float, seed: int) -> Assignment:
    """The best plan found in which everybody has a place, or the plan given where that one is worth more.

    The plan is given back as it is when it is a question of who has a place at all, when beds are needed, or when
    there are too many options. For each of the HEATS MOVES are tried, times `effort`, or fewer when options are few.
    """
    stage = plan.stage
    if not is_tight(plan):
        return plan
    tries = int(effort * min(MOVES, MOVES_EACH * len(stage.value)))
    prices = prices_when_all_are_placed(stage, seed)
    if not prices.any():
        return plan
    option, leaning = leanings(stage, prices)
    with ThreadPoolExecutor(len(HEATS)) as threads:
        jobs = [threads.submit(settle, leaning, stage.room, *heat, tries, seed + at) for at, heat in enumerate(HEATS)]
        found = [_plan_of(stage, option[job.result()], prices) for job in jobs]
    return max([plan, *found], key=lambda one: one.worth)


def is_tight(plan: Assignment) -> bool:
    """Is it a question of where rather than whether: no beds, few enough options, and nearly all have a place?"""
    stage = plan.stage
    placed = int((plan.chosen >= 0).sum())
    return bool(0 < len(stage.value) <= MOST_OPTIONS and placed >= PLACED * stage.patients and not stage.nights.any())


def prices_when_all_are_placed(stage: Stage, seed: int) -> Floats:
    """Prices as if having a place were worth so much to everybody that only the choice among places counts."""
    best = np.maximum.reduceat(stage.value, stage.start[:-1])
    spread = float((best - np.minimum.reduceat(stage.value, stage.start[:-1])).max())
    value = stage.value - np.repeat(best, np.diff(stage.start)) + max(spread, 1e-3 * float(best.mean()))
    return good_prices(crowd_of(replace(stage, value=value)), STEPS, seed)[0]


def leanings(stage: Stage, prices: Floats) -> tuple[Ints, Leaning]:
    """The WIDTH options of least regret of each patient, and which options of the stage these are."""
    surplus, owner = surpluses(stage.table, prices), stage.owner
    option = np.lexsort((-surplus, owner))
    option = option[np.arange(len(option)) - stage.start[owner] < WIDTH]
    start = np.concatenate(([0], np.cumsum(np.minimum(np.diff(stage.start), WIDTH))))
    regret = np.repeat(surplus[option[start[:-1]]], np.diff(start)) - surplus[option]
    return option, Leaning(start, stage.cell[option], stage.minutes[option].astype(np.int64), regret, prices)


def _plan_of(stage: Stage, options: Ints, prices: Floats) -> Assignment:
    """The plan of these options; whoever finds no room, should the search have left cells over-full, comes last."""
    return of_choice(stage, options[np.argsort(-stage.minutes[options], kind="stable")], prices)
