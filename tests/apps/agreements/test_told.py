"""What pages about an agreement say of things that other parts keep: places taken, and the way back of patients."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from alongside.apps.agreements import actions
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import actions as capacity
from alongside.apps.partnerships import actions as partnerships
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import TODAY, drafted, give, signed, whole
from tests.apps.agreements.test_pages import at, words_of
from tests.apps.partnerships.conftest import PHONES
from tests.apps.partnerships.conftest import words as way_back_words

pytestmark = pytest.mark.row("M-47")


def take(two, place, ahead, *, booked):
    """A theatre place on that day, held and perhaps booked."""
    session = factories.session(place, on=TODAY + timedelta(days=ahead), offered_to="area")
    now = datetime(2026, 1, 31, 9, tzinfo=UTC)
    given = {"session": session, "minutes": 60, "pathway_id": uuid4(), "until": now + timedelta(days=90), "now": now}
    with acting_for(two.trust.id):
        held = capacity.hold_minutes(by=two.guest_manager, **given)
        if booked:
            capacity.book(booking=held, by=two.guest_manager, now=now)


def test_page_of_an_ending_counts_what_is_booked_and_held_from_today_on(two, settings):
    """By kind and state, and nothing of days that have passed."""
    version, place = signed(two), factories.site(two.hospital)
    for ahead, booked in ((0, True), (9, True), (3, False)):
        take(two, place, ahead, booked=booked)
    client, address = factories.client_of(two.host_director), at("terminate", version.agreement_id)
    page = words_of(client.get(address))
    assert "Patients of East Trust on their way, from 31 January 2026 on" in page
    assert "2 theatre places booked and 1 theatre place held at One Hospital" in page
    assert "0 bed-nights booked and 0 bed-nights held" in page
    settings.FIXED_DAY = TODAY + timedelta(days=1)
    assert "1 theatre place booked and 1 theatre place held" in words_of(client.get(address))


@pytest.fixture
def partnership(two):
    place = factories.site(two.hospital, name="One Site")
    with acting_for(two.trust.id):
        kept = partnerships.open_partnership(trust=two.trust, site=place, by=two.guest_director, today=TODAY)
        words = way_back_words(services=())
        return partnerships.settle(partnership=kept, words=words, seen=None, by=two.guest_director, today=TODAY)


def drilled(two, kept, *, passed):
    with acting_for(two.trust.id):
        partnerships.log_drill(
            partnership=kept, on=TODAY, kind="call", passed=passed, by=two.guest_director, today=TODAY
        )


def page_of(two, version):
    return words_of(
        factories.client_of(two.guest_director).get(at("edit-clause", version.agreement_id, "transfer-back"))
    )


@pytest.mark.parametrize(("passed", "told", "day"), [(True, "went well", True), (False, "failed", False)])
def test_clause_of_transfers_is_filled_in_from_the_partnership(two, partnership, passed, told, day):
    """Empty parts alone, to be read and saved; a drill that failed is no day to vouch for."""
    with acting_for(two.trust.id):
        version = actions.open_agreement(guest=two.trust, host=two.hospital, by=two.guest_director, today=TODAY)
    assert "its partnership has logged no drill yet" in page_of(two, version)
    drilled(two, partnership, passed=passed)
    page = page_of(two, version)
    assert f"was on 31 January 2026 and {told}" in page
    assert "Empty parts are filled in" in page
    for words in ("Acute medical unit", "West Infirmary", PHONES["phone"]):
        assert words in page
    assert ('value="2026"' in page) is day


def test_words_that_stand_are_not_replaced_by_the_partnerships(two, partnership):
    version = drafted(two)
    page = page_of(two, version)
    assert whole(Topic.TRANSFER_BACK).facts["phone"] in page
    assert PHONES["phone"] not in page


def test_clause_of_a_pair_without_a_partnership_says_nothing_of_one(two):
    assert "partnership" not in page_of(two, drafted(two)).split("<main")[1].split("</main>")[0].lower()


@pytest.mark.row("M-48")
def test_a_failed_drill_is_missing_between_the_two_until_one_goes_well(two, partnership):
    """On the agreement, between the two and in the list, with both as those who mend it; nobody agrees meanwhile."""
    version, client = drafted(two), factories.client_of(two.guest_director)
    drilled(two, partnership, passed=True)
    between = reverse("agreements:show-between", args=[two.trust.pk, two.hospital.pk])
    pages = (at("show-agreement", version.agreement_id), between)
    failed = "the drill at One Site on 31 January 2026 failed"
    assert not any(failed in words_of(client.get(address)) for address in pages)
    drilled(two, partnership, passed=False)
    for address in pages:
        page = client.get(address).content.decode()
        assert failed in page
        assert "East Trust and One Hospital together" in page
        assert reverse("partnerships:list-partnerships") + "?q=One+Site" in page
    row = client.get(reverse("agreements:list-agreements"), {"format": "csv"}).content.decode().splitlines()[-1]
    assert ",1," in row
    with pytest.raises(AgreementRefused, match="1 thing is missing"):
        give(two, actions.agree_clinically, version.agreement)
    drilled(two, partnership, passed=True)
    give(two, actions.agree_clinically, version.agreement)
    assert not any(failed in words_of(client.get(address)) for address in pages)


def test_a_failed_drill_of_a_partnership_that_has_ended_is_no_gap(two, partnership):
    version = drafted(two)
    drilled(two, partnership, passed=False)
    with acting_for(two.trust.id):
        partnerships.end_partnership(partnership=partnership, why="x", by=two.guest_director, today=TODAY)
    give(two, actions.agree_clinically, version.agreement)


def test_a_failed_drill_is_told_where_no_agreement_was_begun(two, partnership):
    drilled(two, partnership, passed=False)
    between = reverse("agreements:show-between", args=[two.trust.pk, two.hospital.pk])
    page = words_of(factories.client_of(two.coordinator).get(between))
    assert "the drill at One Site on 31 January 2026 failed" in page
