"""The sentences that a clinician reads, word for word."""

from datetime import date

import pytest

from alongside.domain.criteria import CriteriaSet, Criterion, IfMissing, Kind, Value
from alongside.domain.criteria_words import failed, missing, stale, support_absent, support_unknown, unknown_site
from alongside.domain.support_services import Cover, SupportNeed


@pytest.mark.promise("AL-6")
@pytest.mark.parametrize(
    ("field", "op", "limit", "value", "words"),
    [
        ("bmi", "<=", 40, 43, "BMI 43 is above this site's limit of 40"),
        ("bmi", "<", 40, 40, "BMI 40 is not below 40, as this site asks"),
        ("age_years", ">=", 18, 16, "Age 16 is below this site's minimum of 18"),
        ("egfr", ">", 30, 30, "eGFR 30 is not above 30, as this site asks"),
        ("asa", "==", 1, 2, "ASA grade 2 is not 1, the only value this site takes"),
        ("asa", "!=", 4, 4, "ASA grade 4 is a value this site does not take"),
        ("asa", "in", (1, 2), 3, "ASA grade 3 is not one this site takes (1 or 2)"),
        ("asa", "in", (1,), 3, "ASA grade 3 is not one this site takes (1)"),
        ("asa", "not in", (4, 5, 6), 5, "ASA grade 5 is one this site does not take (4, 5 or 6)"),
        ("months_since_mi", ">=", 6, 3, "3 months since a heart attack is below this site's minimum of 6"),
        ("on_dialysis", "==", False, True, "This site does not take a patient who is on dialysis"),
        (
            "has_carer_at_home",
            "!=",
            False,
            False,
            "This site does not take a patient who has no adult at home for 24 hours after",
        ),
    ],
)
def test_refusal_is_said_in_words(field: str, op: str, limit: Value, value: int | float | bool, words: str) -> None:
    assert failed(Criterion("x", field, op, limit), value, limit) == words


@pytest.mark.parametrize(
    ("field", "op", "limit", "value", "words"),
    [
        ("asa", "==", 3, 3, "ASA grade 3: needs review by an anaesthetist"),
        ("asa", "in", (3, 4), 3, "ASA grade 3: needs review by an anaesthetist"),
        ("asa", "!=", 1, 2, "ASA grade 2 is not 1: needs review by an anaesthetist"),
        ("asa", "not in", (1, 2), 3, "ASA grade 3 is not one of those taken without review (1 or 2): needs review by "),
        ("bmi", ">", 35, 38.5, "BMI 38.5 is above 35: needs review by an anaesthetist"),
        ("bmi", ">=", 35, 35, "BMI 35 is 35 or above: needs review by an anaesthetist"),
        ("egfr", "<", 30, 20, "eGFR 20 is below 30: needs review by an anaesthetist"),
        ("egfr", "<=", 30, 20, "eGFR 20 is 30 or below: needs review by an anaesthetist"),
        ("has_sleep_apnoea", "==", True, True, "A patient who has sleep apnoea: needs review by an anaesthetist"),
    ],
)
def test_review_is_said_in_words(field: str, op: str, limit: Value, value: int | float | bool, words: str) -> None:
    rule = Criterion("x", field, op, limit, Kind.REVIEW, route="anaesthetist")
    assert failed(rule, value, limit).startswith(words)


def test_note_of_the_site_follows_in_brackets() -> None:
    rule = Criterion("x", "age_years", ">=", 18, reason="no children's registration")
    assert failed(rule, 16, 18) == "Age 16 is below this site's minimum of 18 (no children's registration)"


@pytest.mark.promise("AL-4")
def test_missing_value_says_what_to_record() -> None:
    since = Criterion("x", "months_since_mi", ">=", 6, if_missing=IfMissing.PASS_IF_NO_HISTORY)
    assert missing(since, None) == (
        "Time since heart attack is not recorded, and this site needs it to decide; "
        "or record that the patient has never had a heart attack"
    )
    assert missing(Criterion("x", "on_dialysis", "==", False), None) == (
        "“On dialysis” is not recorded, and this site needs it to decide"
    )
    assert missing(Criterion("x", "bmi", "<=", 40), 400) == (
        "BMI is recorded as “400”, which cannot be right, and this site needs it to decide"
    )
    review = Criterion("x", "bmi", ">", 35, Kind.REVIEW)
    assert missing(review, None) == "BMI is not recorded: needs review by a clinician"


def test_hostile_value_is_cut_short() -> None:
    assert len(missing(Criterion("x", "bmi", "<=", 40), "9" * 100_000)) < 150


def test_site_and_support_sentences() -> None:
    assert unknown_site("critical_care_level").startswith("This site has not stated its critical care level")
    need = SupportNeed("blood_transfusion", Cover.ON_CALL)
    assert support_absent(need, Cover.NONE) == (
        "This operation needs blood transfusion on call; here it is not available"
    )
    assert support_unknown(need).endswith("this site has not recorded whether it has it")


def test_stale_sentence_names_who_and_when() -> None:
    old = CriteriaSet("N01", "hip", 1, (), attested_by="Dr Amin", attested_on=date(2026, 1, 5))
    assert stale(old).startswith("These criteria were last attested on 5 January 2026 by Dr Amin")
    assert stale(CriteriaSet("N01", "hip", 1, ())).startswith(
        "These criteria were last attested on an unknown date and"
    )
