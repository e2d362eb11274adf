"""Do any prices certify a bound, and are the prices found good ones?"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.crowd import crowd_of
from alongside.planner.prices import AIM, evened, good_prices, polyak, scale_of
from alongside.planner.problem import Problem
from alongside.planner.relaxation import exact_choice, relaxation_prices
from alongside.planner.solve import solve
from alongside.planner.stage import Stage
from alongside.planner.stages import stage_of
from bench.measure.area import Area, write
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


@given(
    lengths=st.lists(st.floats(0.0, 1e6), min_size=1, max_size=40),
    share=st.floats(0.1, 3.0),
)
def test_no_resource_has_a_larger_share_of_a_step_than_allowed(lengths: list[float], share: float) -> None:
    """The share of what the step was; what is not too long keeps its scale."""
    direction, scale = np.sqrt(np.array(lengths)), np.full(len(lengths), 0.5)
    most = share / np.sqrt(len(lengths)) * (scale * direction**2).sum()
    found = evened(scale, direction, share)
    assert (found * direction**2 <= most * (1 + 1e-9) + 1e-12).all()
    kept = scale * direction**2 <= most
    assert (found[kept] == scale[kept]).all()


@pytest.mark.parametrize("seed", range(6))
def test_one_price_thought_too_lazy_does_not_keep_the_others_from_settling(seed: int) -> None:
    whole = stage(random_problem(seed, count=200, sites=10))
    crowd = crowd_of(whole)
    start = relaxation_prices(whole) * 1.5
    scale = scale_of(crowd.slope(start, 0.1))
    scale[int(np.argmax(np.bincount(whole.cell, minlength=len(whole.room))))] *= 10_000
    assert polyak(crowd, start, 50, AIM, scale, 1.5)[1] < polyak(crowd, start, 50, AIM, scale)[1]


@pytest.mark.slow
def test_a_long_list_over_two_areas_is_certified_as_closely_as_a_short_one(tmp_path: Path) -> None:
    """It was 0.75% when the price of one cell took the whole of every step."""
    problem = Problem.from_folder(write(Area(400_000, 120), tmp_path))
    assert solve(problem, "weighted").tiers[0].gap < 0.003
