"""Is there a true reason for every patient?"""

from typing import Any

import numpy as np
import pytest

from alongside.planner.counterfactual import SESSION_MINUTES, extra_needed
from alongside.planner.explain import Explanations, explain
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, Pin
from tests.planner.instances import minutes, nights, people, places, problem_of, random_problem, random_tables


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
    assert (
        frame["change"][1] == "With 1 more Trauma and Orthopaedics session at site 0 this patient would have a place."
    )


def test_full_for_want_of_beds_asks_for_nights() -> None:
    stay = {"bed_nights": 2}
    frame = told(people({"priority": 2, **stay}, stay), places({}), minutes((0, 600)), nights((0, 2))).frame
    assert frame["extra_nights"][1] >= 2
    assert "more bed nights" in frame["change"][1]


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


@pytest.mark.slow
@pytest.mark.promise("AL-6")
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", range(2))
def test_promised_additions_give_a_place_when_the_plan_is_made_again(policy: str, seed: int) -> None:
    problem = problem_of(*random_tables(seed, count=400, sites=4, fill=0.3))
    plan = solve(problem, policy)
    extra = extra_needed(problem, plan)
    asked = np.flatnonzero(extra.option >= 0)
    for patient in np.random.default_rng(seed).choice(asked, 5, replace=False):
        more = problem.with_added(
            int(extra.option[patient]), int(extra.sessions()[patient]) * SESSION_MINUTES, int(extra.nights[patient])
        )
        assert solve(more, policy).chosen[patient] >= 0, f"patient {patient}"
