"""Minutes and beds are held, booked, given back and let go; nothing is sold twice (AL-9)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.models import Event
from alongside.apps.capacity import actions, queries
from alongside.apps.capacity.models import BedBooking, BedPathway, SessionBooking, SessionPathway, TheatreSession
from alongside.apps.capacity.refusals import ImpossibleFigure, NoRoomLeft, NotHeld, NotOffered, StillBooked
from tests import factories
from tests.apps.capacity.conftest import DAY, NOW, SURGERY, UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.promise("AL-9"), pytest.mark.row("M-46")]


def hold(area, session, minutes=90, **given):
    with acting_for(area.trust.id):
        return actions.hold_minutes(
            session=session, minutes=minutes, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker, **given
        )


def test_holds_fill_a_session_from_its_start(area):
    session = area.session()
    starts = [hold(area, session, minutes).during.lower.hour * 60 for minutes in (90, 90)]
    assert starts == [8 * 60, 10 * 60]
    with pytest.raises(NoRoomLeft, match="60 of 240 minutes left"):
        hold(area, session, 61)
    assert hold(area, session, 60).during.upper == session.during.upper


def test_released_minutes_are_found_again(area):
    session = area.session()
    first = hold(area, session, 120)
    hold(area, session, 120)
    with acting_for(area.trust.id):
        actions.release(booking=first, by=area.booker)
    assert hold(area, session, 100).during.lower == session.during.lower


@pytest.mark.parametrize("start", [datetime(2026, 2, 2, 9, 0, tzinfo=UTC), datetime(2026, 2, 2, 7, 30, tzinfo=UTC)])
def test_hold_at_a_time_that_is_taken_or_outside_is_refused(area, start):
    session = area.session()
    hold(area, session)
    with pytest.raises(NoRoomLeft):
        hold(area, session, 60, start=start)


def test_hold_of_no_minutes_is_refused(area):
    with pytest.raises(ImpossibleFigure):
        hold(area, area.session(), 0)


def test_hold_of_a_session_that_is_not_offered_is_refused(area):
    with pytest.raises(NotOffered):
        hold(area, area.session(offered_to="own"))
    withdrawn = area.session()
    with acting_for(area.hospital.id):
        actions.withdraw_session(session=withdrawn, why="x", by=area.manager)
    with pytest.raises(NotOffered):
        hold(area, withdrawn)


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"shift": 0}, "no_minute_is_sold_twice"),
        ({"shift": 300}, "booking_inside_session"),
        ({"session_offered_to": "own"}, "booking_of_an_offered_session|booking_terms_follow_session"),
        ({"session_state": "withdrawn"}, "booking_of_an_open_session"),
        ({"longer": 60}, "booking_terms_follow_session"),
        ({"minutes": 5}, "booking_minutes_fill_its_hours"),
    ],
)
def test_database_itself_refuses(area, broken, constraint):
    """Each way of selling what is not there, past our own code."""
    session = area.session()
    booking = hold(area, session, 60)
    shift, longer = timedelta(minutes=broken.pop("shift", 60)), timedelta(minutes=broken.pop("longer", 0))
    during = (booking.during.lower + shift, booking.during.upper + shift)
    values = {
        "session": session,
        "session_during": (session.during.lower, session.during.upper + longer),
        "session_state": "open",
        "session_offered_to": "area",
        "during": during,
        "minutes": 60,
        "organisation": area.trust,
        "host": area.hospital,
        "area_id": area.board.id,
        "state": "held",
    }
    with acting_for(area.trust.id), pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        SessionBooking.objects.create(**(values | broken))


def test_own_session_of_another_cannot_be_booked_in_the_database(area):
    session = area.session(offered_to="own")
    with acting_for(area.trust.id), pytest.raises(DatabaseError, match="booking_of_an_offered"), transaction.atomic():
        SessionBooking.objects.create(
            session_id=session.pk,
            session_during=session.during,
            session_state="open",
            session_offered_to="own",
            during=session.during,
            minutes=240,
            organisation=area.trust,
            host=area.hospital,
            area_id=area.board.id,
            state="held",
        )


def test_booking_a_hold_keeps_it_past_its_time(area):
    booking = hold(area, area.session())
    with acting_for(area.trust.id):
        booked = actions.book(booking=booking, by=area.booker, now=UNTIL - timedelta(hours=1))
        with pytest.raises(NotHeld):
            actions.book(booking=booking, by=area.booker, now=UNTIL)
    assert (booked.state, booked.held_until) == ("booked", None)
    assert actions.expire_holds(UNTIL + timedelta(days=1)) == 0


def test_lapsed_hold_cannot_be_booked_and_its_minutes_come_back(area):
    session = area.session(minutes=90)
    booking = hold(area, session)
    with acting_for(area.trust.id), pytest.raises(NotHeld, match="lapsed"):
        actions.book(booking=booking, by=area.booker, now=UNTIL)
    assert actions.expire_holds(UNTIL - timedelta(seconds=1)) == 0
    assert actions.expire_holds(UNTIL) == 1
    assert hold(area, session).state == "held"
    with acting_for(area.trust.id):
        event = Event.objects.get(kind="place_released", target_id=str(booking.pk))
    assert (event.by_name, event.detail["why"]) == ("Time over", "The hold lapsed")


@pytest.mark.promise("AL-8")
def test_pathway_of_a_booking_is_seen_by_its_two_parties_alone(area):
    """Everybody in the area counts the same minutes; for whom they are is for two to know."""
    session = area.session()
    hold(area, session)
    night = area.beds()
    with acting_for(area.trust.id):
        actions.hold_bed(bed_night=night, service=SURGERY, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker)
    third = factories.person("booking_manager", factories.trust(area.board))
    outside = factories.person("booking_manager", factories.trust(factories.board()))
    seen = {}
    for name, acting in (("holder", area.booker), ("host", area.manager), ("third", third), ("outside", outside)):
        with acting_for(acting.organisation_id):
            bookings = SessionBooking.objects.count() + BedBooking.objects.count()
            seen[name] = (bookings, SessionPathway.objects.count() + BedPathway.objects.count())
    assert seen == {"holder": (2, 2), "host": (2, 2), "third": (2, 0), "outside": (0, 0)}


def test_booking_of_others_cannot_be_released(area):
    booking = hold(area, area.session())
    third = factories.person("booking_manager", factories.trust(area.board))
    with acting_for(third.organisation_id), pytest.raises(NotHeld):
        actions.release(booking=booking, by=third)


def test_release_twice_is_one_release(area):
    booking = hold(area, area.session())
    with acting_for(area.trust.id):
        for _ in range(2):
            actions.release(booking=booking, by=area.booker)
        assert Event.objects.filter(kind="place_released").count() == 1


def hold_bed(area, night):
    with acting_for(area.trust.id):
        return actions.hold_bed(
            bed_night=night, service=SURGERY, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker
        )


@pytest.mark.row("M-55")
def test_beds_of_a_night_are_held_to_the_last_and_no_further(area):
    night = area.beds(beds=2)
    assert [hold_bed(area, night).bed_number for _ in range(2)] == [1, 2]
    with pytest.raises(NoRoomLeft):
        hold_bed(area, night)


@pytest.mark.row("M-55")
def test_fewer_beds_than_are_taken_is_refused_and_any_free_one_can_go(area):
    night = area.beds(beds=3)
    first, *_ = [hold_bed(area, night) for _ in range(3)]
    with acting_for(area.hospital.id):
        actions.release(booking=first, by=area.manager)
        given = {"site": area.site, "level": 0, "nights": [DAY], "by": area.manager}
        with pytest.raises(StillBooked, match="2 beds"):
            actions.set_bed_nights(beds=1, **given)
        assert actions.set_bed_nights(beds=2, **given)[0].beds == 2
        assert sorted(night.bookings.filter(state="held").values_list("bed_number", flat=True)) == [1, 2]


@pytest.mark.parametrize(("level", "beds"), [(3, 1), (7, 1), (0, -1), (0, 1000)])
def test_impossible_beds_are_refused(area, level, beds):
    """The site says that its highest level is 1."""
    with acting_for(area.hospital.id), pytest.raises(ImpossibleFigure):
        actions.set_bed_nights(site=area.site, level=level, nights=[DAY], beds=beds, by=area.manager)


def test_database_refuses_a_bed_number_above_the_count(area):
    night = area.beds(beds=1)
    values = {"bed_night": night, "beds": 1, "bed_number": 2, "organisation": area.trust, "host": area.hospital}
    with acting_for(area.trust.id), pytest.raises(DatabaseError, match="bed_number_within"), transaction.atomic():
        BedBooking.objects.create(area_id=area.board.id, state="held", **values)


def test_plan_sees_what_is_left_of_what_is_offered(area):
    hold(area, area.session(), 90)
    area.session(offered_to="own")
    area.session(on=DAY + timedelta(weeks=1), minutes=60)
    area.session(on=DAY + timedelta(weeks=4))
    night = area.beds(beds=2)
    hold_bed(area, night)
    with acting_for(area.board.id):
        sessions = queries.sessions_to_plan(area.coordinator, DAY, 4)
        beds = queries.bed_nights_to_plan(area.coordinator, DAY, 4)
        assert TheatreSession.objects.count() == 4
    assert sessions.select("week", "minutes", "sessions").rows() == [(0, 150, 1), (1, 60, 1)]
    assert beds.select("site_id", "week", "level", "bed_nights").rows() == [(str(area.site.pk), 0, 0, 1)]
