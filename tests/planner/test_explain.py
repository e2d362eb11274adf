"""Is there a true reason for every patient?"""

from typing import Any

import polars as pl
import pytest

from alongside.planner.change_words import about, capacity_words
from alongside.planner.explain import Explanations, explain
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, Pin
from tests.planner.instances import minutes, nights, people, places, problem_of, random_problem


def told(patients: Any, sites: Any, sessions: Any, beds: Any = None, **more: Any) -> Explanations:
    """The explanations of the plan of these tables."""
    problem = problem_of(patients, sites, sessions, beds, **more)
    return explain(problem, solve(problem))


CASES = [
    ({}, "placed", "Placed at site 0, 0 km away: the nearest of two sites that could treat this patient."),
    (
        {"asa": 5},
        "not_eligible",
        "The 2 sites that offer Trauma and Orthopaedics refuse. site 0, the nearest: The ASA grade is above this site's limit.",  # noqa: E501
    ),
    ({"treatment_function": "130"}, "no_service", "No site offers Ophthalmology in this plan."),
    (
        {"max_km": 3.0, "x_km": -10.0},
        "too_far",
        "2 sites could treat this patient, none within 3 km; the nearest, site 0, is 10 km away.",
    ),
    (
        {"theatre_minutes": 9000},
        "too_long",
        "2 sites could treat this patient, but none has the 9000 theatre minutes needed in one week.",
    ),
]


@pytest.mark.promise("AL-6")
@pytest.mark.parametrize(("patient", "code", "words"), CASES)
def test_every_kind_of_outcome_is_said_in_words(patient: dict[str, Any], code: str, words: str) -> None:
    frame = told(people(patient), places({}, {"x_km": 9.0}), minutes((0, 600), (1, 600))).frame
    assert (frame["code"][0], frame["words"][0]) == (code, words)


def test_full_names_priority_and_what_would_help() -> None:
    frame = told(people({"priority": 2}, {"priority": 3}), places({"x_km": 4.0}), minutes((0, 60))).frame
    assert frame["words"][1] == (
        "One site could treat this patient within 4 km; it is full with patients of higher clinical priority."
    )
    assert frame["change"][1] == "With 1 more orthopaedic session at site 0 this patient would have a place."


def test_full_for_want_of_beds_asks_for_nights() -> None:
    stay = {"bed_nights": 2}
    frame = told(people({"priority": 2, **stay}, stay), places({}), minutes((0, 600)), nights((0, 2))).frame
    assert frame["extra_nights"][1] >= 2
    assert frame["change"][1] == "With 4 more bed nights at site 0 this patient would have a place."


def test_beds_that_stand_empty_are_not_asked_for() -> None:
    stay = {"bed_nights": 2}
    frame = told(people({"priority": 2, **stay}, stay), places({}), minutes((0, 60)), nights((0, 90))).frame
    assert frame["extra_nights"][1] == 0


FIRST = [
    ({"weeks_waited": 20}, " who have waited longer."),
    ({"x_km": 1.0}, " who live nearer."),
    ({"theatre_minutes": 50}, " who need less theatre or bed time."),
    ({"weeks_waited": 20, "priority": 3}, " of higher clinical priority."),
]


@pytest.mark.promise("AL-6")
@pytest.mark.parametrize(("winner", "words"), FIRST)
def test_full_says_in_what_those_with_the_places_come_first(winner: dict[str, Any], words: str) -> None:
    frame = told(people(winner, {}), places({"x_km": 4.0}), minutes((0, 60))).frame
    assert frame["code"].to_list() == ["placed", "full"]
    assert frame["words"][1].endswith(f"it is full with patients{words}")


def test_full_in_every_week_names_all_that_is_true_of_somebody() -> None:
    patients = people({"priority": 2}, {"weeks_waited": 20}, {})
    sessions = pl.concat([minutes((0, 60), week=week) for week in range(2)])
    assert (
        told(patients, places({}), sessions)
        .frame["words"][2]
        .endswith("it is full for all 2 weeks with patients of higher clinical priority, or who have waited longer.")
    )


