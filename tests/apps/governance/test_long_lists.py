"""Ten thousand contacts, policies or barriers: a page asks the database as often as for one, and is no longer."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.governance.models import Barrier, BarrierCount, Contact, Policy, PolicyConfirmation, TestCall
from tests import factories
from tests.apps.governance.conftest import TODAY

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MANY, A_PAGE, LETTERS = 10_000, 50, 200_000


def of(area):
    return {"organisation": area.host, "area_id": area.board.pk, "source": "test"}


def contacts(area, count):
    made = Contact.objects.bulk_create(
        Contact(post=f"Doctor {i}", phone="01632 960103", **of(area)) for i in range(count)
    )
    calls = (TestCall(contact=one, phone=one.phone, on=TODAY, answered=True, by_name="x", **of(area)) for one in made)
    TestCall.objects.bulk_create(calls)
    return made


def policies(area, count):
    named = contacts(area, 1)[0]
    said = {"follows": "guest", "title": "Sepsis", "version": "1", "link": "https://policies.example.org/sepsis"}
    made = Policy.objects.bulk_create(
        Policy(topic="sepsis", partner=area.guest, contact=named, starts_on=date(2026, 1, 1), **said, **of(area))
        for _ in range(count)
    )
    act_for(area.guest.id)
    yes = {"area_id": area.board.pk, "organisation": area.guest, "on": TODAY, "digest": "x", "source": "test"}
    PolicyConfirmation.objects.bulk_create(PolicyConfirmation(policy=one, by_name="x", **yes) for one in made)
    act_for(area.host.id)


def barriers(area, count):
    made = Barrier.objects.bulk_create(
        Barrier(rule=f"Rule {i}", blocks="Patients on oxygen", effect="They wait", counted_by="oxygen", **of(area))
        for i in range(count)
    )
    counted = {"area_id": area.board.pk, "organisation": area.board, "plan_id": area.board.pk, "on": TODAY}
    numbers = {"planned": 9, "refused": 3, "without_place": 1, "whole_list": True, "counted_by": "oxygen"}
    act_for(area.board.id)
    BarrierCount.objects.bulk_create(
        BarrierCount(barrier=one, plan_name="Plan", source="test", **counted, **numbers) for one in made
    )
    act_for(area.host.id)


@pytest.mark.parametrize(
    ("make", "name"), [(contacts, "list-contacts"), (policies, "list-policies"), (barriers, "list-barriers")]
)
def test_a_list_of_ten_thousand_is_asked_and_shown_as_one_of_a_page(area, make, name):
    client, address = factories.client_of(area.keeper), reverse(f"governance:{name}")
    factories.agreement(area.guest, area.host)
    asked = []
    for count in (1, MANY - 1):
        act_for(area.host.id)
        make(area, count)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, {"page": "2"}).content.decode()
        asked.append(len(queries))
    assert asked[1] <= asked[0], asked
    assert f"of <strong>{MANY:,} " in page
    assert page.count("<tr") <= A_PAGE + 1
    assert len(page) < LETTERS
