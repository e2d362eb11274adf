"""No sequence of holds, bookings, releases and changes ever sells a minute or a bed twice (AL-9)."""

from dataclasses import replace
from datetime import time
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import actions
from alongside.apps.capacity.facts import terms_of
from alongside.apps.capacity.models import ACTIVE, BedBooking, BedNight, SessionBooking, TheatreSession
from alongside.apps.capacity.refusals import CapacityRefused
from tests.apps.capacity.conftest import DAY, NOW, SURGERY, UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.promise("AL-9")]

DAY_BEFORE = UNTIL.replace(day=1)
MINUTES = st.integers(5, 150)
STEPS = st.one_of(
    st.tuples(st.just("hold"), MINUTES),
    st.tuples(st.sampled_from(["book", "release"]), st.integers(0, 9)),
    st.tuples(st.just("resize"), st.integers(30, 300)),
    st.tuples(st.just("move"), st.integers(7, 10)),
    st.tuples(st.sampled_from(["withdraw", "restore", "lapse"]), st.just(0)),
)
BED_STEPS = st.one_of(
    st.tuples(st.sampled_from(["hold", "lapse"]), st.just(0)),
    st.tuples(st.sampled_from(["book", "release"]), st.integers(0, 9)),
    st.tuples(st.just("count"), st.integers(0, 4)),
)
RUNS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def nth(model, number):
    taken = list(model.objects.filter(ACTIVE).order_by("at"))
    return taken[number % len(taken)] if taken else None


def as_host(area, act):
    with acting_for(area.hospital.id):
        act()


def as_holder(area, act):
    with acting_for(area.trust.id):
        act()


def change_booking(area, model, step, number):
    def act():
        booking = nth(model, number)
        if booking and step == "book":
            actions.book(booking=booking, by=area.booker, now=DAY_BEFORE)
        elif booking:
            actions.release(booking=booking, by=area.booker)

    as_holder(area, act)


def do(area, session, step, number):
    """One step of somebody's day; a refusal is an answer like any other."""
    now = TheatreSession.objects.get(pk=session.pk)
    by = area.manager
    acts = {
        "hold": lambda: as_holder(
            area,
            lambda: actions.hold_minutes(
                session=now, minutes=number, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker
            ),
        ),
        "resize": lambda: as_host(
            area, lambda: actions.change_session(session=now, terms=replace(terms_of(now), minutes=number), by=by)
        ),
        "move": lambda: as_host(
            area,
            lambda: actions.change_session(session=now, terms=replace(terms_of(now), start=time(number, 0)), by=by),
        ),
        "withdraw": lambda: as_host(area, lambda: actions.withdraw_session(session=now, why="x", by=by)),
        "restore": lambda: as_host(area, lambda: actions.restore_session(session=now, by=by)),
        "lapse": lambda: actions.expire_holds(UNTIL),
    }
    acts.get(step, lambda: change_booking(area, SessionBooking, step, number))()


@RUNS
@given(steps=st.lists(STEPS, max_size=14))
def test_session_is_never_oversold(area, steps):
    with transaction.atomic():
        session = area.session()
        for step, number in steps:
            with acting_for(area.board.id):
                try:
                    do(area, session, step, number)
                except CapacityRefused:
                    continue
                finally:
                    minutes_add_up(session)
        transaction.set_rollback(True)


def minutes_add_up(session):
    now = TheatreSession.objects.get(pk=session.pk)
    taken = sorted(SessionBooking.objects.filter(ACTIVE, session=now).values_list("during", flat=True))
    assert all(first.upper <= second.lower for first, second in pairwise(taken))
    assert all(now.during.lower <= one.lower and one.upper <= now.during.upper for one in taken)
    assert not taken or now.state == "open"


@RUNS
@given(steps=st.lists(BED_STEPS, max_size=14))
def test_night_is_never_oversold(area, steps):
    with transaction.atomic():
        night = area.beds(beds=2)
        for step, number in steps:
            with acting_for(area.board.id):
                try:
                    do_bed(area, night, step, number)
                except CapacityRefused:
                    continue
                finally:
                    beds_add_up(night)
        transaction.set_rollback(True)


def do_bed(area, night, step, number):
    acts = {
        "hold": lambda: as_holder(
            area,
            lambda: actions.hold_bed(
                bed_night=night, service=SURGERY, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker
            ),
        ),
        "count": lambda: as_host(
            area,
            lambda: actions.set_bed_nights(site=area.site, level=0, nights=[DAY], beds=number, by=area.manager),
        ),
        "lapse": lambda: actions.expire_holds(UNTIL),
    }
    acts.get(step, lambda: change_booking(area, BedBooking, step, number))()


def beds_add_up(night):
    offered = BedNight.objects.get(pk=night.pk).beds
    numbers = list(BedBooking.objects.filter(ACTIVE, bed_night=night).values_list("bed_number", flat=True))
    assert len(set(numbers)) == len(numbers) <= offered
    assert all(1 <= number <= offered for number in numbers)