def test_a_long_queue_is_told_as_a_queue_over_all_weeks() -> None:
    """Two weeks with one session each, and ninety patients of higher priority before the last."""
    patients = people(*({"priority": 3, "theatre_minutes": 240} for _ in range(92)), {"theatre_minutes": 240})
    sessions = pl.concat([minutes((0, 240), week=week) for week in range(2)])
    frame = told(patients, places({}), sessions).frame
    row = frame.row(92, named=True)
    assert row["extra_before"] == 90
    assert row["extra_week"] is None
    assert row["extra_sessions_a_week"] == -(-row["extra_sessions"] // 2)
    assert 91 <= row["extra_sessions"] <= 91 * 1.1 + 1
    assert row["change"] == (
        f"About 90 patients come before this one at site 0: about {row['extra_sessions_a_week']} more sessions a week "
        "there for the 2 weeks would reach this patient."
    )


WORDS = [
    ((1, 0, 0), 13, "With about 1 more orthopaedic session at X in these 13 weeks this patient would have a place."),
    (
        (3, 1, 5),
        13,
        "With about 3 more orthopaedic sessions and 1 more bed night at X in these 13 weeks this patient would have a place.",  # noqa: E501
    ),
    ((0, 2, 0), 1, "With 2 more bed nights at X this patient would have a place."),
    (
        (20, 0, 1),
        13,
        (
            "About 1 patient comes before this one at X, where it would take least: about 20 more sessions there over "
            "the 13 weeks would reach this patient."
        ),
    ),
    (
        (1300, 13, 1412),
        13,
        (
            "About 1,400 patients come before this one at X, where it would take least: about 100 more sessions and "
            "1 more bed night a week there for the 13 weeks would reach this patient."
        ),
    ),
    ((40, 0, 0), 13, "With about 40 more orthopaedic sessions at X in these 13 weeks this patient would have a place."),
]


@pytest.mark.parametrize(("amounts", "weeks", "words"), WORDS)
def test_what_would_give_a_place_in_words(amounts: tuple[int, int, int], weeks: int, words: str) -> None:
    sessions, beds, before = amounts
    told = {"extra_sessions": sessions, "extra_nights": beds, "extra_before": before, "extra_week": None}
    told |= {"extra_sessions_a_week": -(-sessions // weeks), "extra_nights_a_week": -(-beds // weeks)}
    frame = pl.DataFrame([told | {"extra_site": "X", "session": "orthopaedic", "choices": 2}]).with_columns(
        about("extra_before")
    )
    assert frame.select(capacity_words(weeks)).item() == words


def test_a_site_too_far_away_says_how_far_and_the_limit() -> None:
    one = told(people({"max_km": 20.0}), places({}, {"x_km": 30.2}), minutes((0, 60), (1, 60))).one(0)
    assert [reason.message for reason in one.sites[1].reasons] == ["31 km away; this patient can travel 20 km"]


def test_a_place_further_off_says_that_the_nearer_is_full() -> None:
    frame = told(people({"priority": 2}, {}), places({}, {"x_km": 9.0}), minutes((0, 60), (1, 60))).frame
    assert frame["words"][1].endswith(
        "number 2 by distance of two sites that could treat this patient; the nearer one is full."
    )


def test_left_out_and_pinned_are_told() -> None:
    by_hand = Adjustments(pins=(Pin(1, 0),), excluded_patients=frozenset({0}))
    frame = told(people({}, {"asa": 5}), places({}), minutes((0, 60)), adjustments=by_hand).frame
    assert frame["code"].to_list() == ["excluded", "pinned"]


def test_one_lists_every_site_nearest_first_with_its_verdict() -> None:
    sites = places({"x_km": 30.0}, {"x_km": 5.0, "max_asa": 0}, {"x_km": 1.0}, {"x_km": 200.0})
    whole = told(people({}), sites, minutes((0, 60), (1, 60), (2, 60), (3, 60)), nearest=1).one(0)
    assert [(site.site_id, site.verdict.value) for site in whole.sites] == [
        (2, "placed here"),
        (1, "cannot accept"),
        (0, "could treat, not among the nearest"),
        (3, "too far"),
    ]
    assert [reason.rule_id for reason in whole.sites[1].reasons] == ["asa"]


def test_one_of_an_unknown_patient_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        told(people({}), places({}), minutes((0, 60))).one(77)


@pytest.mark.slow
@pytest.mark.promise("AL-6")
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("weeks", [1, 3])
def test_every_patient_has_words_and_everyone_full_has_what_would_help(policy: str, weeks: int) -> None:
    problem = random_problem(1, count=300, weeks=weeks)
    frame = explain(problem, solve(problem, policy)).frame
    assert frame["words"].null_count() == 0
    assert (frame["words"].str.len_chars() > 20).all()
    assert frame.filter(code="full")["extra_sessions"].null_count() == 0
    assert frame["patient_id"].to_list() == problem.patients.ids.to_list()
