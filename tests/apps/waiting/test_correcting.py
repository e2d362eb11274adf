"""Putting one pathway right: facts with a reason, the clock by its rules, and what the database itself refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.models import Event
from alongside.apps.waiting import actions, queries
from alongside.apps.waiting.models import ClockEvent, Pathway
from alongside.apps.waiting.presenters.pathway import needs_section
from alongside.domain.clinical_fields import ACCESS_NEEDS
from tests import factories
from tests.apps.waiting.conftest import AS_OF

pytestmark = pytest.mark.django_db


@pytest.fixture
def pathway(area):
    found = factories.pathway(area.ours, pathway_issuer=area.ours.code)
    with acting_for(area.ours.id):
        ClockEvent.objects.create(
            pathway=found, provider=area.ours, area_id=area.board.id, code="10", on=found.clock_start, by_name="test"
        )
    return found


def record(area, pathway, code, on=date(2026, 1, 10), **more):
    with acting_for(area.ours.id):
        return actions.record_clock_event(
            pathway_id=pathway.pk, code=code, on=on, reason="test", by=area.booking, today=AS_OF, **more
        )


def now(area, pathway) -> Pathway:
    with acting_for(area.ours.id):
        return Pathway.objects.get(pk=pathway.pk)


def test_correction_is_kept_with_its_reason_and_what_it_replaced(area, pathway):
    client = factories.client_of(area.booking)
    address = reverse("waiting:correct-pathway", args=[pathway.pk])
    answers = {
        "priority": "P2",
        "asa": "3",
        "bmi": "31.5",
        "travel_limit_km": "40",
        "has_diabetes": "yes",
        "hba1c": "52",
    }
    assert client.post(address, answers | {"reason": "Seen in clinic"}).status_code == 302
    after = now(area, pathway)
    assert (after.priority, after.asa, float(after.bmi), after.travel_limit_km) == ("P2", 3, 31.5, 40)
    assert after.clinical_facts == {"has_diabetes": True, "hba1c": 52}
    page = client.get(reverse("waiting:show-pathway", args=[pathway.pk])).content.decode()
    assert "Seen in clinic" in page
    assert area.booking.name in page
    with acting_for(area.ours.id):
        assert [before.priority for before in queries.history_of(area.booking, pathway.pk)] == ["P4"]
        assert Event.objects.get(kind="pathway_corrected").detail["reason"] == "Seen in clinic"


def test_correction_needs_a_reason_and_believable_values(area, pathway):
    client = factories.client_of(area.booking)
    page = client.post(
        reverse("waiting:correct-pathway", args=[pathway.pk]), {"asa": "9", "bmi": "4000"}
    ).content.decode()
    assert "Enter reason" in page
    assert "ASA grade must be 6 or less" in page
    assert "BMI must be 150 or less" in page
    assert now(area, pathway).asa == 2


def test_nothing_different_changes_nothing(area, pathway):
    with acting_for(area.ours.id):
        same = {"priority": pathway.priority, "asa": pathway.asa}
        assert actions.correct_pathway(pathway_id=pathway.pk, values=same, facts={}, reason="x", by=area.booking) == []
        assert not Event.objects.exists()


def test_treatment_stops_the_clock(area, pathway):
    record(area, pathway, "30")
    after = now(area, pathway)
    assert (after.state, after.clock_stop, after.status_code) == ("treated", date(2026, 1, 10), "30")


@pytest.mark.parametrize(
    ("code", "on", "rule"),
    [
        ("10", date(2026, 1, 10), "RTT-5"),
        ("30", date(2025, 1, 1), "RTT-3"),
        ("30", date(2026, 2, 1), "RTT-2"),
        ("90", date(2026, 1, 10), "RTT-12"),
        ("77", date(2026, 1, 10), "RTT-1"),
        ("21", date(2026, 1, 10), "RTT-10"),
    ],
)
def test_event_that_the_rules_refuse_is_refused_with_their_id(area, pathway, code, on, rule):
    with pytest.raises(actions.Refused, match=rule):
        record(area, pathway, code, on)
    assert now(area, pathway).state == "open"


def test_page_shows_every_rule_that_said_no(area, pathway):
    client = factories.client_of(area.booking)
    asked = {"code": "90", "on_0": "1", "on_1": "1", "on_2": "2025", "reason": "test"}
    page = client.post(reverse("waiting:record-clock-event", args=[pathway.pk]), asked).content.decode()
    assert "(RTT-12)" in page
    assert "(RTT-3)" in page


@pytest.mark.promise("AL-2")
def test_new_period_is_a_pathway_of_its_own_and_the_first_keeps_its_clock(area, pathway):
    record(area, pathway, "31", date(2026, 1, 5))
    line = record(area, pathway, "11", date(2026, 1, 20))
    first, second = now(area, pathway), now(area, line.pathway)
    assert (first.state, first.clock_start) == ("active_monitoring", date(2025, 6, 1))
    assert (second.state, second.clock_start, second.clock_stop) == ("open", date(2026, 1, 20), None)
    assert second.pathway_identifier == first.pathway_identifier
    with pytest.raises(actions.Refused, match="RTT-5"):
        record(area, pathway, "12", date(2026, 1, 21))


def test_withdrawn_stop_starts_the_clock_again_and_stays_readable(area, pathway):
    line = record(area, pathway, "34")
    client = factories.client_of(area.booking)
    assert "Withdraw" in client.get(reverse("waiting:record-clock-event", args=[pathway.pk])).content.decode()
    address = reverse("waiting:withdraw-clock-event", args=[pathway.pk, line.pk])
    with acting_for(area.ours.id):
        actions.withdraw_clock_event(
            pathway_id=pathway.pk, event_id=line.pk, reason="Wrong patient", by=area.booking, today=AS_OF
        )
    after = now(area, pathway)
    assert (after.state, after.clock_stop, after.status_code) == ("open", None, "10")
    assert "(RTT-16)" in client.post(address, {"reason": "again"}).content.decode()
    page = client.get(reverse("waiting:show-pathway", args=[pathway.pk])).content.decode()
    assert "Withdrawn" in page
    assert "Wrong patient" in page


def test_start_cannot_be_withdrawn(area, pathway):
    with acting_for(area.ours.id):
        start = ClockEvent.objects.get()
        with pytest.raises(actions.Refused, match="RTT-16"):
            actions.withdraw_clock_event(
                pathway_id=pathway.pk, event_id=start.pk, reason="x", by=area.booking, today=AS_OF
            )


def test_struck_clock_leaves_the_list_and_keeps_its_start(area, pathway):
    client = factories.client_of(area.booking)
    assert (
        client.post(reverse("waiting:strike-pathway", args=[pathway.pk]), {"reason": "Wrong start"}).status_code == 302
    )
    after = now(area, pathway)
    assert (after.state, after.clock_start) == ("nullified", date(2025, 6, 1))
    page = client.post(reverse("waiting:strike-pathway", args=[pathway.pk]), {"reason": "Again"}).content.decode()
    assert "(RTT-7)" in page


def test_unknown_start_still_stops(area):
    found = factories.pathway(area.ours, clock_start=None, pathway_issuer=area.ours.code)
    with acting_for(area.ours.id):
        ClockEvent.objects.create(pathway=found, provider=area.ours, area_id=area.board.id, code="10", by_name="test")
    record(area, found, "30")
    assert now(area, found).state == "treated"
    page = factories.client_of(area.booking).get(reverse("waiting:show-pathway", args=[found.pk])).content.decode()
    assert "On a day that is not known" in page


@pytest.mark.promise("AL-5", "AL-8")
def test_only_the_providers_own_staff_may_write(area, pathway):
    for by in (area.their_booking, area.coordinator):
        with acting_for(by.organisation_id), pytest.raises(actions.NotOurs):
            actions.record_clock_event(
                pathway_id=pathway.pk, code="30", on=date(2026, 1, 10), reason="x", by=by, today=AS_OF
            )
    assert now(area, pathway).state == "open"


@pytest.mark.promise("AL-2")
@pytest.mark.parametrize("change", ["clock_start = '2025-05-01'", "clock_start = NULL", "pathway_issuer = 'X09'"])
def test_database_refuses_to_move_a_clock(area, pathway, change):
    with (
        pytest.raises(DatabaseError, match="AL-2"),
        acting_for(area.ours.id),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE waiting_pathway SET {change} WHERE id = %s", [pathway.pk])


@pytest.mark.promise("AL-1")
def test_database_refuses_a_second_open_clock_of_one_pathway(area, pathway):
    with pytest.raises(DatabaseError, match="one_open_clock_on_one_list"), transaction.atomic():
        factories.pathway(
            area.theirs,
            pathway_identifier=pathway.pathway_identifier,
            pathway_issuer=pathway.pathway_issuer,
            clock_start=date(2025, 8, 1),
        )


@pytest.mark.promise("AL-1")
def test_nightly_check_counts_what_is_on_no_list(area, pathway):
    from alongside.apps.waiting import tasks
    from alongside.apps.waiting.models import ReportedList

    factories.pathway(area.ours)
    with acting_for(area.ours.id):
        ReportedList.objects.create(organisation=area.ours, area_id=area.board.id, as_of=AS_OF, source="test")
    tasks.check_lists(0)
    page = factories.client_of(area.coordinator).get("/waiting/").content.decode()
    assert "1 open pathway had no provider that reports it" in page


@pytest.mark.row("M-29", "M-23")
def test_access_needs_and_infection_stand_apart_from_the_other_facts(area, pathway):
    """What is not recorded of them is no gap in the clinical facts: nobody is asked for all eleven needs."""
    client = factories.client_of(area.booking)
    address = reverse("waiting:correct-pathway", args=[pathway.pk])
    page = reverse("waiting:show-pathway", args=[pathway.pk])
    before = " ".join(client.get(page).content.decode().split())
    assert "Not known: screened before admission" in before
    assert "Needs a hoist" not in before
    given = {"needs_hoist": "yes", "needs_large_print": "yes", "has_known_infection": "yes", "reason": "Rang them"}
    assert client.post(address, given).status_code == 302
    held = now(area, pathway).clinical_facts
    assert held == {"needs_hoist": True, "needs_large_print": True, "has_known_infection": True}
    after = " ".join(client.get(page).content.decode().split())
    assert "Needs a hoist; needs large print" in after
    assert "Yes: nursed apart" in after


@pytest.mark.row("M-29")
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, None),
        ({"needs_hoist": False}, "None known; 10 of 11 not asked"),
        (dict.fromkeys(ACCESS_NEEDS, False), "None"),
        ({"needs_hoist": True}, "Needs a hoist"),
        ({"needs_hoist": "rubbish"}, None),
    ],
)
def test_access_needs_in_words(facts, words):
    rows = {row["key"]: row["value"] for row in needs_section(Pathway(clinical_facts=facts)).rows}
    assert rows["Access needs"] == words
