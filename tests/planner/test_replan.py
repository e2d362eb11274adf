"""Does a plan go on after a change with nobody moved who need not, and every move told with its cause?"""

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.carrying import Earlier
from alongside.planner.check import check
from alongside.planner.edits import (
    with_changed_patient,
    with_minutes,
    with_nights,
    without_patient,
    without_site,
)
from alongside.planner.moves import Cause
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.replan import Replanned, replan
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, InputError, Pin
from tests.planner.instances import (
    claims_on_lower_tiers,
    minutes,
    nights,
    people,
    places,
    problem_of,
    random_problem,
    random_tables,
)

SEEDS = st.integers(0, 10_000)
FORCED = {
    Cause.OFF_LIST,
    Cause.LEFT_OUT,
    Cause.BY_HAND,
    Cause.SITE_OUT,
    Cause.SESSION_GONE,
    Cause.NOT_ACCEPTED,
    Cause.FEWER_MINUTES,
    Cause.FEWER_BEDS,
}


def held(problem: Problem, plan: Plan) -> dict[Any, tuple[Any, int]]:
    """Each placed patient's site and week."""
    return {patient: (site, week) for patient, site, week in plan.placements(problem).iter_rows()}


def again(problem: Problem, plan: Plan, changed: Problem, **asked: Any) -> Replanned:
    return replan(changed, Earlier.of(problem, plan), **asked)


def changed_somehow(problem: Problem, seed: int) -> Problem:
    """One patient, session, ward or site is not what it was."""
    rng = np.random.default_rng(seed)
    patient = int(rng.integers(len(problem.patients)))
    cell, ward = int(rng.integers(len(problem.cells))), int(rng.integers(len(problem.wards)))
    cells, wards = problem.cells, problem.wards
    site, function = int(cells.site[cell]), problem.functions[int(cells.function[cell])]
    share = float(rng.choice([0.0, 0.5, 1.5]))
    edits = (
        lambda: with_minutes(problem, site, function, int(cells.week[cell]), int(share * cells.minutes[cell])),
        lambda: with_nights(problem, int(wards.site[ward]), int(wards.week[ward]), int(share * wards.nights[ward])),
        lambda: without_site(problem, site),
        lambda: without_patient(problem, patient),
        lambda: with_changed_patient(problem, patient, priority=2, weeks_waited=80),
        lambda: with_changed_patient(problem, patient, minutes=200, nights=2),
    )
    return edits[int(rng.integers(len(edits)))]()


@pytest.mark.slow
@pytest.mark.promise("AL-9")
@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, policy=st.sampled_from(POLICIES), weeks=st.sampled_from([1, 3]))
def test_replanned_plan_keeps_every_rule_and_lists_every_move(seed: int, policy: str, weeks: int) -> None:
    problem = random_problem(seed, weeks=weeks)
    before = solve(problem, policy)
    changed = changed_somehow(problem, seed)
    found = again(problem, before, changed)
    assert check(changed, found.plan) == []
    was, now = held(problem, before), held(changed, found.plan)
    differ = {one: (was.get(one), now.get(one)) for one in was.keys() | now.keys() if was.get(one) != now.get(one)}
    told = {row[0]: (row[1:3], row[3:5]) for row in found.moves.iter_rows()}
    blank = (None, None)
    assert {one: (a or blank, b or blank) for one, (a, b) in differ.items()} == told
    assert found.moves["patient_id"].is_unique().all()
    assert set(found.moves["cause"]) <= {one.value for one in Cause}


@pytest.mark.slow
@pytest.mark.promise("AL-6")
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, policy=st.sampled_from(POLICIES))
def test_same_change_gives_the_same_plan(seed: int, policy: str) -> None:
    problem = random_problem(seed)
    before, changed = solve(problem, policy), changed_somehow(problem, seed)
    first, second = (again(problem, before, changed) for _ in range(2))
    assert np.array_equal(first.plan.chosen, second.plan.chosen)
    assert first.moves.equals(second.moves)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, policy=st.sampled_from(POLICIES), weeks=st.sampled_from([1, 3]))
def test_nobody_moves_when_nothing_has_changed(seed: int, policy: str, weeks: int) -> None:
    problem = random_problem(seed, weeks=weeks)
    before = solve(problem, policy)
    found = again(problem, before, random_problem(seed, weeks=weeks))
    assert found.moves.is_empty()
    assert found.plan.objective == pytest.approx(before.objective)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, weeks=st.sampled_from([1, 3]))
