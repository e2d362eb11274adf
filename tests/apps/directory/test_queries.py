"""What the directory answers, and that it answers only about one's own area."""

from datetime import date, timedelta

import pytest

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.directory import actions, facts, queries
from alongside.apps.directory.models import Attestation, CriteriaVersion, Site
from alongside.apps.directory.queries import Question
from alongside.apps.regulations.actions import DifferenceWords, add_difference
from alongside.domain.criteria import Attestation as State
from alongside.domain.criteria import Criterion
from alongside.domain.eligibility import Outcome
from alongside.domain.patient_needs import OURS
from alongside.domain.support_services import Cover
from tests import factories
from tests.apps.directory.conftest import HIP_RULES, RULES, TODAY, place

WELL = {"age_years": 66, "asa": 2, "bmi": 27, "expected_critical_care_level": 1}
ASHFORD = (51.15, 0.87)


def answers(area, **given):
    question = Question(
        area.hip, given.pop("patient", WELL), given.pop("place", ASHFORD), given.pop("furthest_km", None)
    )
    return {row.site.code: row for row in queries.who_can(area.clinician, question, given.pop("on", TODAY))}


def test_sites_of_area_leave_out_other_areas(area):
    other = factories.trust(factories.board())
    factories.site(other)
    assert {site.code for site in queries.sites_of_area(area.clinician)} == {"AAA01", "BBB01"}
    assert queries.find_site(factories.person("clinician", other), area.clinic.id, TODAY) is None


@pytest.mark.row("M-59")
def test_who_can_answers_nearest_first(area):
    assert list(answers(area)) == ["AAA01", "BBB01"]
    assert list(answers(area, place=(51.28, 1.08))) == ["BBB01", "AAA01"]
    assert {row.decision.outcome for row in answers(area).values()} == {Outcome.ACCEPT}


@pytest.mark.row("M-59")
@pytest.mark.promise("AL-4", "AL-6")
@pytest.mark.parametrize(
    ("patient", "outcome", "rules"),
    [
        (WELL | {"asa": 3}, Outcome.REVIEW, ["asa3"]),
        (WELL | {"asa": 4}, Outcome.REJECT, ["asa"]),
        (WELL | {"bmi": 43}, Outcome.REJECT, ["bmi_hi"]),
        (WELL | {"bmi": None}, Outcome.NEED_INFO, ["bmi_hi"]),
        (WELL | {"expected_critical_care_level": 2}, Outcome.REJECT, ["level"]),
        ({}, Outcome.NEED_INFO, ["age_min", "asa", "asa3", "level", "bmi_hi"]),
    ],
)
def test_who_can_gives_every_reason_with_its_rule(area, patient, outcome, rules):
    row = answers(area, patient=patient)["BBB01"]
    assert (row.decision.outcome, [r.rule for r in row.decision.reasons]) == (outcome, rules)
    assert row.decision.version == 2


@pytest.mark.row("M-67")
@pytest.mark.promise("AL-6")
def test_who_can_says_what_an_independent_hospital_may_not_do(area):
    board = area.coordinator.organisation
    words = DifferenceWords(
        "Oxygen", "May", "May not order it", "They wait", "The NHS team orders it", "Form", "Lung lead", TODAY,
        "on_home_oxygen", "respiratory_team",
    )  # fmt: skip
    with acting_for(board.id):
        add_difference(words=words, by=area.coordinator, today=TODAY)
    act_for(area.clinician.organisation_id)
    found = answers(area, patient=WELL | {"on_home_oxygen": True})
    assert [found[code].decision.outcome for code in ("AAA01", "BBB01")] == [Outcome.ACCEPT, Outcome.REVIEW]
    (reason,) = found["BBB01"].decision.reasons
    assert reason.rule == "REG-1"
    assert "needs review by the NHS respiratory team (May not order it. Meanwhile: The NHS team" in reason.message


def test_site_that_does_not_do_the_operation_says_so(area):
    question = Question(facts.procedure_groups()["cataract"], WELL)
    rows = queries.who_can(area.clinician, question, TODAY)
    assert {(row.decision.outcome, row.decision.reasons[0].rule) for row in rows} == {(Outcome.REJECT, "DIR-1")}


def test_site_beyond_the_asked_distance_says_how_far_it_is(area):
    row = answers(area, furthest_km=10)["BBB01"]
    assert row.decision.reasons[0].rule == "DIR-2"
    assert "20 km away" in row.decision.reasons[0].message
    assert answers(area, furthest_km=10)["AAA01"].decision.outcome is Outcome.ACCEPT


