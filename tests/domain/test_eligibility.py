"""A site's answer about a patient: one table per rule, then what must hold for every set of rules."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.domain.clinical_fields import FIELDS
from alongside.domain.clinical_fields import Kind as FieldKind
from alongside.domain.eligibility import (
    Answer,
    Cover,
    CriteriaSet,
    Criterion,
    IfMissing,
    Kind,
    Outcome,
    SiteFacts,
    SupportNeed,
    answer,
    decide,
)

DAY = date(2026, 11, 1)
SITE = SiteFacts("NXX01", 1, {"xray": Cover.ROUND_THE_CLOCK})
BMI = Criterion("bmi_hi", "bmi", "<=", 40)
ASA3 = Criterion("asa3", "asa", "==", 3, Kind.REVIEW, route="anaesthetist")
MI = Criterion("mi6m", "months_since_mi", ">=", 6, if_missing=IfMissing.PASS_IF_NO_HISTORY)
CRITICAL = Criterion("critical", "expected_critical_care_level", "<=", None, value_from="critical_care_level")


def rules(*criteria: Criterion, support: tuple[SupportNeed, ...] = ()) -> CriteriaSet:
    return CriteriaSet("NXX01", "hip", 4, criteria, support, "Dr Amin", date(2026, 10, 1))


@pytest.mark.parametrize(
    ("op", "limit", "passing", "failing"),
    [
        ("<=", 40, 40, 41),
        ("<", 40, 39.9, 40),
        (">=", 40, 40, 39),
        (">", 40, 41, 40),
        ("==", 40, 40.0, 41),
        ("!=", 40, 41, 40),
        ("in", (39, 40), 40, 41),
        ("not in", (39, 40), 41, 40),
    ],
)
def test_answer_compares(op: str, limit: int | tuple[int, ...], passing: float, failing: float) -> None:
    """A hard rule passes when its demand holds; a review rule bites when its trigger does."""
    hard = Criterion("x", "bmi", op, limit)
    assert (answer(hard, passing, SITE), answer(hard, failing, SITE)) == (Answer.PASS, Answer.FAIL)
    review = Criterion("x", "bmi", op, limit, Kind.REVIEW, route="anaesthetist")
    assert (answer(review, passing, SITE), answer(review, failing, SITE)) == (Answer.FAIL, Answer.PASS)


@pytest.mark.promise("AL-4")
@pytest.mark.parametrize(
    ("value", "history", "expected"),
    [
        (None, None, Answer.UNKNOWN),
        (None, True, Answer.UNKNOWN),
        (None, "no", Answer.UNKNOWN),
        (None, False, Answer.PASS),
        (-3, False, Answer.UNKNOWN),
        (3, False, Answer.FAIL),
        (6, None, Answer.PASS),
    ],
)
def test_missing_number_passes_only_when_no_history_is_recorded(
    value: object, history: object, expected: Answer
) -> None:
    assert answer(MI, value, SITE, history=history) is expected
    outcome = decide(rules(MI), {"months_since_mi": value, "has_had_mi": history}, SITE, DAY).outcome
    assert (outcome is Outcome.ACCEPT) is (expected is Answer.PASS)


def test_missing_number_ignores_history_when_the_rule_does_not_ask() -> None:
    assert answer(replace(MI, if_missing=IfMissing.UNKNOWN), None, SITE, history=False) is Answer.UNKNOWN


def test_limit_can_be_what_the_site_has() -> None:
    assert decide(rules(CRITICAL), {"expected_critical_care_level": 1}, SITE, DAY).outcome is Outcome.ACCEPT
    refused = decide(rules(CRITICAL), {"expected_critical_care_level": 2}, SITE, DAY)
    assert refused.outcome is Outcome.REJECT
    assert refused.reasons[0].message == "Expected critical care level 2 is above this site's limit of 1"


@pytest.mark.promise("AL-4")
def test_site_that_has_not_stated_its_level_needs_information() -> None:
    decision = decide(rules(CRITICAL), {"expected_critical_care_level": 0}, SiteFacts("NXX01"), DAY)
    assert decision.outcome is Outcome.NEED_INFO
    assert decision.missing == ("site.critical_care_level",)


@pytest.mark.row("M-16", "M-61")
@pytest.mark.parametrize(
    ("patient", "outcome"),
    [
        ({"bmi": 30, "asa": 2}, Outcome.ACCEPT),
        ({"bmi": 30, "asa": 3}, Outcome.REVIEW),
        ({"asa": 3}, Outcome.NEED_INFO),
        ({"bmi": 43}, Outcome.REJECT),
        ({"bmi": 43, "asa": 3}, Outcome.REJECT),
        ({"bmi": 30}, Outcome.REVIEW),
        ({}, Outcome.NEED_INFO),
    ],
)
def test_worst_answer_wins(patient: dict[str, object], outcome: Outcome) -> None:
    assert decide(rules(BMI, ASA3), patient, SITE, DAY).outcome is outcome


def test_review_rule_can_ask_only_when_the_value_is_recorded() -> None:
    relaxed = replace(ASA3, if_missing=IfMissing.PASS)
    assert decide(rules(relaxed), {}, SITE, DAY).outcome is Outcome.ACCEPT
    assert decide(rules(relaxed), {"asa": 3}, SITE, DAY).outcome is Outcome.REVIEW
    assert decide(rules(relaxed), {"asa": 99}, SITE, DAY).outcome is Outcome.REVIEW


@pytest.mark.promise("AL-6")
def test_decision_keeps_every_reason_route_and_version() -> None:
    decision = decide(rules(BMI, ASA3, MI), {"bmi": 43, "asa": 3}, SITE, DAY)
    assert [reason.rule for reason in decision.reasons] == ["bmi_hi", "asa3", "mi6m"]
    assert (decision.routes, decision.missing, decision.version) == (("anaesthetist",), ("months_since_mi",), 4)


@pytest.mark.parametrize(
    ("cover", "outcome", "rule"),
    [
        (Cover.NONE, Outcome.REJECT, ["ELG-1"]),
        (Cover.HOURS, Outcome.REJECT, ["ELG-1"]),
        (Cover.ON_CALL, Outcome.ACCEPT, []),
        (Cover.ROUND_THE_CLOCK, Outcome.ACCEPT, []),
        (None, Outcome.NEED_INFO, ["ELG-2"]),
    ],
)
def test_support_service_must_be_there_at_the_hours_needed(
    cover: Cover | None, outcome: Outcome, rule: list[str]
) -> None:
    site = SiteFacts("NXX01", 1, {} if cover is None else {"xray": cover})
    decision = decide(rules(support=(SupportNeed("xray", Cover.ON_CALL),)), {}, site, DAY)
    assert (decision.outcome, [reason.rule for reason in decision.reasons]) == (outcome, rule)


@pytest.mark.row("M-60")
@pytest.mark.parametrize(
    ("attested_on", "outcome", "rule"),
    [
        (date(2026, 10, 1), Outcome.ACCEPT, []),
        (date(2026, 1, 1), Outcome.REVIEW, ["ELG-3"]),
        (None, Outcome.NEED_INFO, ["ELG-4"]),
        (date(2027, 1, 1), Outcome.NEED_INFO, ["ELG-4"]),
    ],
)
def test_word_of_the_site_must_be_fresh(attested_on: date | None, outcome: Outcome, rule: list[str]) -> None:
    decision = decide(replace(rules(BMI), attested_on=attested_on), {"bmi": 30}, SITE, DAY)
    assert (decision.outcome, [reason.rule for reason in decision.reasons]) == (outcome, rule)
    assert decision.routes == (("site_lead",) if rule else ())


def test_stale_word_does_not_soften_a_refusal() -> None:
    assert decide(replace(rules(BMI), attested_on=None), {"bmi": 43}, SITE, DAY).outcome is Outcome.REJECT


def test_criteria_of_another_site_are_refused() -> None:
    with pytest.raises(ValueError, match="criteria of NXX01, not of NYY01"):
        decide(rules(BMI), {"bmi": 30}, SiteFacts("NYY01"), DAY)


NUMBERS = [field for field in FIELDS.values() if field.kind is FieldKind.NUMBER]
ORDER = list(Outcome)


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    field = draw(st.sampled_from(list(FIELDS.values())))
    kind = draw(st.sampled_from(list(Kind)))
    route = "surgeon" if kind is Kind.REVIEW else None
    missing = draw(st.sampled_from([IfMissing.UNKNOWN, IfMissing.PASS_IF_NO_HISTORY][: 2 if field.history else 1]))
    if field.kind is FieldKind.YES_NO:
        return Criterion("r", field.name, draw(st.sampled_from(["==", "!="])), draw(st.booleans()), kind, "", route)
    op = draw(st.sampled_from(["<=", "<", ">=", ">", "==", "!="]))
    return Criterion("r", field.name, op, draw(st.integers(field.lowest, field.highest)), kind, "", route, missing)


def values(name: str) -> st.SearchStrategy[object]:
    field = FIELDS[name]
    known = st.booleans() if field.kind is FieldKind.YES_NO else st.integers(field.lowest - 2, field.highest + 2)
    return st.one_of(st.none(), known, st.text(max_size=3))


patients = st.lists(st.sampled_from(list(FIELDS)), unique=True, max_size=8).flatmap(
    lambda names: st.fixed_dictionaries({name: values(name) for name in names})
)


@pytest.mark.promise("AL-4")
@settings(max_examples=30)
@given(st.lists(criteria(), min_size=1, max_size=4), patients)
def test_unknown_never_passes_a_hard_rule(found: list[Criterion], patient: dict[str, object]) -> None:
    decision = decide(rules(*found), patient, SITE, DAY)
    for rule in found:
        field = FIELDS[rule.field]
        given_value = patient.get(rule.field)
        said_no_history = (
            given_value is None
            and rule.if_missing is IfMissing.PASS_IF_NO_HISTORY
            and patient.get(field.history) is False
        )
        if field.read(given_value) is None and not said_no_history:
            assert decision.outcome is not Outcome.ACCEPT
            assert rule.field in decision.missing
            if rule.kind is Kind.HARD:
                assert decision.outcome in (Outcome.NEED_INFO, Outcome.REJECT)


@settings(max_examples=30)
@given(st.lists(criteria(), max_size=5), criteria(), patients)
def test_another_rule_never_makes_the_answer_better(
    found: list[Criterion], extra: Criterion, patient: dict[str, object]
) -> None:
    before = decide(rules(*found), patient, SITE, DAY).outcome
    after = decide(rules(*found, extra), patient, SITE, DAY).outcome
    assert ORDER.index(after) >= ORDER.index(before)


@pytest.mark.promise("AL-6")
@settings(max_examples=30)
@given(st.lists(criteria(), max_size=6), patients)
def test_every_answer_but_acceptance_has_a_reason(found: list[Criterion], patient: dict[str, object]) -> None:
    decision = decide(rules(*found), patient, SITE, DAY)
    assert (decision.outcome is Outcome.ACCEPT) is (decision.reasons == ())
    assert all(reason.message and "{" not in reason.message for reason in decision.reasons)
    assert (Outcome.REVIEW is not decision.outcome) or decision.routes
    assert decide(rules(*found), patient, SITE, DAY) == decision
