"""A set with more rules than the planner has bits for is asked whole, and every rule keeps its own name."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.apps.plans.facts.long_rules import MOST, ROOM, SiteRules, bit_of
from alongside.domain.eligibility import CriteriaSet, Criterion, Kind, Outcome, SiteFacts, decide
from alongside.planner.eligibility import NEED_INFO, REVIEW, CriteriaEligibility
from alongside.planner.tables import InputError
from tests import factories
from tests.apps.plans.conftest import offers, takes

DAY = date(2026, 1, 31)
SITE = SiteFacts("NXX01", 1)


def rules_of(*criteria: Criterion) -> CriteriaSet:
    return CriteriaSet("NXX01", "hip", 1, criteria, attested_on=DAY)


def asked(criteria: CriteriaSet, patients: list[dict[str, Any]]) -> SiteRules:
    columns = {"bmi": pl.Float64, "asa": pl.Int64, "on_dialysis": pl.Boolean}
    frame = pl.DataFrame(patients, schema=columns).with_columns(procedure_group=pl.lit("hip"))
    return SiteRules.of(frame, [SITE], [criteria], as_of=DAY)


limits = st.builds(lambda op, value: (op, value), st.sampled_from(["<=", ">="]), st.integers(15, 60))
hard = st.builds(lambda limit: ("bmi", *limit, Kind.HARD), limits)
review = st.builds(
    lambda limit: ("asa", *limit, Kind.REVIEW), st.tuples(st.sampled_from(["==", ">="]), st.integers(1, 4))
)
dialysis = st.just(("on_dialysis", "==", False, Kind.HARD))
people = st.lists(
    st.fixed_dictionaries(
        {
            "bmi": st.none() | st.integers(10, 70),
            "asa": st.none() | st.integers(1, 5),
            "on_dialysis": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(hard | review | dialysis, min_size=1, max_size=MOST), people)
def test_the_bits_say_what_the_rules_say_however_many_there_are(drawn, patients):
    """Refused, asked for facts, reviewed or taken, and by which hard rules: as the domain answers each patient."""
    routed = {Kind.REVIEW: "anaesthetist", Kind.HARD: None}
    criteria = [
        Criterion(f"r{at}", field, op, value, kind, route=routed[kind])
        for at, (field, op, value, kind) in enumerate(drawn)
    ]
    asking = asked(rules_of(*criteria), patients)
    rows = np.arange(len(patients))
    said, folded = asking.each(rows, np.array([0]))[:, 0], asking.refusals(rows, np.array([0]))[:, 0]
    for patient, bits, planner in zip(patients, said.tolist(), folded.tolist(), strict=True):
        decision = decide(rules_of(*criteria), patient, SITE, DAY)
        rules = bits & ~int(NEED_INFO | REVIEW)
        outcome = {
            (True, False): Outcome.REJECT, (True, True): Outcome.NEED_INFO,
            (False, False): Outcome.REVIEW if bits & int(REVIEW) else Outcome.ACCEPT,
        }[rules > 0, bool(bits & int(NEED_INFO))]  # fmt: skip
        assert outcome is decision.outcome
        assert (planner & ~int(REVIEW) == 0) is (decision.outcome in {Outcome.ACCEPT, Outcome.REVIEW})
        assert planner & int(NEED_INFO | REVIEW) == bits & int(NEED_INFO | REVIEW)
        if outcome in {Outcome.REJECT, Outcome.NEED_INFO}:
            severity = "blocks" if outcome is Outcome.REJECT else "needs_info"
            named = {reason.rule for reason in decision.reasons if reason.severity == severity}
            assert {rule.rule_id for at, rule in enumerate(criteria) if rules >> bit_of(at) & 1} == named


def test_a_short_set_is_asked_as_the_planner_asks_it():
    criteria = rules_of(*(Criterion(f"r{at}", "bmi", "<=", 30 + at) for at in range(ROOM)))
    asking = asked(criteria, [{"bmi": 40}])
    assert asking.halves == ()
    plain = CriteriaEligibility.of(
        asking.facts.with_columns(procedure_group=pl.lit("hip")), [SITE], [criteria], as_of=DAY
    )
    rows, sites = np.array([0]), np.array([0])
    assert asking.refusals(rows, sites).tolist() == plain.refusals(rows, sites).tolist()


def test_more_rules_than_can_be_asked_are_refused_with_their_number():
    criteria = rules_of(*(Criterion(f"r{at}", "bmi", "<=", at + 10) for at in range(MOST + 1)))
    with pytest.raises(InputError, match=r"has 55 rules for hip, and a plan can ask up to 54"):
        asked(criteria, [{"bmi": 40}])


@pytest.mark.django_db
def test_a_plan_names_the_rule_beyond_the_planners_room(bare):
    """Thirty rules that ask for thirty different things; the last refuses."""
    others = [Criterion(f"other_{at}", "bmi", "!=", 60 + at) for at in range(ROOM + 2)]
    takes(bare.site, (*others, Criterion("bmi_last", "bmi", "<=", 40)))
    offers(bare.site)
    heavy, light = bare.wait(bmi=45, asa=2), bare.wait(bmi=30, asa=2)
    plan = bare.plan()
    assert bare.line(plan, light).site == bare.site
    assert bare.line(plan, heavy).site is None
    address = reverse("plans:show-line", args=[plan.pk, heavy.pk])
    page = " ".join(factories.client_of(bare.coordinator).get(address).content.decode().split())
    assert "Not met: BMI 40 kg/m² or below" in page
    assert "other_" not in page
