"""A site that has paused or moved what it does gives no minute and no bed for it; what is booked stays."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.actions import release
from alongside.apps.capacity.models import BookingState
from alongside.apps.capacity.refusals import SiteClosed
from alongside.apps.directory import actions as directory
from alongside.apps.directory.models import SiteService
from alongside.apps.insight.today import needs
from alongside.domain.site_notices import NoticeKind
from tests import factories
from tests.apps.capacity.conftest import DAY
from tests.apps.capacity.test_agreed import book, hold, hold_bed

pytestmark = [pytest.mark.django_db, pytest.mark.row("M-12")]


def pause(area, function="", first=DAY, last=None, kind=NoticeKind.PAUSED):
    with acting_for(area.hospital.id):
        SiteService.objects.get_or_create(
            site=area.site,
            organisation=area.hospital,
            treatment_function=function or "110",
            defaults={"source": "test"},
        )
        return directory.add_notice(
            site=area.site, kind=kind, function=function, starts_on=first, ends_on=last, by=area.manager
        )


@pytest.mark.parametrize("function", ["", "110"])
def test_minutes_of_a_paused_function_are_not_held(area, function):
    pause(area, function)
    with pytest.raises(SiteClosed, match="paused from 2 February 2026 until further notice. Choose another") as told:
        hold(area.booker, area.session())
    assert told.value.rule == "DIR-3"


@pytest.mark.parametrize(
    ("function", "first", "last", "kind"),
    [
        ("", DAY + timedelta(1), None, NoticeKind.PAUSED),
        ("", DAY - timedelta(9), DAY - timedelta(1), NoticeKind.PAUSED),
        ("110", DAY, None, NoticeKind.REMOTE),
    ],
)
def test_other_days_and_other_notices_close_nothing(area, function, first, last, kind):
    pause(area, function, first, last, kind)
    assert hold(area.booker, area.session()).state == BookingState.HELD


def test_beds_close_with_the_whole_site_or_with_their_own_function(area):
    night = area.beds()
    pause(area, "130", night.night)
    hold_bed(area.booker, night)
    pause(area, "110", night.night)
    with pytest.raises(SiteClosed):
        hold_bed(area.booker, night)
    pause(area, "", night.night)
    with pytest.raises(SiteClosed):
        hold_bed(area.booker, night)


def test_hold_is_not_booked_at_a_site_that_has_paused_and_what_is_booked_stays(area):
    session = area.session()
    held, booked = hold(area.booker, session), hold(area.booker, session)
    book(area.booker, booked)
    pause(area)
    with pytest.raises(SiteClosed):
        book(area.booker, held)
    with acting_for(area.trust.id):
        held.refresh_from_db()
        booked.refresh_from_db()
    assert (held.state, booked.state) == (BookingState.HELD, BookingState.BOOKED)


def test_own_patients_of_the_host_are_closed_out_too(area):
    pause(area)
    with pytest.raises(SiteClosed):
        hold(factories.person("booking_manager", area.hospital), area.session())


def told(person):
    with acting_for(person.organisation_id):
        return {need.title: need for need in needs(person)}.get("Bookings at a service that has paused")


def test_guest_and_host_are_told_which_bookings_a_pause_falls_on(area, settings):
    """Two sessions and a bed night are taken; one session's day is paused, then everything on it."""
    settings.FIXED_DAY = DAY - timedelta(days=7)
    first, second = area.session(), area.session(on=DAY + timedelta(days=1))
    taken = [hold(area.booker, one) for one in (first, second)]
    hold_bed(area.booker, area.beds(night=DAY))
    stranger = factories.person("booking_manager", factories.trust(area.board))
    assert told(area.booker) is None
    pause(area, "110", DAY, DAY)
    assert [told(one).count for one in (area.booker, area.manager)] == [2, 2]
    assert told(stranger) is None
    page = factories.client_of(area.booker).get(told(area.booker).href).content.decode()
    assert str(first.pk) in page
    assert str(second.pk) not in page
    pause(area, "", DAY, DAY)
    assert (told(area.booker).count, "1 bed night among them" in told(area.booker).text) == (2, True)
    with acting_for(area.trust.id):
        release(booking=taken[0], by=area.booker, why="Another day")
    assert (told(area.booker).count, told(area.booker).href.endswith("/beds/")) == (1, True)


def test_a_booking_of_the_past_is_no_work(area, settings):
    hold(area.booker, area.session())
    pause(area, "110", DAY, DAY)
    settings.FIXED_DAY = DAY + timedelta(days=1)
    assert told(area.booker) is None


@pytest.mark.row("M-63")
@pytest.mark.parametrize(("person", "guest"), [("booker", True), ("manager", False), ("coordinator", False)])
def test_a_session_and_a_bed_lead_to_whose_policy_applies_to_our_patient(area, person, guest):
    session, by = area.session(), getattr(area, person)
    area.beds(night=DAY)
    where = f"?host={area.hospital.code}&amp;site={area.site.code}" + (f"&amp;guest={area.trust.code}" if guest else "")
    client = factories.client_of(by)
    for address in (
        reverse("capacity:show-session", args=[session.pk]),
        reverse("capacity:list-beds") + f"?month={DAY:%Y-%m}",
    ):
        assert f'href="{reverse("governance:ask")}{where}"' in client.get(address).content.decode()
