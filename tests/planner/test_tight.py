"""Where everybody must have a place: is the choice of places near the best, and does it keep every capacity?"""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.assign import Assignment, assign, nobody
from alongside.planner.stage import Stage
from alongside.planner.tables import Floats, Ints
from alongside.planner.tight import is_tight, leanings, prices_when_all_are_placed, tight
from alongside.planner.tight_search import settle


def jobs(seed: int, sites: int, people: int, slack: float = 0.8) -> Stage:
    """Everybody could go anywhere; minutes and worth differ by place, dear places take few minutes."""
    rng = np.random.default_rng(seed)
    minutes = rng.integers(1, 101, (people, sites))
    cost = 111 - minutes + rng.integers(-10, 11, (people, sites))
    room = np.floor(slack * minutes.sum(axis=0) / sites)
    nights = np.zeros(people * sites, np.int32)
    return Stage(
        start=np.arange(people + 1) * sites,
        cell=np.tile(np.arange(sites, dtype=np.int32), people),
        ward=np.tile(np.arange(sites, 2 * sites, dtype=np.int32), people),
        minutes=minutes.ravel().astype(np.int32),
        nights=nights,
        later=nights,
        value=(1000.0 - cost).ravel(),
        room=np.concatenate([room, np.zeros(sites)]),
        after=np.full(2 * sites, -1, np.int32),
        pool=np.arange(2 * sites),
        area=np.zeros(2 * sites, np.int64),
    )


def room_left(stage: Stage, chosen: Ints) -> Floats:
    """Counted anew from the options taken."""
    taken = chosen[chosen >= 0]
    return stage.room - np.bincount(stage.cell[taken], stage.minutes[taken], len(stage.room))


def started(stage: Stage) -> Assignment:
    return assign(stage, prices_when_all_are_placed(stage, 0))


def optimum(stage: Stage) -> float:
    """By trying every way to place everybody; 0 when there is none."""
    best = 0.0
    for places in itertools.product(*(range(a, b) for a, b in itertools.pairwise(stage.start))):
        chosen = np.array(places)
        if (room_left(stage, chosen) >= 0).all():
            best = max(best, float(stage.value[chosen].sum()))
    return best


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), sites=st.integers(2, 4), people=st.integers(4, 30), slack=st.floats(0.6, 1.1))
def test_tight_keeps_capacity_and_never_loses_worth(seed: int, sites: int, people: int, slack: float) -> None:
    plan = started(jobs(seed, sites, people, slack))
    found = tight(plan, 0.1, seed)
    left = room_left(found.stage, found.chosen)
    assert (left >= 0).all()
    assert left == pytest.approx(found.room)
    assert (found.chosen < 0).sum() + len(found.chosen[found.chosen >= 0]) == people
    assert found.worth >= plan.worth


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_settling_finds_the_optimum_of_a_few(seed: int) -> None:
    """With so few it takes more heat than for hundreds, and one search of three may stop short of it."""
    stage = jobs(seed, sites=3, people=7)
    best = optimum(stage)
    prices = prices_when_all_are_placed(stage, 0)
    option, leaning = leanings(stage, prices)
    found = [option[settle(leaning, stage.room, 1.0, 0.02, 200_000, again)] for again in range(3)]
    kept = [chosen for chosen in found if (room_left(stage, chosen) >= 0).all()]
    assert max((float(stage.value[chosen].sum()) for chosen in kept), default=0.0) == pytest.approx(best)


@pytest.mark.slow
def test_tight_is_the_same_for_the_same_seed() -> None:
    plan = started(jobs(1, sites=5, people=60))
    assert (tight(plan, 0.1, 3).chosen == tight(plan, 0.1, 3).chosen).all()


@pytest.mark.slow
def test_tight_brings_costs_near_those_of_the_relaxation() -> None:
    """The relaxation costs nothing in regret; what is lost beyond it is less than 1% of the costs."""
    stage = jobs(2, sites=10, people=200)
    plan = started(stage)
    found = tight(plan, 1.0, 0)
    prices = prices_when_all_are_placed(stage, 0)
    paid = stage.value - prices[stage.cell] * stage.minutes
    least = 1000.0 * 200 - float(np.maximum.reduceat(paid, stage.start[:-1]).sum() + prices @ stage.room)
    assert (found.chosen >= 0).all()
    assert 1000.0 * 200 - found.worth <= 1.01 * least


@pytest.mark.parametrize("change", ["nobody placed", "beds"])
def test_tight_leaves_other_problems_alone(change: str) -> None:
    stage = jobs(0, sites=3, people=12)
    plan = nobody(stage) if change == "nobody placed" else started(stage)
    if change == "beds":
        stage.nights[0] = 1
    assert not is_tight(plan)
    assert tight(plan, 1.0, 0) is plan
