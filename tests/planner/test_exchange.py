"""Exchanges between patients: is a plan ever worse for one, does every capacity hold, and when does the search stop?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.assign import Assignment, assign, nobody
from alongside.planner.claims import take_all
from alongside.planner.exchange import exchange
from alongside.planner.shares import by_share
from alongside.planner.stage import Stage
from alongside.planner.stages import room_of, whole_stage
from tests.planner.instances import minutes, people, places, problem_of, random_problem

TRIES = 3_000


def stage_of(seed: int) -> Stage:
    problem = random_problem(seed)
    return whole_stage(problem, problem.values("weighted"), room_of(problem))


def counted_anew(stage: Stage, plan: Assignment) -> list[float]:
    room = stage.room.copy()
    take_all(stage.table, plan.chosen[plan.chosen >= 0], room, 1)
    return [float(left) for left in room]


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10_000), heat=st.sampled_from([0.0, 0.5]), patience=st.sampled_from([None, 50]))
def test_every_capacity_holds_and_without_heat_nothing_is_lost(seed: int, heat: float, patience: int | None) -> None:
    stage = stage_of(seed)
    prices = np.zeros(len(stage.room))
    plan = assign(stage, prices)
    before = plan.worth
    exchange(plan, prices, TRIES, heat, seed, patience)
    assert plan.room.tolist() == counted_anew(stage, plan)
    assert plan.room.min() >= 0
    assert heat > 0 or plan.worth >= before - 1e-9
    taken = plan.chosen >= 0
    assert (stage.owner[plan.chosen[taken]] == np.flatnonzero(taken)).all()


def two_at_the_wrong_sites() -> Assignment:
    """Each of two lives beside one site and holds the other; each site has room for one."""
    problem = problem_of(
        people({"x_km": 0.0}, {"x_km": 50.0}), places({"x_km": 0.0}, {"x_km": 50.0}), minutes((0, 60), (1, 60))
    )
    stage = whole_stage(problem, problem.values("weighted"), room_of(problem))
    plan = nobody(stage)
    further = [int(stage.start[one]) + 1 for one in range(2)]
    plan.chosen[:] = further
    take_all(stage.table, plan.chosen, plan.room, 1)
    return plan


@pytest.mark.parametrize(("patience", "swapped"), [(None, True), (100, True), (0, False)])
def test_two_change_places_when_both_gain_and_the_search_has_patience(patience: int | None, swapped: bool) -> None:
    plan = two_at_the_wrong_sites()
    nearest = plan.stage.start[:2].tolist()
    exchange(plan, np.zeros(len(plan.room)), 100, 0.0, 0, patience)
    assert (plan.chosen.tolist() == nearest) is swapped


def test_without_tries_nobody_moves() -> None:
    plan = two_at_the_wrong_sites()
    before = plan.chosen.tolist()
    exchange(plan, np.zeros(len(plan.room)), 0, 0.0, 0)
    assert plan.chosen.tolist() == before


@given(size=st.integers(0, 1_000))
def test_every_row_is_in_one_share(size: int) -> None:
    assert [row for rows in by_share(range, size) for row in rows] == list(range(size))