def test_nobody_without_a_place_could_take_one_from_lower_tiers(seed: int, weeks: int) -> None:
    """The fairness theorem of `tiers` holds after a change as before it."""
    problem = random_problem(seed, fill=0.3, weeks=weeks)
    changed = changed_somehow(problem, seed)
    plan = again(problem, solve(problem, "tiers"), changed).plan
    assert [claims_on_lower_tiers(changed, plan, priority) for priority in (2, 3, 4)] == [[], [], []]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_with_infinite_stability_only_those_move_who_must(seed: int) -> None:
    problem = random_problem(seed)
    changed = changed_somehow(problem, seed)
    moves = again(problem, solve(problem, "weighted"), changed, stability=math.inf).moves
    had_a_place = moves.filter(pl.col("from_site_id").is_not_null())
    assert set(had_a_place["cause"]) <= {one.value for one in FORCED}


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, policy=st.sampled_from(POLICIES))
def test_who_shares_no_site_with_the_change_never_moves(seed: int, policy: str) -> None:
    """Two areas that nobody travels between; a session of the first is gone."""
    patients, sites, sessions, beds = random_tables(seed, count=30)
    far = 1_000.0
    both = [
        pl.concat([patients, patients.with_columns(pl.col("patient_id") + 100, pl.col("x_km") + far)]),
        pl.concat([sites, sites.with_columns(pl.col("site_id") + 10, pl.col("x_km") + far)]),
        *(pl.concat([one, one.with_columns(pl.col("site_id") + 10)]) for one in (sessions, beds)),
    ]
    problem = problem_of(*both)
    moves = again(problem, solve(problem, policy), with_minutes(problem, 0, "110", 0, 0)).moves
    assert (moves["patient_id"] < 100).all()


@pytest.mark.parametrize("policy", POLICIES)
def test_halved_session_keeps_who_is_worth_most_there(policy: str) -> None:
    problem = problem_of(people({"priority": 2}, {"priority": 4}), places({}), minutes((0, 120)))
    found = again(problem, solve(problem, policy), with_minutes(problem, 0, "110", 0, 60))
    assert found.moves.rows() == [
        (1, 0, 0, None, None, "fewer_minutes", None, "There are fewer theatre minutes where they were")
    ]


def test_patient_of_a_session_that_is_gone_goes_where_there_is_room() -> None:
    problem = problem_of(people({}), places({}, {"x_km": 9.0}), minutes((0, 60), (1, 60)))
    found = again(problem, solve(problem), with_minutes(problem, 0, "110", 0, 0))
    assert found.moves.select("from_site_id", "to_site_id", "cause").rows() == [(0, 1, "session_gone")]


def test_urgent_patient_of_a_site_left_out_takes_the_place_of_a_lower_priority() -> None:
    """The fairness theorem is a cause for a move, whatever the stability."""
    near, far = {"priority": 2}, {"priority": 4, "x_km": 20.0}
    problem = problem_of(people(near, far), places({}, {"x_km": 20.0}), minutes((0, 60), (1, 60)))
    found = again(problem, solve(problem, "tiers"), without_site(problem, 0), stability=math.inf)
    assert found.moves.select("patient_id", "to_site_id", "cause", "because_of").rows() == [
        (0, 1, "site_out", None),
        (1, None, "made_way", 0),
    ]
    assert found.moves["words"][1] == "Made way for patient 0"


@pytest.mark.parametrize(("stability", "moved"), [(0.0, 1), (2.0, 0), (math.inf, 0)])
def test_stability_keeps_a_patient_from_a_place_that_is_only_a_little_better(stability: float, moved: int) -> None:
    """Somebody leaves the nearer site; who is at the farther one gains 0.07 by moving there."""
    problem = problem_of(
        people({"priority": 2}, {"weeks_waited": 9}), places({}, {"x_km": 9.0}), minutes((0, 60), (1, 60))
    )
    before = solve(problem)
    found = again(problem, before, without_patient(problem, 0), stability=stability)
    assert (found.moves["cause"] == "better").sum() == moved


def test_new_patient_comes_in_and_who_makes_way_is_told() -> None:
    """Two new patients of 60 minutes: one fits, the more urgent one sends a lower priority away."""
    rows = [{"priority": 4}, {"priority": 4, "weeks_waited": 30}]
    problem = problem_of(people(*rows), places({}), minutes((0, 120)))
    longer = problem_of(people(*rows, {"priority": 2}), places({}), minutes((0, 120)))
    found = again(problem, solve(problem), longer)
    assert found.moves.select("patient_id", "cause", "because_of").rows() == [(0, "made_way", 2), (2, "new", None)]


