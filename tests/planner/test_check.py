"""Does the verifier find every rule that a plan can break? Each test breaks one."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from alongside.planner.check import check
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.solve import solve
from tests.planner.instances import minutes, nights, people, places, problem_of


@pytest.fixture
def problem() -> Problem:
    """Two patients of 60 minutes and 2 nights, one site with room for one of them."""
    stay = {"bed_nights": 2}
    return problem_of(people(stay, stay), places({}), minutes((0, 60)), nights((0, 2)))


def with_places(plan: Plan, *chosen: int) -> Plan:
    """The plan with other places."""
    return replace(plan, chosen=np.array(chosen))


def test_a_good_plan_breaks_nothing(problem: Problem) -> None:
    assert check(problem, solve(problem)) == []


@pytest.mark.promise("AL-9")
def test_minutes_and_nights_sold_twice_are_found(problem: Problem) -> None:
    assert check(problem, with_places(solve(problem), 0, 1)) == [
        "site 0 in week 0 uses 120 theatre minutes and has 60",
        "site 0 in week 0 uses 4 bed nights and has 2",
    ]


@pytest.mark.promise("AL-9")
@pytest.mark.parametrize(
    ("weekday", "second", "broken"),
    [
        (4, 3, ["site 0 in week 1 uses 4 bed nights and has 3"]),
        (4, 4, []),
        (0, 0, []),
        (6, 8, ["site 0 in week 1 uses 8 bed nights and has 7"]),
    ],
)
def test_nights_sold_twice_in_the_week_after_are_found(weekday: int, second: int, broken: list[str]) -> None:
    """Two stays of five nights; the ward holds ten in the first week."""
    stay = {"bed_nights": 5}
    beds = pl.concat([nights((0, 10)), nights((0, min(second, 7)), week=1)])
    problem = problem_of(people(stay, stay), places({}), minutes((0, 600), weekday=weekday), beds)
    assert check(problem, with_places(solve(problem), 0, 1)) == broken


def test_check_counts_nights_by_itself() -> None:
    """It takes the day from the cell and not the split of the stay that the planner used."""
    stay = {"bed_nights": 5}
    dated = problem_of(
        people(stay), places({}), minutes((0, 60), weekday=4), pl.concat([nights((0, 3)), nights((0, 1), week=1)])
    )
    plan = solve(dated)
    o = dated.options
    cheat = replace(dated, options=replace(o, nights=np.array([4]), later=np.array([1])))
    assert check(cheat, with_places(plan, 0)) == ["site 0 in week 1 uses 2 bed nights and has 1"]


def test_a_place_that_is_somebody_elses_is_found(problem: Problem) -> None:
    assert "1 patients have a place that is not on their shortlist" in check(
        problem, with_places(solve(problem), 1, -1)
    )


def test_a_place_that_does_not_exist_is_found(problem: Problem) -> None:
    assert check(problem, with_places(solve(problem), 99, -1)) == [
        "1 patients have a place that is not on their shortlist"
    ]


def test_a_patient_placed_twice_is_found(problem: Problem) -> None:
    assert "1 patients are placed twice" in check(problem, with_places(solve(problem), 0, 0))


def test_a_plan_of_another_list_is_found(problem: Problem) -> None:
    assert check(problem, with_places(solve(problem), -1))[0].startswith("The plan is of another problem")


def test_a_false_bound_is_found(problem: Problem) -> None:
    plan = solve(problem)
    false = replace(plan, tiers=(replace(plan.tiers[0], bound=0.1),))
    assert check(problem, false) == ["The bound of priority 4 is below what was found"]


def test_a_place_for_somebody_left_out_is_found(problem: Problem) -> None:
    plan = with_places(solve(problem), 0, -1)
    patients = replace(problem.patients, excluded=np.array([True, False]))
    assert check(replace(problem, patients=patients), plan) == ["1 patients who were left out have a place"]
    sites = replace(problem.sites, excluded=np.array([True]))
    assert check(replace(problem, sites=sites), plan) == ["1 places are at sites that were left out"]
