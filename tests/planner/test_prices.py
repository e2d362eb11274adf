"""Do any prices certify a bound, and are the prices found good ones?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.crowd import crowd_of
from alongside.planner.prices import good_prices
from alongside.planner.problem import Problem
from alongside.planner.relaxation import exact_choice, relaxation_prices
from alongside.planner.stage import Stage
from alongside.planner.stages import stage_of
from tests.planner.instances import best_worth, random_problem


def stage(problem: Problem) -> Stage:
    """Everybody together over all room."""
    room = np.concatenate([problem.cells.minutes, problem.wards.nights]).astype(float)
    return stage_of(problem, problem.options.value, np.ones(len(problem.patients), bool), room)[0]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1000), noise=st.floats(0, 0.5))
def test_any_prices_bound_the_relaxations_optimum(seed: int, noise: float) -> None:
    """Shown at the relaxation's own prices, where the bound is lowest, and around them."""
    problem = random_problem(seed, count=20)
    whole = stage(problem)
    if not whole.patients:
        return
    shake = 1 + noise * np.random.default_rng(seed).uniform(-1, 1, len(whole.room))
    prices = relaxation_prices(whole) * shake
    assert crowd_of(whole).price(prices).bound >= best_worth(problem, whole=False) - 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_prices_found_reach_the_relaxations_optimum(seed: int) -> None:
    whole = stage(random_problem(seed, count=60))
    exact = crowd_of(whole).price(relaxation_prices(whole)).bound
    assert good_prices(crowd_of(whole), 100, seed)[1] <= exact * (1 + 1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_prices_by_week_come_near_the_relaxations_optimum(seed: int) -> None:
    whole = stage(random_problem(seed, count=60, weeks=4))
    exact = crowd_of(whole).price(relaxation_prices(whole)).bound
    assert exact - 1e-6 <= good_prices(crowd_of(whole), 400, seed)[1] <= exact * 1.01


@pytest.mark.slow
def test_exact_choice_is_the_optimum() -> None:
    problem = random_problem(3)
    whole = stage(problem)
    assert whole.value[exact_choice(whole)].sum() == pytest.approx(best_worth(problem), rel=1e-3)
