"""Regulatory differences: a review at independent hospitals alone, never a refusal, with version and workaround."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.criteria import CriteriaSet, SiteFacts
from alongside.domain.differences import TURNS_ON, Difference, as_criterion, gaps, rules_at
from alongside.domain.eligibility import Outcome, decide

DAY = date(2026, 1, 31)
OXYGEN = Difference(1, 3, "No portable oxygen.", "HOOF part B by the NHS team", "on_home_oxygen", "respiratory_team")


def decided(rules, patient):
    return decide(CriteriaSet("X", "", 1, rules, attested_on=DAY), patient, SiteFacts("X"), DAY)


@pytest.mark.row("M-67")
@pytest.mark.promise("AL-6")
@pytest.mark.parametrize(
    ("kind", "on_oxygen", "outcome"),
    [
        ("independent", True, Outcome.REVIEW),
        ("independent", False, Outcome.ACCEPT),
        ("independent", None, Outcome.ACCEPT),
        ("independent", "rubbish", Outcome.REVIEW),
        ("trust", True, Outcome.ACCEPT),
        ("community", True, Outcome.ACCEPT),
    ],
)
def test_oxygen_is_reviewed_at_independent_hospitals_alone(kind, on_oxygen, outcome):
    found = decided(rules_at([OXYGEN], kind), {"on_home_oxygen": on_oxygen})
    assert found.outcome is outcome
    if outcome is Outcome.REVIEW:
        assert (found.reasons[0].rule, found.routes) == ("REG-1", ("respiratory_team",))
        assert "HOOF part B by the NHS team; version 3" in found.reasons[0].message


@given(st.sampled_from(sorted(TURNS_ON)), st.dictionaries(st.sampled_from(sorted(TURNS_ON)), st.booleans()))
def test_difference_never_refuses_anybody(field, patient):
    rules = rules_at([replace(OXYGEN, field=field)], "independent")
    assert decided(rules, patient).outcome is (Outcome.REVIEW if patient.get(field) else Outcome.ACCEPT)


def test_differences_stand_in_the_order_of_their_numbers():
    later = replace(OXYGEN, number=2, field="on_dialysis")
    told = [
        rule.rule_id for rule in rules_at([later, replace(OXYGEN, number=3, field="", route=""), OXYGEN], "independent")
    ]
    assert told == ["REG-1", "REG-2"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, None),
        ({"field": "", "route": "", "workaround": ""}, None),
        ({"field": "bmi"}, "Choose the fact"),
        ({"route": ""}, "who reviews"),
        ({"workaround": ""}, "what is done meanwhile"),
    ],
)
def test_gaps_say_what_is_missing(changes, words):
    found = gaps(replace(OXYGEN, **changes))
    assert (words is None) == (found == ())
    assert words is None or words in found[0]


def test_difference_without_a_fact_is_no_rule():
    assert as_criterion(replace(OXYGEN, field="")) is None
