"""A plan counts the cases of each barrier of its area, as a hand would."""

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance import actions
from alongside.apps.governance.actions import BarrierWords
from alongside.apps.governance.models import Barrier, BarrierCount
from alongside.apps.plans import queries
from alongside.apps.plans.presenters.sites import sites_said
from alongside.apps.regulations.actions import DifferenceWords, add_difference, change_difference
from tests import factories
from tests.apps.plans.conftest import AS_OF


@pytest.mark.row("M-38")
@pytest.mark.promise("AL-12")
def test_counts_equal_a_count_by_hand(area):
    """Six wait: two too heavy, one too ill, one of whom nothing is recorded, two who fit."""
    for given in ({"bmi": 45}, {"bmi": 52}, {"asa": 4}, {"bmi": None}, {}, {}):
        area.wait(**given)
    nurse = factories.person("clinician", area.hospital)
    with acting_for(area.hospital.id):
        for rule in ("bmi_max", "asa_max", "AGR-2"):
            words = BarrierWords(rule, "Some", "They wait", counted_by=rule)
            actions.add_row(words=words, by=nurse, today=AS_OF)
        silent = BarrierWords("not counted", "Some", "They wait")
        actions.add_row(words=silent, by=nurse, today=AS_OF)
    plan = area.plan()
    with acting_for(area.hospital.id):
        found = {
            count.counted_by: (count.planned, count.refused, count.without_place, count.on)
            for count in BarrierCount.objects.filter(plan_id=plan.pk)
        }
    assert found == {
        "bmi_max": (6, 2, 2, AS_OF),
        "asa_max": (6, 1, 1, AS_OF),
        "AGR-2": (6, 0, 0, AS_OF),
    }
    with acting_for(area.hospital.id):
        assert all(count.whole_list for count in BarrierCount.objects.all())
    trial = area.plan(treatment_functions=["110"])
    with acting_for(area.hospital.id):
        assert not any(count.whole_list for count in BarrierCount.objects.filter(plan_id=trial.pk))


@pytest.mark.promise("AL-12")
def test_rule_that_no_site_has_is_not_counted_as_nobody(area):
    area.wait()
    with acting_for(area.hospital.id):
        given = {"organisation": area.hospital, "area_id": area.board.id, "source": "kept before rules were checked"}
        Barrier.objects.create(rule="Mistyped", blocks="Some", effect="They wait", counted_by="bmi_mx", **given)
    area.plan()
    with acting_for(area.hospital.id):
        assert not BarrierCount.objects.exists()


def test_plan_without_barriers_counts_nothing(area):
    area.wait()
    plan = area.plan()
    with acting_for(area.board.id):
        assert plan.has_answer
        assert not BarrierCount.objects.exists()


@pytest.mark.row("M-38", "M-67")
@pytest.mark.promise("AL-6")
def test_oxygen_is_reviewed_first_and_counted_by_its_difference(area):
    """An independent hospital takes both; of the one on oxygen its line says REG-1 and the plan counts a case."""
    breathes, other = area.wait(clinical_facts={"on_home_oxygen": True}), area.wait()
    director = factories.person("medical_director", area.board)
    with acting_for(area.board.id):
        words = DifferenceWords(
            "Oxygen", "May", "May not order it", "They wait", "The NHS team orders it", "Form", "Lung lead", AS_OF,
            "on_home_oxygen", "respiratory_team",
        )  # fmt: skip
        difference = add_difference(words=words, by=director, today=AS_OF).difference
    with acting_for(area.hospital.id):
        barrier = BarrierWords("No oxygen", "Some", "They wait", difference=difference)
        actions.add_row(words=barrier, by=factories.person("clinician", area.hospital), today=AS_OF)
    plan = area.plan()
    told = {key: sites_said(area.line(plan, key), plan.evidence)[0] for key in (breathes, other)}
    assert told[breathes].placed
    assert told[breathes].review
    ((rule, said),) = told[breathes].reasons
    assert rule == "REG-1"
    assert "May not order it. Meanwhile: The NHS team orders it; version 1" in said
    assert area.line(plan, breathes).review_by == "the NHS respiratory team"
    assert told[other].reasons == ()
    with acting_for(area.hospital.id):
        count = BarrierCount.objects.get(plan_id=plan.pk)
    assert (count.counted_by, count.refused, count.without_place) == ("REG-1", 1, 0)
    with acting_for(area.board.id):
        change_difference(difference=difference, words=words, seen=1, by=director, today=AS_OF)
        assert queries.changed_since(area.coordinator, plan).counts() == {"differences": 1}
