"""Do stays use the beds of every week they are in, and do urgent patients have a place in time?"""

from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.check import check
from alongside.planner.explain import explain
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.shortlist import LEAST, in_time, worth
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import ANY_DAY, NEVER_DUE
from tests.planner.instances import (
    best_worth,
    minutes,
    nights,
    people,
    places,
    problem_of,
    random_tables,
)

MONDAY, FRIDAY = 0, 4
STAY = {"bed_nights": 5}


def weeks_taken(problem: Problem, plan: Plan) -> list[int | None]:
    """The week of each patient's place, None without one."""
    return [int(problem.options.week[one]) if one >= 0 else None for one in plan.chosen]


def friday(beds: pl.DataFrame, *, patients: int = 2) -> Problem:
    """Patients who stay five nights, and one site that operates on the Friday of the first week."""
    return problem_of(people(*[STAY] * patients), places({}), minutes((0, 600), weekday=FRIDAY), beds)


def beds_of(*amounts: int) -> pl.DataFrame:
    """The bed nights of site 0 in each week."""
    return pl.concat([nights((0, amount), week=week) for week, amount in enumerate(amounts)])


def test_friday_operation_with_five_nights_uses_three_this_week_and_two_of_the_next() -> None:
    problem = friday(beds_of(3, 2), patients=1)
    assert (problem.options.nights.tolist(), problem.options.later.tolist()) == ([3], [2])
    assert solve(problem).placed == 1
    assert solve(friday(beds_of(2, 9), patients=1)).placed == 0
    assert solve(friday(beds_of(9, 1), patients=1)).placed == 0


@pytest.mark.promise("AL-9")
@pytest.mark.parametrize(("next_week", "placed"), [(0, 0), (1, 0), (3, 1), (4, 2)])
def test_two_such_stays_do_not_oversell_the_next_week(next_week: int, placed: int) -> None:
    problem = friday(beds_of(6, next_week))
    plan = solve(problem)
    assert plan.placed == placed
    assert check(problem, plan) == []


def test_nights_beyond_the_last_week_are_not_counted() -> None:
    assert solve(friday(beds_of(6))).placed == 2


def test_week_of_the_plan_without_beds_has_none() -> None:
    """Another site operates in week 1, so that week is in the plan; the first site gave no beds for it."""
    sessions = pl.concat([minutes((0, 600), weekday=FRIDAY), minutes((1, 60), week=1, weekday=FRIDAY)])
    problem = problem_of(people(STAY), places({}, {"x_km": 1.0}), sessions, beds_of(9))
    assert problem.wards.after[problem.wards.row_of(np.array([0]), np.array([0]))] >= 0
    assert solve(problem).placed == 0


def test_week_between_beds_has_none() -> None:
    beds = pl.concat([nights((0, 9)), nights((0, 9), week=2)])
    assert solve(friday(beds, patients=1)).placed == 0


def test_without_a_day_a_stay_is_in_its_own_week() -> None:
    problem = problem_of(people({"bed_nights": 9}), places({}), minutes((0, 60)), beds_of(9, 0))
    assert problem.cells.day.tolist() == [ANY_DAY]
    assert (problem.options.nights.tolist(), problem.options.later.tolist()) == ([9], [0])
    assert solve(problem).placed == 1


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([(60, MONDAY), (60, FRIDAY)], 2),
        ([(60, MONDAY), (240, FRIDAY)], 3),
        ([(0, MONDAY), (0, FRIDAY)], 2),
        ([(60, None), (60, FRIDAY)], FRIDAY),
        ([(60, None)], ANY_DAY),
    ],
)
def test_day_of_a_cell_is_the_mean_of_its_sessions_weighed_by_minutes(
    rows: list[tuple[int, int | None]], day: int
) -> None:
    weekdays = pl.Series([weekday for _, weekday in rows], dtype=pl.Int64)
    sessions = minutes(*[(0, amount) for amount, _ in rows]).with_columns(weekday=weekdays)
    assert problem_of(people({}), places({}), sessions).cells.day.tolist() == [day]


def test_long_stay_goes_on_through_every_week() -> None:
    """Nineteen nights from a Friday: 3, 7, 7 and 2."""
    patients, sessions = people({"bed_nights": 19}), minutes((0, 60), weekday=FRIDAY)
    assert solve(problem_of(patients, places({}), sessions, beds_of(3, 7, 7, 2))).placed == 1
    for short in [(2, 7, 7, 2), (3, 6, 7, 2), (3, 7, 6, 2), (3, 7, 7, 1)]:
        assert solve(problem_of(patients, places({}), sessions, beds_of(*short))).placed == 0


