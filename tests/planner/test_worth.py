"""Is what one more session is said to be worth what planning again with it brings, and is a gap told honestly?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.check import check
from alongside.planner.greedy import in_turn
from alongside.planner.plan import Plan, Tier
from alongside.planner.problem import Problem
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, Ints, Pin
from alongside.planner.worth import BED, SESSION, places_lacking, side_by_side, worth_of_more
from tests.planner.instances import (
    best_worth,
    greedy_worth,
    minutes,
    nights,
    people,
    places,
    problem_of,
    random_problem,
)


def with_one_more(problem: Problem, site: int, function: str, length: int) -> Problem:
    """The same problem with one more session in each week in which that site has any of that function."""
    cells = problem.cells
    here = (cells.site == problem.sites.ids.to_list().index(site)) & (
        cells.function == problem.functions.index(function)
    )
    return replace(problem, cells=replace(cells, minutes=cells.minutes + here * length))


def placed_with(problem: Problem, policy: str, seeds: int) -> float:
    """The mean over some seeds, as one more patient or two is the luck of the search."""
    return float(np.mean([solve(problem, policy, seed).placed for seed in range(seeds)]))


def test_one_more_session_brings_those_who_wait_for_it() -> None:
    """Six of an hour wait for a session of two: one more of four hours brings the four who are left."""
    problem = problem_of(people(*[{"weeks_waited": 10 + n} for n in range(6)]), places({}), minutes((0, 120)))
    row = worth_of_more(problem, solve(problem, "weighted")).filter(unit=SESSION).row(0, named=True)
    assert (row["site"], row["function"], row["weeks"], row["minutes"], row["modelled"]) == (0, "110", 1, 240, True)
    assert row["waiting"] == 4
    assert row["patients"] == pytest.approx(4, abs=0.5)
    assert row["weeks_waited"] == 11.5


def test_nobody_more_than_wait_is_promised() -> None:
    problem = problem_of(people({}, {}, {"weeks_waited": 9}), places({}), minutes((0, 120)))
    row = worth_of_more(problem, solve(problem, "weighted")).filter(unit=SESSION).row(0, named=True)
    assert row["patients"] <= 1 == row["waiting"]


def test_nothing_lacks_where_everybody_is_placed() -> None:
    problem = problem_of(people({}, {}), places({}), minutes((0, 240)))
    table = worth_of_more(problem, solve(problem))
    assert table["patients"].to_list() == [0.0, 0.0]
    assert table["unit"].sort().to_list() == [BED, SESSION]


def test_beds_are_worth_something_only_where_they_lack() -> None:
    stay = {"bed_nights": 2}
    problem = problem_of(people(*[stay] * 9), places({}), minutes((0, 900)), nights((0, 4)))
    table = worth_of_more(problem, solve(problem, "weighted"))
    bed, session = table.filter(unit=BED).row(0, named=True), table.filter(unit=SESSION).row(0, named=True)
    assert bed["patients"] == pytest.approx(3.5, abs=0.5)
    assert session["patients"] < 0.5
    assert bed["function"] == ""


def test_a_site_may_have_sessions_of_its_own_length() -> None:
    problem = problem_of(people(*[{}] * 9), places({}), minutes((0, 120)))
    table = worth_of_more(problem, solve(problem, "weighted"), {(0, "110"): 120}).filter(unit=SESSION)
    assert table["minutes"].to_list() == [120]
    assert table["patients"][0] == pytest.approx(2, abs=0.3)


@pytest.mark.parametrize("policy", POLICIES)
def test_an_empty_list_or_no_capacity_is_worth_nothing(policy: str) -> None:
    for problem in (
        problem_of(people({}), places({}), minutes()),
        problem_of(people({}).clear(), places({}), minutes((0, 60))),
    ):
        plan = solve(problem, policy)
        assert worth_of_more(problem, plan)["patients"].sum() == 0
        assert side_by_side(problem, {"a": plan.chosen})["placed"].to_list() == [0]


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES)
def test_modelled_patients_are_near_those_whom_planning_again_places(policy: str) -> None:
    """Over every site and function of several small areas together: a quarter off, or two fifths with tiers.

    Under tiers an addition also moves people of earlier tiers, which prices of one tier do not tell.
    """
    modelled = found = 0.0
    for seed in range(6):
        problem = random_problem(seed, count=300, fill=0.3, weeks=3)
        table = worth_of_more(problem, solve(problem, policy)).filter(unit=SESSION)
        before = placed_with(problem, policy, 2)
        for row in table.iter_rows(named=True):
            more = with_one_more(problem, row["site"], row["function"], row["minutes"])
            modelled += row["patients"]
            found += placed_with(more, policy, 2) - before
    assert modelled == pytest.approx(found, rel=0.25 if policy == "weighted" else 0.4)


@pytest.mark.slow
def test_worth_of_more_is_near_what_planning_again_is_worth() -> None:
    """At a size where single operations are small beside a cell, the price tells the worth itself."""
    problem = random_problem(1, count=4000, fill=0.3)
    plan = solve(problem, "weighted")
    table = worth_of_more(problem, plan).filter(unit=SESSION)
    gained = [
        solve(with_one_more(problem, row["site"], row["function"], row["minutes"]), "weighted").objective
        - plan.objective
        for row in table.iter_rows(named=True)
    ]
    assert table["worth"].sum() == pytest.approx(sum(gained), rel=0.15)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000))
def test_no_plan_is_worth_more_than_the_places_told(seed: int) -> None:
    problem = random_problem(seed, count=20)
    (tier,) = solve(problem, "weighted").tiers
    places = places_lacking(tier)
    if places is not None:
        assert best_worth(problem) <= tier.objective + places * tier.objective / tier.placed + 1e-6


@pytest.mark.parametrize(
    ("objective", "bound", "placed", "told"),
    [(100, 100, 10, 0), (100, 100.1, 10, 1), (100, 110, 10, 1), (100, 110.5, 10, 2), (0, 5, 0, None)],
)
def test_a_gap_is_told_in_whole_places_rounded_up(
    objective: float, bound: float, placed: int, told: int | None
) -> None:
    assert places_lacking(Tier("priority 2", objective, bound, 20, placed)) == told


def plan_of(problem: Problem, chosen: Ints) -> Plan:
    return Plan(chosen, "weighted", 0, "fast", (), np.zeros(len(chosen), np.int16), np.zeros((0, 0)), 0.0)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), weeks=st.integers(1, 3))
def test_todays_way_keeps_the_rules_and_comes_to_what_is_found_step_by_step(seed: int, weeks: int) -> None:
    problem = random_problem(seed, count=30, weeks=weeks)
    chosen = in_turn(problem)
    assert check(problem, plan_of(problem, chosen)) == []
    assert float(problem.options.value[chosen[chosen >= 0]].sum()) == pytest.approx(greedy_worth(problem))


def test_todays_way_goes_by_priority_then_wait_then_nearness() -> None:
    problem = problem_of(
        people({"weeks_waited": 80}, {"priority": 2, "weeks_waited": 1}, {"priority": 2, "weeks_waited": 5}),
        places({"x_km": 9.0}, {"x_km": 2.0}),
        minutes((0, 60), (1, 60)),
    )
    taken = in_turn(problem)
    assert taken[0] == -1
    assert problem.options.site[taken[1:]].tolist() == [0, 1]


def test_todays_way_puts_those_kept_at_a_site_first() -> None:
    tables = people({"priority": 4}, {"priority": 2}), places({}), minutes((0, 60))
    pinned = problem_of(*tables, adjustments=Adjustments(pins=(Pin(0, 0),)))
    assert (in_turn(pinned) >= 0).tolist() == [True, False]


def test_ways_stand_side_by_side() -> None:
    problem = problem_of(
        people({"priority": 2, "x_km": 4.0, "weeks_waited": 60}, {"x_km": 8.0}, {}), places({}), minutes((0, 120))
    )
    chosen = solve(problem).chosen
    table = side_by_side(problem, {"one": chosen, "none": np.full(3, -1)})
    one, none = table.rows(named=True)
    assert (one["placed"], one["priority_2"], one["priority_4"], one["over_52"], one["sites"]) == (2, 1, 1, 1, 1)
    assert (one["mean_weeks"], one["mean_km"]) == (35.0, 2.0)
    assert (none["placed"], none["worth"], none["mean_weeks"], none["mean_km"]) == (0, 0.0, None, None)


def test_one_sum_trades_a_priority_for_many_others() -> None:
    """One long operation of priority 2, or four short ones of patients who have waited long."""
    problem = problem_of(
        people({"priority": 2, "theatre_minutes": 240, "weeks_waited": 0}, *[{"weeks_waited": 60}] * 4),
        places({}),
        minutes((0, 240)),
    )
    table = side_by_side(problem, {policy: solve(problem, policy).chosen for policy in POLICIES})
    assert table["placed"].to_list() == [1, 4]
    assert table["priority_2"].to_list() == [1, 0]
