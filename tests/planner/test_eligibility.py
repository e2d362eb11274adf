"""Do the bits for many patients say what the domain's one rule says for each?"""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.domain.clinical_fields import INFECTION
from alongside.domain.eligibility import Cover, CriteriaSet, Criterion, Kind, Outcome, SiteFacts, SupportNeed
from alongside.domain.patient_needs import rules_for, takes_infection
from alongside.domain.site_capability import Capability, Pathway
from alongside.planner.eligibility import NEED_INFO, REVIEW, CriteriaEligibility
from alongside.planner.explain import explain
from alongside.planner.problem import build
from alongside.planner.solve import solve
from alongside.planner.tables import InputError
from tests.planner.instances import minutes, nights, people, places

TODAY = date(2026, 11, 1)
HIP = (
    Criterion("asa", "asa", "<=", 3),
    Criterion("asa3", "asa", "==", 3, Kind.REVIEW, route="anaesthetist"),
    Criterion("bmi_hi", "bmi", "<=", 40),
    Criterion("age_min", "age_years", ">=", 18),
)
SETS = (
    CriteriaSet("A", "hip", 1, HIP, attested_on=date(2026, 10, 1)),
    CriteriaSet("B", "", 1, HIP[2:], attested_on=date(2026, 10, 1)),
    CriteriaSet("C", "hip", 1, HIP[:1]),
)
SITES = (SiteFacts("A"), SiteFacts("B"), SiteFacts("C"), SiteFacts("D"))
FACTS = st.lists(
    st.fixed_dictionaries(
        {
            "asa": st.sampled_from([1, 2, 3, 4, None]),
            "bmi": st.sampled_from([20.0, 40.0, 41.0, float("nan"), None]),
            "age_years": st.sampled_from([5, 18, 70, None]),
            "procedure_group": st.sampled_from(["hip", "knee", None]),
        }
    ),
    min_size=1,
    max_size=12,
)
SCHEMA = {"asa": pl.Int64, "bmi": pl.Float64, "age_years": pl.Int64, "procedure_group": pl.String}


@pytest.mark.slow
@pytest.mark.promise("AL-4")
@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_bits_agree_with_the_domain_for_every_patient_and_site(facts: list[dict[str, object]]) -> None:
    """Acceptance, review, missing information and refusal are the domain's; with no criteria nothing passes."""
    asked = CriteriaEligibility.of(pl.DataFrame(facts, schema=SCHEMA), SITES, SETS, as_of=TODAY)
    bits = asked.refusals(np.arange(len(facts)), np.arange(4))
    for row in range(len(facts)):
        for site in range(4):
            decision = asked.decision(row, site)
            outcome = decision.outcome if decision else Outcome.NEED_INFO
            assert _outcome(int(bits[row, site])) is outcome


COLOURS = st.sampled_from([None, *Pathway])
LISTS = st.lists(
    st.fixed_dictionaries(
        {
            "asa": st.sampled_from([2, 4, None]),
            INFECTION: st.sampled_from([True, False, None]),
            "needs_hoist": st.sampled_from([True, False, None]),
            "needs_easy_read": st.sampled_from([True, None]),
        }
    ),
    min_size=1,
    max_size=8,
)
PLACES = st.lists(
    st.tuples(COLOURS, st.dictionaries(st.sampled_from(["hoist", "easy_read"]), st.booleans()), st.booleans()),
    min_size=1,
    max_size=4,
)


def _placed_among(
    facts: list[dict[str, object]], found: list[tuple[Capability, dict[str, date]]]
) -> CriteriaEligibility:
    """Sites A, B and so on, which say this of themselves beside one rule of their own."""
    codes = [chr(ord("A") + at) for at in range(len(found))]
    sites = [
        SiteFacts(code, takes_infection=takes_infection(*one, TODAY)) for code, one in zip(codes, found, strict=True)
    ]
    sets = [
        CriteriaSet(code, "", 1, (HIP[0], *rules_for(*one)), attested_on=TODAY)
        for code, one in zip(codes, found, strict=True)
    ]
    schema = {"asa": pl.Int64, INFECTION: pl.Boolean, "needs_hoist": pl.Boolean, "needs_easy_read": pl.Boolean}
    patients = pl.DataFrame(facts, schema=schema).with_columns(procedure_group=pl.lit("hip"))
    return CriteriaEligibility.of(patients, sites, sets, as_of=TODAY)


