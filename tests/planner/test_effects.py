"""Do the figures of a plan add up?"""

import polars as pl
import pytest

from alongside.planner.effects import cells_used, equity, patients_of, summary, wards_used
from alongside.planner.solve import solve
from tests.planner.instances import minutes, nights, people, places, problem_of, random_problem


def test_summary_counts_waits_and_kilometres() -> None:
    problem = problem_of(people({"weeks_waited": 60, "x_km": 6.0}, {"weeks_waited": 53}), places({}), minutes((0, 60)))
    row = summary(problem, solve(problem)).row(0, named=True)
    assert (row["patients"], row["placed"], row["over_52"], row["over_52_not_placed"]) == (2, 1, 2, 1)
    assert (row["mean_weeks_all"], row["mean_weeks_not_placed"], row["mean_km"]) == (56.5, 53.0, 6.0)


@pytest.mark.slow
def test_groups_add_up_to_the_whole() -> None:
    problem = random_problem(2, count=200)
    plan = solve(problem)
    table = summary(problem, plan, ["treatment_function", "priority"])
    assert table["patients"].sum() == 200
    assert table["placed"].sum() == plan.placed


@pytest.mark.promise("AL-11")
def test_equity_sets_each_groups_rate_beside_everybodys() -> None:
    problem = problem_of(people({"priority": 2}, {}, {}, {}), places({}), minutes((0, 120)))
    groups = pl.DataFrame({"quintile": [1, 1, 5, 5]})
    table = equity(problem, solve(problem), "quintile", groups)
    assert table["ratio"].sum() == 2.0
    assert table["percent_of_list"].to_list() == [50.0, 50.0]


def test_equity_of_a_plan_with_nobody_in_it_is_blank() -> None:
    problem = problem_of(people({}), places({}), minutes())
    assert equity(problem, solve(problem), "q", pl.DataFrame({"q": [1]}))["ratio"].to_list() == [None]


def test_capacity_used_and_left_add_up_and_scarce_minutes_have_a_price() -> None:
    stay = {"bed_nights": 1}
    problem = problem_of(people(stay, stay, stay), places({}), minutes((0, 130)), nights((0, 9)))
    plan = solve(problem, "weighted")
    cell, ward = cells_used(problem, plan).row(0, named=True), wards_used(problem, plan).row(0, named=True)
    assert (cell["minutes"], cell["used"], cell["left"]) == (130, 120, 10)
    assert cell["price_per_minute"] > 0
    assert cell["session_patients"] == 4.0
    assert (ward["nights"], ward["used"], ward["left"], ward["price_per_night"]) == (9, 2, 7, 0.0)


def test_patients_keep_the_order_of_the_list() -> None:
    problem = problem_of(people({}, {"priority": 2}), places({}), minutes((0, 60)))
    frame = patients_of(problem, solve(problem))
    assert frame["placed"].to_list() == [False, True]
    assert frame["site_id"].to_list() == [None, 0]