@pytest.mark.parametrize("stay", [400, 2**31 - 1])
def test_stay_beyond_all_beds_has_no_place_and_a_reason(stay: int) -> None:
    problem = problem_of(
        people({"bed_nights": stay}, {}), places({}), minutes((0, 600), weekday=FRIDAY), beds_of(9, 7, 6, 7)
    )
    plan = solve(problem)
    assert check(problem, plan) == []
    frame = explain(problem, plan).frame
    assert frame["code"].to_list()[1:] == ["placed"]
    assert frame["site_id"].to_list() == [None, 0]
    assert (frame["words"].str.len_chars() > 0).all()


def test_explicit_options_go_on_into_the_next_week(tmp_path: Path) -> None:
    options = {"patient_id": 1, "site_id": 0, "treatment_function": "110", "week": 0, "value": 1.0}
    pl.DataFrame([{**options, "theatre_minutes": 60, "bed_nights": 5}]).write_parquet(tmp_path / "options.parquet")
    minutes((0, 60), weekday=FRIDAY).write_parquet(tmp_path / "sessions.parquet")
    for beds, placed in ((beds_of(3, 2), 1), (beds_of(3, 1), 0)):
        beds.write_parquet(tmp_path / "beds.parquet")
        assert solve(Problem.from_folder(tmp_path)).placed == placed


def test_added_nights_are_shared_as_the_stay_is() -> None:
    problem = friday(beds_of(0, 0), patients=1)
    assert problem.with_added(0, 0, 5).wards.nights.tolist() == [3, 2]
    assert solve(problem.with_added(0, 0, 5)).placed == 1
    assert problem.with_added(0, 0, 20).wards.nights.tolist() == [12, 8]


def test_spread_nights_reach_into_the_week_after() -> None:
    sessions = pl.concat([minutes((0, 60), week=week, weekday=FRIDAY) for week in range(3)])
    problem = problem_of(people(STAY), places({}), sessions, beds_of(0, 0, 0, 0))
    assert problem.with_spread(0, 0, 15).wards.nights.tolist() == [3, 5, 5, 2]
    assert solve(problem.with_spread(0, 0, 5)).placed == 1


