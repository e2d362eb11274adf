"""The same question pressed twice, or by two people at once: one plan."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions
from alongside.apps.plans.actions.repeating import READ
from alongside.apps.plans.models import Adjustment, Plan
from tests import factories
from tests.apps.plans.conftest import AS_OF, MONDAY
from tests.apps.plans.test_changing import adjust

QUESTION = actions.Question(as_of=AS_OF, starts_on=MONDAY)


def asked_again(area, plan, by=None, **how):
    with acting_for(area.board.id):
        return actions.plan_again(plan=plan, by=by or area.coordinator, **how)


@pytest.fixture
def plan(area):
    area.wait()
    return area.plan()


@pytest.mark.django_db
def test_planning_again_twice_is_one_plan_whoever_asks(area, plan):
    first = asked_again(area, plan)
    assert asked_again(area, plan, by=area.second) == first
    with acting_for(area.board.id):
        assert list(Plan.objects.filter(based_on=plan)) == [first]


@pytest.mark.django_db
def test_one_new_question_asked_twice_is_one_plan(area):
    with acting_for(area.board.id):
        first, second = (actions.make_plan(question=area.question(), by=area.coordinator) for _ in range(2))
        other = actions.make_plan(question=area.question(weeks=3), by=area.coordinator)
    assert first == second != other


@pytest.mark.django_db
def test_another_change_or_another_way_is_another_plan(area, plan):
    first = asked_again(area, plan)
    assert asked_again(area, plan, afresh=True) != first
    adjust(area, plan, Adjustment.Kind.EXCLUDE_SITE, site=area.site)
    second = asked_again(area, plan)
    assert second != first
    assert asked_again(area, plan) == second


@pytest.mark.django_db
@pytest.mark.parametrize("given", [{"state": "running", "progress": READ}, {"state": "cancelled"}, {"state": "failed"}])
def test_once_the_list_has_been_read_or_work_has_stopped_it_is_asked_anew(area, plan, given):
    first = asked_again(area, plan)
    with acting_for(area.board.id):
        Plan.objects.filter(pk=first.pk).update(**given)
    assert asked_again(area, plan) != first


@pytest.mark.slow
def test_two_who_press_at_the_same_moment_have_one_plan(committed_database):
    board = factories.board()
    people = [factories.person("coordinator", board) for _ in range(2)]
    gate = threading.Barrier(2)

    def press(person):
        try:
            gate.wait()
            with acting_for(board.id):
                return actions.make_plan(question=QUESTION, by=person).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert len(set(threads.map(press, people))) == 1
