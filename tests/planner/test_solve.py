"""Does `solve` find good plans that keep every rule, the same each time?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.check import check
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.shared import KEPT
from alongside.planner.site_verdicts import room_left
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, InputError, Pin
from tests.planner.instances import (
    best_worth,
    claims_on_lower_tiers,
    greedy_worth,
    minutes,
    nights,
    people,
    places,
    problem_of,
    random_problem,
    random_tables,
)

SEEDS = st.integers(0, 10_000)


def site_of(problem: Problem, plan: Plan) -> list[int | None]:
    """Each patient's site, None without a place."""
    return [int(problem.options.site[one]) if one >= 0 else None for one in plan.chosen]


@pytest.mark.parametrize("policy", POLICIES)
def test_solve_places_more_urgent_patient_when_only_one_fits(policy: str) -> None:
    problem = problem_of(people({"priority": 4}, {"priority": 2}), places({}), minutes((0, 60)))
    assert site_of(problem, solve(problem, policy)) == [None, 0]


def test_weighted_trades_priorities_where_tiers_does_not() -> None:
    """Two long-waiting P4 patients of 30 minutes are worth more than one new P3 patient of 60; tiers places the P3."""
    waiting = {"priority": 4, "weeks_waited": 100, "theatre_minutes": 30}
    problem = problem_of(people({"priority": 3, "weeks_waited": 0}, waiting, waiting), places({}), minutes((0, 60)))
    assert site_of(problem, solve(problem, "weighted")) == [None, 0, 0]
    assert site_of(problem, solve(problem, "tiers")) == [0, None, None]


def test_solve_gives_an_earlier_week_before_a_later_one() -> None:
    import polars as pl

    sessions = pl.concat([minutes((0, 60), week=1), minutes((0, 60), week=4)])
    problem = problem_of(people({"priority": 2}), places({}), sessions)
    assert problem.options.week[solve(problem).chosen[0]] == 1


def test_solve_keeps_bed_nights() -> None:
    stay = {"bed_nights": 2, "priority": 2}
    problem = problem_of(people(stay, stay, {}), places({}), minutes((0, 600)), nights((0, 3)))
    plan = solve(problem)
    assert plan.placed == 2
    assert check(problem, plan) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_weighted_is_between_greedy_and_its_bound_and_close_to_the_optimum(seed: int) -> None:
    problem = random_problem(seed)
    plan, best = solve(problem, "weighted", effort="best"), best_worth(problem)
    assert check(problem, plan) == []
    assert greedy_worth(problem) <= plan.objective + 1e-9
    assert plan.objective <= best + 1e-6 <= plan.bound + 2e-6
    assert plan.objective >= 0.97 * best


@pytest.mark.slow
@pytest.mark.promise("AL-9")
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, policy=st.sampled_from(POLICIES), weeks=st.sampled_from([1, 3]))
def test_check_finds_nothing_in_any_plan_and_nobody_else_fits(seed: int, policy: str, weeks: int) -> None:
    problem = random_problem(seed, weeks=weeks)
    plan = solve(problem, policy)
    assert check(problem, plan) == []
    left, beds = room_left(problem, plan)
    o = problem.options
    fits = (o.minutes <= left[o.cell]) & (o.nights <= beds[o.ward]) & (plan.chosen[o.patient] < 0)
    assert not fits.any()


@pytest.mark.slow
@pytest.mark.promise("AL-6")
@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, policy=st.sampled_from(POLICIES))
def test_same_input_gives_the_same_plan(seed: int, policy: str) -> None:
    first, again = (solve(random_problem(seed), policy) for _ in range(2))
    assert np.array_equal(first.chosen, again.chosen)
    assert first.bound == again.bound


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, weeks=st.sampled_from([1, 3]))
def test_nobody_without_a_place_could_take_one_from_lower_tiers(seed: int, weeks: int) -> None:
    problem = random_problem(seed, fill=0.3, weeks=weeks)
    plan = solve(problem, "tiers")
    assert [claims_on_lower_tiers(problem, plan, priority) for priority in (2, 3, 4)] == [[], [], []]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, more=st.integers(1, 500))
