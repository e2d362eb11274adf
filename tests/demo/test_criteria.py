"""Are the modelled criteria sound data, and do they let through, question and refuse as such lists do?"""

from datetime import date

import pytest

from alongside.demo.criteria import ANY_GROUP, ATTESTED_BY, criteria_for, criteria_sets, site_facts, site_services
from alongside.demo.published import AS_OF
from alongside.domain.criteria import Attestation, CriteriaSet, attestation_state
from alongside.domain.eligibility import Outcome, decide, read_criteria_set, write_criteria_set

HEALTHY = {
    "age_years": 60, "asa": 2, "bmi": 28, "frailty": None, "expected_critical_care_level": 0, "has_had_mi": False,
    "has_had_stroke": False, "has_diabetes": False, "on_dialysis": False, "on_anticoagulant": False,
    "on_home_oxygen": False, "has_sleep_apnoea": False, "has_pacemaker_or_icd": False,
    "has_uncontrolled_hypertension": False, "has_uncontrolled_asthma": False, "has_severe_blood_disorder": False,
    "has_unstable_mental_illness": False, "has_difficult_airway": False, "has_latex_allergy": False,
    "has_malignant_hyperthermia_risk": False, "is_suspected_cancer": False, "has_carer_at_home": True,
    "needs_reasonable_adjustments": False, "haemoglobin": 140, "egfr": 80,
}  # fmt: skip


@pytest.fixture(scope="module")
def applied() -> dict[tuple[str, str], CriteriaSet]:
    return criteria_for(criteria_sets())


@pytest.mark.row("M-16")
@pytest.mark.parametrize(
    ("site", "group", "changes", "outcome"),
    [
        ("AVQ01", "110-hip", {}, Outcome.ACCEPT),
        ("AVQ01", "110-hip", {"asa": 3}, Outcome.REVIEW),
        ("AVQ01", "110-hip", {"asa": 4}, Outcome.REJECT),
        ("AVQ01", "110-hip", {"bmi": 43}, Outcome.REJECT),
        ("ADP02", "110-hip", {"bmi": 43}, Outcome.REVIEW),
        ("AVQ01", "110-hip", {"age_years": 17}, Outcome.REJECT),
        ("AVQ01", "110-hip", {"has_had_mi": True, "months_since_mi": 3}, Outcome.REJECT),
        ("AVQ01", "110-hip", {"has_had_mi": True, "months_since_mi": None}, Outcome.NEED_INFO),
        ("AVQ01", "110-hip", {"bmi": None}, Outcome.NEED_INFO),
        ("AVQ01", "110-hip", {"on_dialysis": True}, Outcome.REJECT),
        ("AVQ01", "110-hip", {"expected_critical_care_level": 2}, Outcome.REJECT),
        ("ADP02", "110-hip", {"expected_critical_care_level": 2}, Outcome.ACCEPT),
        ("RVV01", "110-hip", {"asa": 4, "bmi": 43}, Outcome.REVIEW),
        ("RVV01", "120-tonsils", {"age_years": 6}, Outcome.ACCEPT),
        ("NT408", "110-hip", {}, Outcome.REVIEW),
        ("X1M4L", "130-cataract", {}, Outcome.NEED_INFO),
    ],
)
def test_a_patient_at_a_site(
    applied: dict[tuple[str, str], CriteriaSet], site: str, group: str, changes: dict[str, object], outcome: Outcome
) -> None:
    assert decide(applied[site, group], HEALTHY | changes, site_facts()[site], AS_OF).outcome is outcome


def test_every_set_reads_back_as_it_was_written() -> None:
    for criteria_set in criteria_sets():
        read, problems = read_criteria_set(write_criteria_set(criteria_set))
        assert not problems
        assert read == criteria_set


def test_every_operating_site_has_criteria_for_all_it_does(applied: dict[tuple[str, str], CriteriaSet]) -> None:
    done = site_services().drop_nulls("procedure_group")
    assert set(applied) == set(done.select("site_code", "procedure_group").iter_rows())
    keys = [(s.site, s.procedure_group) for s in criteria_sets()]
    assert len(keys) == len(set(keys))
    assert {site for site, group in keys if group == ANY_GROUP} == set(done["site_code"])


def test_no_site_lists_an_operation_whose_support_it_is_known_to_lack(
    applied: dict[tuple[str, str], CriteriaSet],
) -> None:
    facts = site_facts()
    lacking = [
        (site, group, str(need))
        for (site, group), criteria_set in applied.items()
        for need in criteria_set.support_needed
        if need.service in facts[site].support and not facts[site].support[need.service].meets(need.cover)
    ]
    assert lacking == []


def test_some_attestations_are_stale_and_one_is_missing() -> None:
    states = {s.site: attestation_state(s.attested_on, date(2026, 1, 31), s.valid_until) for s in criteria_sets()}
    assert {site for site, state in states.items() if state is Attestation.STALE} == {"NT408", "U0K8N", "RN7QM"}
    assert {site for site, state in states.items() if state is Attestation.NEVER} == {"X1M4L"}
    assert {s.attested_by for s in criteria_sets() if s.attested_on} == {ATTESTED_BY}
