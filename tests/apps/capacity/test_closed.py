"""A site that has paused or moved what it does gives no minute and no bed for it; what is booked stays."""

from datetime import timedelta

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.models import BookingState
from alongside.apps.capacity.refusals import SiteClosed
from alongside.apps.directory import actions as directory
from alongside.apps.directory.models import SiteService
from alongside.domain.site_notices import NoticeKind
from tests import factories
from tests.apps.capacity.conftest import DAY
from tests.apps.capacity.test_agreed import book, hold, hold_bed

pytestmark = [pytest.mark.django_db, pytest.mark.row("M-62")]


def pause(area, function="", first=DAY, last=None, kind=NoticeKind.PAUSED):
    with acting_for(area.hospital.id):
        SiteService.objects.get_or_create(
            site=area.site, organisation=area.hospital, treatment_function="110", defaults={"source": "test"}
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


def test_beds_close_with_the_whole_site_and_not_with_one_function(area):
    night = area.beds()
    pause(area, "110", night.night)
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