def dated_tables(
    seed: int, weeks: int, count: int = 40
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A random area whose sessions have days, one for each site, function and week, and whose stays are long."""
    patients, sites, sessions, beds = random_tables(seed, count=count, weeks=weeks)
    rng = np.random.default_rng(seed)
    patients = patients.with_columns(bed_nights=pl.Series(rng.choice([0, 1, 4, 9, 20], count)))
    days = pl.Series(rng.choice([0, 2, 4, 6], sessions.height))
    short = pl.Series(rng.integers(0, 40, beds.height))
    return patients, sites, sessions.with_columns(weekday=days), beds.with_columns(bed_nights=short)


def slept_by_day(tables: tuple[pl.DataFrame, ...], problem: Problem, plan: Plan) -> Counter[tuple[int, int]]:
    """From the tables alone: beds used at each site on each day of the plan."""
    patients, _, sessions, _ = tables
    stay = dict(patients.select("patient_id", "bed_nights").rows())
    function = dict(patients.select("patient_id", "treatment_function").rows())
    day = {tuple(key): on for *key, on in sessions.select("site_id", "treatment_function", "week", "weekday").rows()}
    used: Counter[tuple[int, int]] = Counter()
    for patient, site, week in plan.placements(problem).rows():
        begins = 7 * week + day[site, function[patient], week]
        used.update((site, begins + night) for night in range(stay[patient]))
    return used


@pytest.mark.slow
@pytest.mark.promise("AL-9")
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), weeks=st.sampled_from([1, 2, 4]), policy=st.sampled_from(POLICIES))
def test_no_ward_sells_a_night_twice_counted_day_by_day(seed: int, weeks: int, policy: str) -> None:
    tables = dated_tables(seed, weeks)
    problem = problem_of(*tables)
    plan = solve(problem, policy)
    assert check(problem, plan) == []
    by_week: Counter[tuple[int, int]] = Counter()
    for (site, day), used in slept_by_day(tables, problem, plan).items():
        by_week[site, day // 7] += used
    held = {(site, week): amount for site, week, amount in tables[3].rows()}
    over = {key: used for key, used in by_week.items() if key[1] < weeks and used > held[key]}
    assert over == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_long_stays_keep_plan_and_bound_on_both_sides_of_the_optimum(seed: int) -> None:
    problem = problem_of(*dated_tables(seed, 3))
    plan, best = solve(problem, "weighted", effort="best"), best_worth(problem)
    assert 0.95 * best <= plan.objective <= best + 1e-6 <= plan.bound + 2e-6


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    ("first", "second", "weeks", "taken"),
    [
        # Who is due sooner goes first, though the other has waited longer.
        ({"due_week": 0}, {"due_week": 3, "weeks_waited": 13}, (0, 2), [0, 2]),
        # A place in time is not given up so that somebody who is late anyway is a little less late.
        ({"due_week": 1}, {"due_week": -3}, (1, 2), [1, 2]),
        # Both are late in any place: then who has waited longer goes first, as ever.
        ({"due_week": -1}, {"due_week": -9, "weeks_waited": 30}, (2, 5), [5, 2]),
        # Overdue counts in full in the first week.
        ({"due_week": -9, "weeks_waited": 11}, {"due_week": 0}, (0, 1), [0, 1]),
        # Without a due date nothing is late.
        ({"due_week": 1}, {"due_week": None, "weeks_waited": 13}, (1, 8), [1, 8]),
        # Late is better than never.
        ({"due_week": -4, "weeks_waited": 13}, {"due_week": 0}, (9, 12), [9, 12]),
    ],
)
def test_due_weeks_decide_between_equals(
    policy: str, first: dict[str, object], second: dict[str, object], weeks: tuple[int, int], taken: list[int]
) -> None:
    sessions = pl.concat([minutes((0, 60), week=week) for week in weeks])
    patients = people({"priority": 2, **first}, {"priority": 2, **second})
    problem = problem_of(patients, places({}), sessions)
    assert weeks_taken(problem, solve(problem, policy)) == taken


@pytest.mark.parametrize("policy", POLICIES)
def test_late_urgent_patient_still_goes_before_an_equal_one_of_the_next_priority(policy: str) -> None:
    patients = people({"priority": 2, "due_week": -5}, {"priority": 3, "due_week": 51})
    problem = problem_of(patients, places({}), minutes((0, 60), week=51))
    assert weeks_taken(problem, solve(problem, policy)) == [51, None]


@pytest.mark.parametrize("policy", POLICIES)
def test_urgent_patient_takes_the_place_in_time_from_one_who_is_not_due(policy: str) -> None:
    """Alone, priority 4 with a long wait would be worth more in the first week under `weighted`."""
    sessions = pl.concat([minutes((0, 60), week=1), minutes((0, 60), week=5)])
    patients = people({"priority": 2, "weeks_waited": 0, "due_week": 1}, {"priority": 4, "weeks_waited": 90})
    problem = problem_of(patients.with_columns(pl.col("due_week").cast(pl.Int64)), places({}), sessions)
    assert weeks_taken(problem, solve(problem, policy)) == [1, 5]


@settings(deadline=None)
@given(due=st.integers(-60, 60), week=st.integers(0, 100))
def test_a_later_week_is_never_worth_more_and_never_nothing(due: int, week: int) -> None:
    assert 1 >= in_time(week, due) >= in_time(week + 1, due) >= LEAST > 0.5
    assert in_time(week, due) == 1 or week > max(due, 0)
    assert worth(2, 4, 10.0, week, due) > worth(2, 4, 10.0, week + 1, due) > 0 or week >= 99


@pytest.mark.parametrize("policy", POLICIES)
def test_without_due_weeks_the_worth_is_the_published_one(policy: str) -> None:
    """w x (1 + weeks / 18) x (1 - 0.3 km / 120) x (1 - 0.01 week), also where the column is there but blank."""
    tables = random_tables(3, weeks=4)
    blank = tables[0].with_columns(due_week=pl.lit(None, pl.Int64))
    for patients in (tables[0], blank):
        problem = problem_of(patients, *tables[1:])
        o, listed = problem.options, problem.patients
        weight = np.array([0, 0, 8, 4, 2])[listed.priority[o.patient]]
        expected = weight * (1 + listed.weeks_waited[o.patient] / 18) * (1 - 0.3 * o.km / 120) * (1 - 0.01 * o.week)
        assert problem.values(policy) == pytest.approx(expected, rel=1e-6)


def test_tie_break_keeps_to_due_weeks() -> None:
    rows = [{"priority": 2, "due_week": 0, "tie_break": 0.0}, {"priority": 2, "due_week": 3, "tie_break": 1.0}]
    sessions = pl.concat([minutes((0, 60)), minutes((0, 60), week=2)])
    problem = problem_of(people(*rows), places({}), sessions)
    assert weeks_taken(problem, solve(problem)) == [0, 2]
    assert (problem.values("tiers") >= problem.options.value).all()


def test_due_weeks_are_kept_as_given() -> None:
    problem = problem_of(people({"due_week": -2}, {"due_week": None}, {"due_week": 7}), places({}), minutes((0, 60)))
    assert problem.patients.due_week is not None
    assert problem.patients.due_week.tolist() == [-2, NEVER_DUE, 7]
    assert problem_of(people({}), places({}), minutes((0, 60))).patients.due_week is None
