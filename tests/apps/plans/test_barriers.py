"""A plan counts the cases of each barrier of its area, as a hand would."""

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance import actions
from alongside.apps.governance.actions import BarrierWords
from alongside.apps.governance.models import BarrierCount
from tests import factories
from tests.apps.plans.conftest import AS_OF


@pytest.mark.row("M-68")
@pytest.mark.promise("AL-12")
def test_counts_equal_a_count_by_hand(area):
    """Six wait: two too heavy, one too ill, one of whom nothing is recorded, two who fit."""
    for given in ({"bmi": 45}, {"bmi": 52}, {"asa": 4}, {"bmi": None}, {}, {}):
        area.wait(**given)
    nurse = factories.person("clinician", area.hospital)
    with acting_for(area.hospital.id):
        for rule in ("bmi_max", "asa_max", "oxygen"):
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
        "oxygen": (6, 0, 0, AS_OF),
    }


def test_plan_without_barriers_counts_nothing(area):
    area.wait()
    plan = area.plan()
    with acting_for(area.board.id):
        assert plan.has_answer
        assert not BarrierCount.objects.exists()
