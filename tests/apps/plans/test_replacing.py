"""Of two plans that claim the same patients or theatre time one alone is approved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.queries import events_of
from alongside.apps.plans import actions, queries
from tests import factories
from tests.apps.plans.conftest import AS_OF, MONDAY, offers

pytestmark = pytest.mark.django_db


def approve(area, plan, replaces=()):
    with acting_for(area.board.id):
        for person in (area.coordinator, area.second):
            actions.approve(plan=plan, by=person, today=AS_OF, replaces=replaces)
        plan.refresh_from_db()


def conflicts(area, plan):
    with acting_for(area.board.id):
        return [(one.plan.pk, one.patients, one.weeks) for one in queries.conflicts(plan)]


@pytest.mark.promise("AL-9")
def test_a_plan_with_the_same_patients_is_not_approved_beside_another_unsaid(area):
    area.wait()
    first, second = area.plan(), area.plan()
    approve(area, first)
    assert conflicts(area, second) == [(first.pk, 1, 1)]
    with pytest.raises(actions.Refused, match=first.name):
        approve(area, second)
    with acting_for(area.board.id):
        first.refresh_from_db()
        second.refresh_from_db()
    assert (first.state, second.state) == ("approved", "ready")


@pytest.mark.promise("AL-9")
def test_approving_a_plan_ends_the_approval_of_the_one_it_replaces(area):
    area.wait()
    first, second = area.plan(), area.plan()
    approve(area, first)
    approve(area, second, replaces=[first.pk])
    with acting_for(area.board.id):
        first.refresh_from_db()
        assert (first.state, first.replaced_by_id, second.state) == ("replaced", second.pk, "approved")
        assert len(queries.names_under(first)) == 2
        event = events_of(area.board.id, first.pk)[0]
        assert (event.kind, event.detail["replaced_by"]) == ("plan_replaced", second.name)
        approved = next(one for one in events_of(area.board.id, second.pk) if one.kind == "plan_approved")
        assert approved.detail["replaces"] == [first.name]
        with pytest.raises(actions.Refused, match="in place of this one"):
            actions.approve(plan=first, by=factories.person("medical_director", area.board), today=AS_OF)
        with pytest.raises(actions.Refused, match="cannot be taken back"):
            actions.withdraw_approval(plan=first, by=area.second)
        assert queries.latest_plan(area.coordinator) == second


def test_plans_of_other_weeks_and_patients_are_approved_side_by_side(area):
    later = MONDAY + timedelta(weeks=1)
    offers(area.site, days=(later,))
    first_patient, second_patient = area.wait(), area.wait(provider=area.other)
    first = area.plan(providers=[area.trust.code], weeks=1)
    approve(area, first)
    second = area.plan(providers=[area.other.code], weeks=1, starts_on=later)
    assert area.line(first, first_patient).site
    assert area.line(second, second_patient).site
    assert conflicts(area, second) == []


def test_the_same_theatre_week_is_a_conflict_however_each_plan_counts_its_weeks(area):
    later = MONDAY + timedelta(weeks=1)
    offers(area.site, days=(later,))
    for _ in range(5):
        area.wait(theatre_minutes=120)
    first = area.plan()
    approve(area, first)
    second = area.plan(starts_on=later, weeks=1)
    ((_, patients, weeks),) = conflicts(area, second)
    assert (patients > 0, weeks) == (True, 1)


def test_the_approval_page_names_what_it_replaces_and_both_plans_say_so(area):
    area.wait()
    first, second = area.plan(), area.plan()
    approve(area, first)
    address = reverse("plans:approve-plan", args=[second.pk])
    page = factories.client_of(area.coordinator).get(address).content.decode()
    assert "Approving this plan replaces another" in page
    assert "Approval holds no capacity and moves nobody: offers come next." in page
    for person in (area.coordinator, area.second):
        client = factories.client_of(person)
        assert "There is a problem" in client.post(address, {}).content.decode()
        assert "There is a problem" in client.post(address, {"replaces": "x"}).content.decode()
        assert client.post(address, {"replaces": str(first.pk)}).status_code == 302
    old = client.get(reverse("plans:show-plan", args=[first.pk])).content.decode()
    assert "This plan has been replaced" in old
    assert reverse("plans:show-plan", args=[second.pk]) in old
    assert "was replaced by" in client.get(reverse("plans:approve-plan", args=[first.pk])).content.decode()