def _said(places: list[tuple[Pathway | None, dict[str, bool], bool]]) -> list[tuple[Capability, dict[str, date]]]:
    attested = dict.fromkeys(("access", "infection"), TODAY)
    return [
        (
            Capability(pathway=colour, pathway_from=TODAY if colour else None, features=features),
            attested if word else {},
        )
        for colour, features, word in places
    ]


@pytest.mark.slow
@pytest.mark.row("M-23", "M-29")
@settings(max_examples=60, deadline=None)
@given(LISTS, PLACES)
def test_bits_agree_with_the_domain_about_infection_and_access(facts, told) -> None:
    asked = _placed_among(facts, _said(told))
    bits = asked.refusals(np.arange(len(facts)), np.arange(len(told)))
    for row in range(len(facts)):
        for site in range(len(told)):
            assert _outcome(int(bits[row, site])) is asked.decision(row, site).outcome


@pytest.mark.slow
@pytest.mark.row("M-23", "M-29")
@settings(max_examples=25, deadline=None)
@given(LISTS, PLACES)
def test_no_plan_places_a_known_infection_outside_a_red_pathway(facts, told) -> None:
    """There is room for all, so an access need costs nobody a place; nor does a known infection where one is red."""
    found = _said(told)
    asked = _placed_among(facts, found)
    rows = people(*({} for _ in facts))
    room = minutes(*((at, 6000) for at in range(len(told))))
    problem = build(rows, places(*({} for _ in told)), room, nights(), eligibility=asked)
    placed = [int(problem.options.site[option]) if option >= 0 else None for option in solve(problem).chosen.tolist()]
    for site, patient in zip(placed, facts, strict=True):
        red = [one for one, (colour, _, word) in enumerate(told) if colour is Pathway.RED and word]
        if patient[INFECTION]:
            assert site is None or site in red
        assert (site is not None) is (patient["asa"] == 2 and (not patient[INFECTION] or bool(red)))


def _outcome(bits: int) -> Outcome:
    if bits & int(NEED_INFO):
        return Outcome.NEED_INFO
    if bits & ~int(REVIEW):
        return Outcome.REJECT
    return Outcome.REVIEW if bits else Outcome.ACCEPT


def test_support_that_a_site_lacks_refuses_everybody() -> None:
    needs = CriteriaSet(
        "A", "hip", 1, (), (SupportNeed("resident_doctor", Cover.ROUND_THE_CLOCK),), attested_on=date(2026, 10, 1)
    )
    facts = pl.DataFrame({"procedure_group": ["hip"]})
    without = CriteriaEligibility.of(
        facts, [SiteFacts("A", support={"resident_doctor": Cover.NONE})], [needs], as_of=TODAY
    )
    unknown = CriteriaEligibility.of(facts, [SiteFacts("A")], [needs], as_of=TODAY)
    row = np.array([0])
    assert _outcome(int(without.refusals(row, row)[0, 0])) is Outcome.REJECT
    assert _outcome(int(unknown.refusals(row, row)[0, 0])) is Outcome.NEED_INFO


@pytest.mark.promise("AL-4")
def test_unknown_facts_never_get_a_place_and_are_asked_for() -> None:
    patients = people({}, {}).with_columns(
        procedure_group=pl.lit("hip"), asa=pl.lit(2), bmi=pl.Series([None, 30]), age_years=pl.lit(50)
    )
    asked = CriteriaEligibility.of(patients, SITES[:1], SETS, as_of=TODAY)
    problem = build(patients, places({}), minutes((0, 600)), nights(), eligibility=asked)
    told = explain(problem, solve(problem))
    assert told.frame["code"].to_list() == ["need_info", "placed"]
    assert "BMI" in told.frame["words"][0]
    assert told.one(0).sites[0].reasons[0].rule_id == "bmi_hi"


def test_review_may_place_and_says_who_must_look() -> None:
    patients = people({}).with_columns(
        procedure_group=pl.lit("hip"), asa=pl.lit(3), bmi=pl.lit(30), age_years=pl.lit(50)
    )
    asked = CriteriaEligibility.of(patients, SITES[:1], SETS, as_of=TODAY)
    problem = build(patients, places({}), minutes((0, 600)), nights(), eligibility=asked)
    told = explain(problem, solve(problem)).one(0)
    assert (told.code, told.sites[0].routes) == ("placed", ("anaesthetist",))


def test_patients_without_a_procedure_group_column_are_refused() -> None:
    with pytest.raises(InputError, match="no column"):
        CriteriaEligibility.of(pl.DataFrame({"asa": [1]}), SITES, SETS, as_of=TODAY)
