"""Sessions are offered, changed and withdrawn by their owner alone, and never under somebody's feet."""

from dataclasses import replace
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.models import Event
from alongside.apps.capacity import actions, queries
from alongside.apps.capacity.facts import terms_of
from alongside.apps.capacity.models import SessionState, TheatreSession
from alongside.apps.capacity.refusals import ImpossibleFigure, NotOurSite, RoomTaken, StillBooked
from tests import factories
from tests.apps.capacity.conftest import DAY, NOW, UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.row("M-1", "M-46")]


def hold(area, session, minutes=90):
    with acting_for(area.trust.id):
        return actions.hold_minutes(
            session=session, minutes=minutes, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker
        )


def test_offered_session_is_on_the_board_with_its_event(area):
    with acting_for(area.hospital.id):
        session = actions.offer_session(terms=area.terms(room="  Theatre   1 "), by=area.manager)
        event = Event.objects.get(target_id=str(session.pk))
    assert (session.room, session.source) == ("Theatre 1", f"Entered by {area.manager.name}")
    assert (event.kind, event.by_name, event.detail["minutes"]) == ("session_offered", area.manager.name, 240)
    with acting_for(area.trust.id):
        assert queries.find_session(area.booker, session.pk).left == 240


@pytest.mark.parametrize(("room", "start"), [("Theatre 1", time(12, 0)), ("THEATRE 1", time(8, 30))])
def test_offer_overlapping_in_a_room_is_refused(area, room, start):
    with acting_for(area.hospital.id):
        actions.offer_session(terms=area.terms(), by=area.manager)
        with pytest.raises(RoomTaken, match=r"Theatre 1|THEATRE 1"):
            actions.offer_session(terms=area.terms(room=room, start=start), by=area.manager)
        actions.offer_session(terms=area.terms(start=time(12, 30)), by=area.manager)


def test_offer_at_the_site_of_another_is_refused(area):
    with acting_for(area.trust.id), pytest.raises(NotOurSite):
        actions.offer_session(terms=area.terms(), by=area.booker)


@pytest.mark.parametrize("given", [{"minutes": 0}, {"minutes": 1441}, {"room": " "}, {"treatment_function": "11"}])
def test_offer_of_an_impossible_session_is_refused(area, given):
    with acting_for(area.hospital.id), pytest.raises(ImpossibleFigure):
        actions.offer_session(terms=area.terms(**given), by=area.manager)


def test_weekly_offer_keeps_the_clock_and_says_which_week_is_taken(area):
    """The clocks go forward on 29 March 2026: 08:30 stays 08:30."""
    terms = area.terms(on=DAY + timedelta(weeks=7))
    with acting_for(area.hospital.id):
        actions.offer_session(terms=replace(terms, on=terms.on + timedelta(weeks=1)), by=area.manager)
        offered, refused = actions.offer_weekly(terms=terms, weeks=3, by=area.manager)
        kept = [terms_of(TheatreSession.objects.get(pk=session.pk)) for session in offered]
    assert [(one.on - DAY).days // 7 for one in kept] == [7, 9]
    assert {one.start for one in kept} == {time(8, 30)}
    assert [dated.on for dated, _ in refused] == [terms.on + timedelta(weeks=1)]


@pytest.mark.promise("AL-9")
def test_resizing_under_a_booking_is_refused(area):
    session = area.session()
    hold(area, session)
    with acting_for(area.hospital.id):
        for shorter in ({"minutes": 80}, {"start": time(9, 0)}):
            with pytest.raises(StillBooked):
                actions.change_session(session=session, terms=replace(terms_of(session), **shorter), by=area.manager)
        changed = actions.change_session(session=session, terms=replace(terms_of(session), minutes=90), by=area.manager)
    assert changed.minutes == 90


@pytest.mark.promise("AL-9")
def test_resizing_under_a_released_booking_is_allowed(area):
    session = area.session()
    booking = hold(area, session)
    with acting_for(area.hospital.id):
        actions.release(booking=booking, by=area.manager)
        changed = actions.change_session(session=session, terms=replace(terms_of(session), minutes=30), by=area.manager)
    assert changed.minutes == 30


def test_taking_back_for_our_own_list_what_another_has_booked_is_refused(area):
    session = area.session()
    hold(area, session)
    with acting_for(area.hospital.id), pytest.raises(StillBooked):
        actions.change_session(session=session, terms=replace(terms_of(session), offered_to="own"), by=area.manager)


def test_withdrawal_of_a_booked_session_is_refused_until_it_is_released(area):
    session = area.session()
    booking = hold(area, session)
    with acting_for(area.hospital.id):
        with pytest.raises(StillBooked, match="90 of the 240 minutes"):
            actions.withdraw_session(session=session, why="No anaesthetist", by=area.manager)
        withdrawn = actions.withdraw_session(
            session=session, why="No anaesthetist", by=area.manager, release_bookings=True
        )
        booking.refresh_from_db()
    assert (withdrawn.state, booking.state) == (SessionState.WITHDRAWN, "released")


@pytest.mark.promise("AL-9")
def test_withdrawal_past_our_own_code_is_refused_by_the_database(area):
    session = area.session()
    hold(area, session)
    with (
        acting_for(area.hospital.id),
        pytest.raises(DatabaseError, match="booking_of_an_open_session"),
        transaction.atomic(),
    ):
        TheatreSession.objects.filter(pk=session.pk).update(state="withdrawn")


def test_withdrawn_session_comes_back_only_to_a_free_room(area):
    with acting_for(area.hospital.id):
        session = actions.offer_session(terms=area.terms(), by=area.manager)
        actions.withdraw_session(session=session, why="Cleaning", by=area.manager)
        other = actions.offer_session(terms=area.terms(), by=area.manager)
        with pytest.raises(RoomTaken):
            actions.restore_session(session=session, by=area.manager)
        actions.withdraw_session(session=other, why="Twice", by=area.manager)
        assert actions.restore_session(session=session, by=area.manager).state == SessionState.OPEN


def test_change_by_another_organisation_is_refused(area):
    session = area.session()
    with acting_for(area.trust.id):
        for act in (
            lambda: actions.withdraw_session(session=session, why="x", by=area.booker),
            lambda: actions.change_session(session=session, terms=terms_of(session), by=area.booker),
        ):
            with pytest.raises(NotOurSite):
                act()


@pytest.mark.promise("AL-8")
def test_own_session_is_seen_by_its_owner_and_the_board_alone(area):
    session = area.session(offered_to="own")
    outside = factories.person("coordinator", factories.board())
    seen = {}
    for acting in (area.manager, area.coordinator, area.booker, outside):
        with acting_for(acting.organisation_id):
            seen[acting.role_name, acting is outside] = queries.find_session(acting, session.pk) is not None
    assert list(seen.values()) == [True, True, False, False]
