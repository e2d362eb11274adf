import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.domain.criteria import IfMissing, Kind
from alongside.domain.criteria_reading import read_criteria, read_criteria_set, write_criteria_set
from alongside.domain.support_services import Cover, SupportNeed

ROW = {"rule_id": "bmi_hi", "field": "bmi", "op": "<=", "value": 40}
HIP: dict[str, Any] = {
    "site": "NXX01",
    "procedure_group": "hip_replacement",
    "version": 4,
    "criteria": [
        {"rule_id": "age_min", "field": "age_years", "op": ">=", "value": 18, "reason": "No children's registration"},
        {"rule_id": "asa", "field": "asa", "op": "in", "value": [1, 2, 3], "kind": "hard"},
        {"rule_id": "asa3", "field": "asa", "op": "==", "value": 3, "kind": "review", "route": "anaesthetist"},
        {"rule_id": "bmi_hi", "field": "bmi", "op": "<=", "value": 40.5},
        {"rule_id": "mi", "field": "months_since_mi", "op": ">=", "value": 6, "if_missing": "pass_if_no_history"},
        {
            "rule_id": "critical",
            "field": "expected_critical_care_level",
            "op": "<=",
            "value_from": "critical_care_level",
        },
        {"rule_id": "dialysis", "field": "on_dialysis", "op": "==", "value": False},
        {"rule_id": "level", "field": "expected_critical_care_level", "op": "==", "value": 0},
    ],
    "support_needed": ["resident_doctor:24x7", "physiotherapy:hours"],
    "attested_by": "Medical director",
    "attested_on": "2026-10-01",
    "valid_until": "2026-12-30",
}


def test_criteria_set_goes_to_json_and_back_unchanged() -> None:
    found, problems = read_criteria_set(HIP)
    assert problems == ()
    assert found is not None
    assert found.attested_on == date(2026, 10, 1)
    assert found.support_needed[0] == SupportNeed("resident_doctor", Cover.ROUND_THE_CLOCK)
    assert found.criteria[2].kind is Kind.REVIEW
    assert found.criteria[4].if_missing is IfMissing.PASS_IF_NO_HISTORY
    assert found.criteria[6].value is False
    again, problems = read_criteria_set(json.loads(json.dumps(write_criteria_set(found))))
    assert (again, problems) == (found, ())


def test_criteria_set_without_attestation_goes_to_json_and_back() -> None:
    document = {"site": "N01", "procedure_group": "hip", "version": 1, "criteria": []}
    found, problems = read_criteria_set(document)
    assert problems == ()
    assert found is not None
    assert (found.attested_on, found.valid_until, found.support_needed) == (None, None, ())
    assert read_criteria_set(write_criteria_set(found))[0] == found


@pytest.mark.parametrize(
    ("op", "value", "field", "expected"),
    [
        ("<=", " 40 ", "bmi", 40),
        ("<=", "40.5", "bmi", 40.5),
        ("in", "1, 2,3", "asa", (1, 2, 3)),
        ("not in", [4, "5"], "asa", (4, 5)),
        ("==", "No", "on_dialysis", False),
        ("!=", "true", "on_dialysis", True),
    ],
)
def test_row_from_a_form_may_hold_text(op: str, value: object, field: str, expected: object) -> None:
    found, problems = read_criteria([{"rule_id": "x", "field": field, "op": op, "value": value}])
    assert problems == ()
    assert found[0].value == expected
    assert type(found[0].value) is type(expected)