def test_places_that_were_kept_as_rows_are_carried_on() -> None:
    """Ids are text, the order is another, one patient has left the list and one priority has changed."""
    patients = people({}, {"priority": 4}, {"priority": 2}).with_columns(pl.col("patient_id").cast(pl.String))
    problem = problem_of(patients, places({}), minutes((0, 60)))
    kept = pl.DataFrame(
        {"patient_id": ["9", "2", "1"], "site_id": [0, None, None], "week": [0, None, None], "priority": [2, 3, 4]}
    )
    moves = replan(problem, Earlier.placed(kept), policy="tiers").moves
    assert moves.select("patient_id", "cause").rows() == [("9", "off_list"), ("2", "changed")]


def test_pinned_patient_goes_to_the_pin_and_the_other_makes_way() -> None:
    rows, sites, sessions = people({"priority": 2}, {}), places({}, {"x_km": 9.0}), minutes((0, 60))
    problem = problem_of(rows, sites, sessions)
    pinned = problem_of(rows, sites, sessions, adjustments=Adjustments(pins=(Pin(1, 0),)))
    moves = again(problem, solve(problem), pinned).moves
    assert moves.select("patient_id", "cause").rows() == [(0, "made_way"), (1, "by_hand")]


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES)
def test_replanned_worth_is_close_to_that_of_a_new_plan_and_below_the_bound(policy: str) -> None:
    for seed in (1, 2, 6):
        problem = random_problem(seed, count=200, fill=0.3)
        changed = changed_somehow(problem, seed)
        plan, new = again(problem, solve(problem, policy), changed).plan, solve(changed, policy)
        assert plan.objective <= plan.bound + 1e-9
        assert new.tiers[0].objective <= plan.tiers[0].bound + 1e-6
        assert plan.tiers[0].objective >= 0.98 * new.tiers[0].objective


@pytest.mark.parametrize("empty", [people({}).head(0), people({})])
def test_empty_lists_and_no_capacity_are_replanned(empty: pl.DataFrame) -> None:
    problem = problem_of(empty, places({}), minutes())
    assert again(problem, solve(problem), problem).moves.is_empty()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"policy": "x"}, "policy"),
        ({"effort": "x"}, "effort"),
        ({"stability": -1}, "stability"),
        ({"stability": math.nan}, "stability"),
    ],
)
def test_what_cannot_be_asked_is_said(asked: dict[str, Any], words: str) -> None:
    problem = problem_of(people({}), places({}), minutes((0, 60)))
    with pytest.raises(InputError, match=words):
        again(problem, solve(problem), problem, **asked)


def test_beds_that_are_gone_are_the_cause_of_a_move() -> None:
    stay = {"bed_nights": 2}
    problem = problem_of(people(stay, {}), places({}), minutes((0, 600)), nights((0, 2)))
    moves = again(problem, solve(problem), with_nights(problem, 0, 0, 1)).moves
    assert moves.select("patient_id", "cause").rows() == [(0, "fewer_beds")]


def test_everybody_has_left_the_list() -> None:
    problem = problem_of(people({}), places({}), minutes((0, 60)))
    nobody = problem_of(people({}).head(0), places({}), minutes((0, 60)))
    assert again(problem, solve(problem), nobody).moves["cause"].to_list() == ["off_list"]


@pytest.mark.parametrize("kept", [{"patient_id": [0]}, {"patient_id": [0, 0], "site_id": [0, 0], "week": [0, 0]}])
def test_earlier_places_that_cannot_be_read_are_refused(kept: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="earlier places"):
        Earlier.placed(pl.DataFrame(kept))


def test_ids_of_another_kind_are_nobody_on_the_list() -> None:
    problem = problem_of(people({}), places({}), minutes((0, 60)))
    kept = pl.DataFrame({"patient_id": ["x"], "site_id": ["y"], "week": [0]})
    with pytest.raises(InputError, match="ids"):
        replan(problem, Earlier.placed(kept))


@pytest.mark.parametrize("policy", POLICIES)
def test_room_at_a_site_that_is_out_counts_for_nothing_in_the_bound(policy: str) -> None:
    problem = random_problem(3)
    before, changed = solve(problem, policy), without_site(problem, 0)
    prices = again(problem, before, changed).plan.prices
    out = np.concatenate((changed.cells.site, changed.wards.site)) == 0
    assert before.prices[:, out].any()
    assert not prices[:, out].any()
    assert prices[:, ~out].any()