@pytest.mark.row("M-16")
@pytest.mark.parametrize(("days", "outcome"), [(20, Outcome.ACCEPT), (90, Outcome.ACCEPT), (91, Outcome.REVIEW)])
def test_attestation_goes_stale_after_90_days(area, days, outcome):
    row = answers(area, on=date(2026, 11, 1) + timedelta(days))["AAA01"]
    assert row.decision.outcome is outcome


def test_attestation_of_the_future_does_not_count(area):
    row = answers(area, on=date(2026, 10, 31))["AAA01"]
    assert (row.attestation, row.decision.outcome) == (State.NEVER, Outcome.NEED_INFO)


@pytest.mark.promise("AL-4")
@pytest.mark.parametrize("change", ["level", "support", "rules"])
def test_change_after_attesting_needs_information_until_attested_again(area, change):
    act_for(area.hospital.id)
    given = {"site": area.clinic, "by": area.manager, "today": TODAY}
    if change == "level":
        actions.change_site(critical_care_level=2, phone="", **given)
    elif change == "support":
        actions.set_support(covers={"xray": "24x7"}, **given)
    else:
        actions.save_criteria(group=None, rules=[Criterion("age_min", "age_years", ">=", 18)], based_on=1, **given)
    assert answers(area)["BBB01"].decision.outcome is Outcome.NEED_INFO
    assert answers(area)["BBB01"].decision.reasons[-1].rule == "ELG-4"
    record = queries.find_site(area.manager, area.clinic.id, TODAY)
    actions.attest(seen=facts.fingerprint(record), **given)
    assert answers(area)["BBB01"].decision.outcome is Outcome.ACCEPT


def test_criteria_of_a_group_add_to_those_of_the_whole_site(area):
    found = queries.criteria_in_force(area.clinician, TODAY)
    ids = [rule["rule_id"] for rule in RULES]

    def own(code):
        return [rule.rule_id for rule in found[area.clinic.id, code].criteria if rule.rule_id not in OURS]

    assert own(None) == ids
    assert own("hip") == [*ids, HIP_RULES[0]["rule_id"]]
    assert own("knee") == ids
    assert (area.clinic.id, "cataract") not in found
    assert str(found[area.clinic.id, "hip"].support_needed[0]) == "xray:24x7"


@pytest.mark.promise("AL-4")
def test_site_that_stated_nothing_needs_information(area):
    bare = factories.site(area.trust)
    found = queries.criteria_in_force(area.clinician, TODAY)[bare.id, None]
    assert (found.version, found.attested_on) == (0, None)


@pytest.mark.promise("AL-4")
def test_rules_that_cannot_be_read_never_say_yes(area):
    with acting_for(area.hospital.id):
        CriteriaVersion.objects.create(
            site=area.clinic, organisation=area.hospital, version=9, criteria=[{"field": "gone"}], source="test"
        )
        Attestation.objects.create(
            site=area.clinic,
            organisation=area.hospital,
            on=TODAY,
            by_name="x",
            by_role="x",
            covers=facts.held(queries.find_site(area.manager, area.clinic.id, TODAY)),
        )
    assert answers(area)["BBB01"].decision.outcome is Outcome.NEED_INFO


@pytest.mark.promise("AL-4")
def test_treatment_function_alone_promises_no_operation(area):
    actions.load_places(
        places=[place("AAA02", area.trust, "Second", ASHFORD, services=[("110", "")])],
        organisations={area.trust.code: area.trust},
        by_name="Test loader",
    )
    found = queries.services_of(area.clinician)
    assert found[Site.objects.get(code="AAA02").id] == frozenset()
    assert answers(area)["AAA02"].decision.reasons[0].rule == "DIR-1"
    assert found[area.ashford.id] == {"hip", "knee"}


def test_site_facts_hold_level_and_support(area):
    found = queries.site_facts(area.clinician, TODAY)[area.clinic.id]
    assert (found.site, found.critical_care_level, found.support["xray"]) == ("BBB01", 1, Cover.ROUND_THE_CLOCK)


def test_queries_do_not_grow_with_the_sites(area, django_assert_max_num_queries):
    for i in range(20):
        factories.site(area.trust, code=f"ZZ{i:03}")
    with django_assert_max_num_queries(14):
        queries.who_can(area.clinician, Question(area.hip), TODAY)
    with django_assert_max_num_queries(14):
        queries.criteria_in_force(area.clinician, TODAY)
    with django_assert_max_num_queries(14):
        queries.site_facts(area.clinician, TODAY)


def test_districts_give_their_middle(area):
    assert queries.districts()["TN24"] == (51.15, 0.87)