def test_decimal_value_becomes_a_float_that_json_can_hold() -> None:
    from decimal import Decimal

    found, _ = read_criteria([{**ROW, "value": Decimal("40.5")}])
    assert json.dumps(found[0].value) == "40.5"


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"field": "ethnicity"}, "field", "cannot be “ethnicity”: use one of age_years"),
        ({"field": ""}, "field", "“field” is empty"),
        ({"field": 7}, "field", "cannot be “7”"),
        ({"op": "=<"}, "op", "cannot be “=<”: use one of >=, <="),
        ({"field": "on_dialysis", "op": "<="}, "op", "is a yes or no: use == or !="),
        ({"value": None}, "value", "Say which value of “BMI”"),
        ({"value": "  "}, "value", "Say which value"),
        ({"value": "forty"}, "value", "“forty” is not a BMI we can believe: use a number from 8 to 150 kg/m²"),
        ({"value": "nan"}, "value", "“nan” is not a BMI"),
        ({"value": 4000}, "value", "from 8 to 150"),
        ({"value": True}, "value", "“True” is not a BMI"),
        ({"field": "asa", "value": 9}, "value", "use a number from 1 to 6"),
        ({"field": "on_dialysis", "op": "==", "value": "perhaps"}, "value", "use yes or no"),
        ({"op": "in", "value": 40}, "value", "needs a list, such as 1, 2, 3"),
        ({"op": "in", "value": []}, "value", "needs a list"),
        ({"op": "in", "value": "30, x"}, "value", "“ x” is not a BMI"),
        ({"value_from": "critical_care_level"}, "value", "either value or value_from, not both"),
        ({"value_from": "beds", "value": None}, "value_from", "use one of critical_care_level"),
        ({"op": "in", "value_from": "critical_care_level", "value": None}, "value_from", "compare it with a number"),
        ({"kind": "soft"}, "kind", "use one of hard, review"),
        ({"kind": "review"}, "route", "“route” is empty: use one of anaesthetist"),
        ({"kind": "review", "route": "porter"}, "route", "cannot be “porter”"),
        ({"route": "anaesthetist"}, "route", "A hard rule has no reviewer"),
        ({"if_missing": "pass"}, "if_missing", "A hard rule never passes"),
        ({"if_missing": "pass_if_no_history"}, "if_missing", "“BMI” has no history"),
        ({"if_missing": "accept"}, "if_missing", "use one of unknown"),
        ({"rule_id": " "}, "rule_id", "“rule_id” is empty: fill it in"),
        ({"rule_id": "x" * 301}, "rule_id", "text of up to 300 characters"),
        ({"rule_id": 5}, "rule_id", "must be text"),
        ({"colour": "red"}, "colour", "“colour” is not part of a rule"),
        (
            {"field": "has_dementia_or_learning_disability", "op": "==", "value": False},
            "kind",
            "may never exclude a patient: make it a review rule",
        ),
    ],
)
def test_row_that_is_wrong_gets_a_sentence_for_its_field(change: dict[str, object], column: str, words: str) -> None:
    found, problems = read_criteria([{**ROW, **change}])
    assert found == ()
    assert [(problem.row, problem.column) for problem in problems] == [(1, column)]
    assert words in problems[0].message


def test_sound_rows_are_kept_beside_wrong_ones() -> None:
    found, problems = read_criteria([ROW, {**ROW, "op": "?"}, {**ROW, "rule_id": "b"}, ROW, "row", None])
    assert [rule.rule_id for rule in found] == ["bmi_hi", "b"]
    assert [problem.row for problem in problems] == [2, 4, 5, 6]
    assert "Two rules are called “bmi_hi”" in problems[1].message
    assert "A rule must be an object" in problems[2].message


def test_too_many_rows_are_refused_at_once() -> None:
    found, problems = read_criteria([ROW] * 201)
    assert found == ()
    assert problems[0].message == "There are 201 rules: a site may have up to 200"


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"site": None}, "site", "“site” is empty"),
        ({"version": 0}, "version", "whole number from 1"),
        ({"version": True}, "version", "whole number from 1"),
        ({"version": "4"}, "version", "whole number from 1"),
        ({"attested_on": "1/10/2026"}, "attested_on", "“1/10/2026” is not a date: write it as 2026-10-01"),
        ({"support_needed": "xray"}, "support_needed", "must be a list"),
        ({"support_needed": [4]}, "support_needed", "must be a list"),
        ({"support_needed": ["magic"]}, "support_needed", "“magic” is not a support service"),
        ({"criteria": "none"}, "criteria", "must be a list of rules"),
        ({"criteria": None}, "criteria", "must be a list of rules"),
        ({"owner": "x"}, "owner", "“owner” is not part of a criteria set"),
        ({"criteria": [{**ROW, "op": "?"}]}, "op", "“op” cannot be “?”"),
    ],
)
def test_set_that_is_wrong_is_refused_with_a_sentence(change: dict[str, object], column: str, words: str) -> None:
    found, problems = read_criteria_set({**HIP, **change})
    assert found is None
    assert [problem.column for problem in problems] == [column]
    assert words in problems[0].message


@pytest.mark.parametrize("document", [None, [], "criteria", 4])
def test_document_that_is_no_object_is_refused(document: object) -> None:
    found, problems = read_criteria_set(document)
    assert found is None
    assert problems[0].message.startswith("The criteria must be a JSON object")


def test_set_reports_all_that_is_wrong_at_once() -> None:
    _, problems = read_criteria_set({**HIP, "site": "", "version": -1, "valid_until": "soon"})
    assert [problem.column for problem in problems] == ["site", "version", "valid_until"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=5,
)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(sorted(HIP)), JSON), st.lists(JSON, max_size=3), JSON)
def test_hostile_document_gets_problems_and_never_a_crash(
    changes: dict[str, object], rows: list[object], whole: object
) -> None:
    for document in ({**HIP, **changes}, {**HIP, "criteria": rows}, whole):
        found, problems = read_criteria_set(document)
        assert (found is None) is bool(problems)
        assert all(len(problem.message) < 1500 for problem in problems)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(["rule_id", "field", "op", "value", "kind", "route", "if_missing"]), JSON))
def test_hostile_row_gets_a_problem_or_a_sound_rule(changes: dict[str, object]) -> None:
    found, problems = read_criteria([{**ROW, **changes}])
    assert len(found) + len(problems) == 1