def test_adding_capacity_never_lowers_the_bound(seed: int, more: int) -> None:
    problem = random_problem(seed)
    if not len(problem.options):
        return
    before, after = solve(problem, "weighted"), solve(problem.with_added(0, more, 3), "weighted")
    assert after.bound >= before.bound * (1 - 1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_first_tier_keeps_what_it_would_have_with_nobody_else_on_the_list(seed: int) -> None:
    """All but the small share that KEPT leaves open, whatever others ask for."""
    patients, sites, sessions, beds = random_tables(seed, count=60)
    alone = patients.filter(priority=2)
    whole, only = problem_of(patients, sites, sessions, beds), problem_of(alone, sites, sessions, beds)
    assert solve(whole, "tiers").tiers[0].objective >= KEPT * solve(only, "tiers").objective - 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_later_tier_bound_holds_when_earlier_tiers_are_rerouted(seed: int) -> None:
    """Priority 3 at its very best, with priority 2 free to move but keeping its worth, stays below the bound."""
    patients, sites, sessions, beds = random_tables(seed)
    plan = solve(problem_of(patients, sites, sessions, beds), "tiers")
    both = problem_of(patients.filter(patients["priority"] <= 3), sites, sessions, beds)
    best = best_worth(both, keep=(2, plan.tiers[0].objective - 1e-6))
    assert plan.tiers[1].objective - 1e-6 <= best <= plan.tiers[1].bound + 1e-4


def test_pinned_patient_is_placed_first_at_the_pin() -> None:
    pin = Adjustments(pins=(Pin(0, 1),))
    patients = people({"priority": 4}, {"priority": 2})
    problem = problem_of(patients, places({}, {"x_km": 20.0}), minutes((0, 60), (1, 60)), adjustments=pin)
    assert site_of(problem, solve(problem)) == [1, 0]


def test_pin_to_a_site_that_refuses_leaves_no_place() -> None:
    pin = Adjustments(pins=(Pin(0, 1),))
    problem = problem_of(people({"asa": 4}), places({}, {"max_asa": 2}), minutes((0, 60), (1, 60)), adjustments=pin)
    assert site_of(problem, solve(problem)) == [None]


def test_excluded_patients_sites_and_cells_take_no_part() -> None:
    out = Adjustments(
        excluded_patients=frozenset({0}), excluded_sites=frozenset({0}), excluded_cells=frozenset({(1, "110", 0)})
    )
    sessions = minutes((0, 600), (1, 600), (2, 600))
    problem = problem_of(people({}, {}), places({}, {}, {"x_km": 5.0}), sessions, adjustments=out)
    plan = solve(problem)
    assert site_of(problem, plan) == [None, 2]
    assert check(problem, plan) == []


@pytest.mark.promise("AL-11")
def test_tie_break_decides_only_between_equals() -> None:
    """It lifts the later of two equals, but not past one more week of waiting or a higher priority."""

    def first(*rows: dict[str, object]) -> int:
        problem = problem_of(people(*rows), places({}), minutes((0, 60)))
        return int(np.flatnonzero(solve(problem, "tiers").chosen >= 0)[0])

    assert first({"tie_break": 0.0}, {"tie_break": 1.0}) == 1
    assert first({"tie_break": 0.0, "weeks_waited": 11}, {"tie_break": 1.0}) == 0
    assert first({"tie_break": 0.0, "priority": 3}, {"tie_break": 1.0}) == 0


@pytest.mark.promise("AL-11")
def test_tie_break_does_not_count_under_weighted() -> None:
    with_it = problem_of(people({"tie_break": 1.0}, {"tie_break": 0.0}), places({}), minutes((0, 60)))
    assert np.array_equal(with_it.values("weighted"), with_it.options.value)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    ("patients", "sessions"),
    [
        (people({}).clear(), minutes((0, 60))),
        (people({}), minutes()),
        (people({}), minutes((0, 0))),
        (people({"asa": 5}), minutes((0, 60))),
        (people({"theatre_minutes": 10_000_000}), minutes((0, 60))),
        (people({"treatment_function": "999"}), minutes((0, 60))),
    ],
)
def test_nothing_to_plan_is_a_plan_with_nobody_in_it(policy: str, patients: object, sessions: object) -> None:
    problem = problem_of(patients, places({}), sessions)  # type: ignore[arg-type]
    plan = solve(problem, policy)
    assert (plan.placed, plan.objective, plan.gap) == (0, 0.0, 0.0)
    assert check(problem, plan) == []


def test_ten_million_minutes_place_everybody() -> None:
    problem = problem_of(people(*[{}] * 20), places({}), minutes((0, 10_000_000)))
    assert solve(problem).placed == 20


def test_unknown_policy_and_effort_are_refused() -> None:
    problem = random_problem(0)
    with pytest.raises(InputError, match='no policy "fair": use tiers or weighted'):
        solve(problem, "fair")
    with pytest.raises(InputError, match='no effort "slow"'):
        solve(problem, effort="slow")


def test_progress_is_told_to_the_end() -> None:
    heard: list[tuple[float, str]] = []
    solve(random_problem(0), "tiers", progress=lambda share, words: heard.append((share, words)))
    assert [words for _, words in heard] == [
        "Sharing out theatre time and beds",
        "Working out how much better any plan could be",
        "Done",
    ]
    assert heard[-1][0] == 1.0
