"""Nothing is held or booked outside an agreement in force; what is booked stays, whatever ends (AL-3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from alongside.apps.accounts.writing import NotYoursError
from alongside.apps.agreements.facts import pair_key
from alongside.apps.agreements.models import Agreement
from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.turns import take_turns
from alongside.apps.capacity import actions
from alongside.apps.capacity.models import BedBooking, BedPathway, BookingState, SessionBooking
from alongside.apps.capacity.refusals import CapacityRefused, NoAgreement
from alongside.apps.directory.models import ProcedureGroup
from alongside.domain.agreement_force import Service
from tests import factories
from tests.apps.capacity.conftest import DAY, NOW, SURGERY, UNTIL, make_area

pytestmark = pytest.mark.promise("AL-3")
TODAY = NOW.date()
CATARACTS = Service("130", "130-cataract")


@pytest.fixture
def third(area):
    """Another trust of the area, which has no agreement."""
    return factories.person("booking_manager", factories.trust(area.board))


def hold(by, session, now=NOW):
    with acting_for(by.organisation_id):
        return actions.hold_minutes(session=session, minutes=60, pathway_id=uuid4(), until=UNTIL, now=now, by=by)


def hold_bed(by, night, now=NOW, service=SURGERY):
    given = {"service": service, "pathway_id": uuid4(), "until": UNTIL, "now": now}
    with acting_for(by.organisation_id):
        return actions.hold_bed(bed_night=night, by=by, **given)


def book(by, booking, now=NOW):
    with acting_for(by.organisation_id):
        return actions.book(booking=booking, by=by, now=now)


def end(area, from_day, on=TODAY):
    with acting_for(area.board.id):
        made = Agreement.objects.get(guest=area.trust)
    factories.ended(made, by=area.hospital, from_day=from_day, on=on, reason="No anaesthetist")


@pytest.mark.django_db
def test_without_an_agreement_nothing_is_held(area, third):
    for refused in (lambda: hold(third, area.session()), lambda: hold_bed(third, area.beds())):
        with pytest.raises(NoAgreement, match="have no agreement. Mended by: the medical directors") as told:
            refused()
        assert told.value.rule == "AGR-1"
    with acting_for(area.board.id):
        assert not SessionBooking.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"functions": ("130",)}, "AGR-2"),
        ({"functions": ("110/110-hip",)}, "AGR-2"),
        ({"signed_on": None}, "AGR-5"),
        # Today is too early, though the session's day is not.
        ({"starts_on": TODAY + timedelta(days=1)}, "AGR-5"),
        ({"ends_on": DAY - timedelta(days=1)}, "AGR-4"),
        ({"ends_on": DAY, "starts_on": TODAY}, None),
    ],
)
def test_a_session_is_held_under_an_agreement_on_its_service_and_days(area, third, given, rule):
    factories.agreement(third.organisation, area.hospital, **given)
    if rule is None:
        assert hold(third, area.session()).state == BookingState.HELD
        return
    with pytest.raises(NoAgreement) as told:
        hold(third, area.session())
    assert told.value.rule == rule


@pytest.mark.django_db
def test_a_bed_is_held_for_a_service_that_the_agreement_names(area, third):
    """Of a pair with cataracts agreed no bed is held for a hip, nor for the rest of the specialty."""
    ProcedureGroup.objects.create(
        code=CATARACTS.group, name="Cataract", treatment_function="130", theatre_minutes=30, bed_nights=0, source="test"
    )
    factories.agreement(third.organisation, area.hospital, functions=("130/130-cataract",), ends_on=DAY)
    night = area.beds()
    assert hold_bed(third, night, service=CATARACTS).state == BookingState.HELD
    for service in (SURGERY, Service("130"), Service("")):
        with pytest.raises(NoAgreement) as told:
            hold_bed(third, night, service=service)
        assert told.value.rule == "AGR-2"
    with pytest.raises(NoAgreement):
        hold_bed(third, area.beds(night=DAY + timedelta(days=1)), service=CATARACTS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("service", "words"), [("130", "does not cover Ophthalmology"), ("", "Hold it again and name")]
)
def test_a_bed_is_booked_for_the_service_that_it_was_held_for(area, service, words):
    """One held before the service was asked has none, and what nobody said never passes (AL-4)."""
    held = hold_bed(area.booker, area.beds())
    with acting_for(area.trust.id):
        BedPathway.objects.filter(booking=held).update(treatment_function=service)
    with pytest.raises(NoAgreement, match=words) as told:
        book(area.booker, held)
    assert told.value.rule == "AGR-2"


@pytest.mark.django_db
def test_only_who_books_capacity_holds_and_books_it(area):
    """BOOK_CAPACITY, in the action itself: a colleague without it takes no minute and no bed."""
    director = factories.person("medical_director", area.trust)
    session, night, held = area.session(), area.beds(), hold(area.booker, area.session())
    for refused in (lambda: hold(director, session), lambda: hold_bed(director, night), lambda: book(director, held)):
        with pytest.raises(NotYoursError, match="may not hold and book capacity"):
            refused()
    with acting_for(area.trust.id):
        assert [one.state for one in SessionBooking.objects.all()] == [BookingState.HELD]
        assert not BedBooking.objects.exists()


@pytest.mark.django_db
def test_own_sessions_and_beds_need_no_agreement(area):
    ours = factories.person("booking_manager", area.hospital)
    assert hold(ours, area.session()).state == BookingState.HELD
    assert book(ours, hold_bed(ours, area.beds())).state == BookingState.BOOKED


@pytest.mark.django_db
def test_ending_refuses_new_bookings_and_keeps_those_already_booked(area):
    booked, held = (hold(area.booker, area.session()) for _ in range(2))
    book(area.booker, booked)
    end(area, from_day=TODAY)
    with pytest.raises(NoAgreement, match="No anaesthetist"):
        book(area.booker, held)
    with pytest.raises(NoAgreement):
        hold(area.booker, area.session())
    actions.expire_holds(UNTIL)
    with acting_for(area.trust.id):
        assert SessionBooking.objects.get(pk=booked.pk).state == BookingState.BOOKED
        assert SessionBooking.objects.get(pk=held.pk).state == BookingState.RELEASED
        actions.release(booking=booked, by=area.booker)
        assert SessionBooking.objects.get(pk=booked.pk).state == BookingState.RELEASED


@pytest.mark.django_db
def test_an_ending_announced_for_later_lets_the_days_before_it_be_held(area):
    end(area, from_day=DAY + timedelta(days=1))
    assert hold(area.booker, area.session()).state == BookingState.HELD
    with pytest.raises(NoAgreement):
        hold(area.booker, area.session(on=DAY + timedelta(days=1)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        # The last day is 29 March 2026, when the clocks go forward: it ends at 00:00 BST, 23:00 UTC.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), False),
    ],
)
def test_an_agreement_expires_at_midnight_in_london(area, third, moment, allowed):
    last = date(2026, 3, 29)
    factories.agreement(third.organisation, area.hospital, ends_on=last)
    session = area.session(on=last)
    if allowed:
        assert hold(third, session, now=moment).state == BookingState.HELD
    else:
        with pytest.raises(NoAgreement):
            hold(third, session, now=moment)


@pytest.mark.slow
def test_a_hold_and_an_ending_take_turns(committed_database):
    """Whichever comes first, no hold is made after the ending is kept."""
    area = make_area()
    sessions = [area.session() for _ in range(6)]
    made, after = [], []
    start = Barrier(len(sessions) + 1)

    def holds(session) -> None:
        start.wait()
        try:
            made.append(hold(area.booker, session).at)
        except CapacityRefused as refusal:
            after.append(refusal.rule)

    def ends() -> None:
        start.wait()
        with acting_for(area.hospital.id):
            take_turns(pair_key(area.trust.id, area.hospital.id))
            with acting_for(area.board.id):
                standing = SessionBooking.objects.count()
            end(area, from_day=TODAY)
        with acting_for(area.board.id):
            # Those that were waiting their turn find it ended.
            assert SessionBooking.objects.count() >= standing

    together([ends, *(lambda one=one: holds(one) for one in sessions)])
    assert len(made) + len(after) == len(sessions)
    assert set(after) <= {"AGR-3"}
    with pytest.raises(NoAgreement):
        hold(area.booker, area.session())


def test_an_ending_waits_for_a_hold_under_way(committed_database):
    """The shared lock is real: while a hold's transaction is open, an ending cannot begin."""
    area = make_area()
    session = area.session()
    taken = []

    def ending() -> None:
        with acting_for(area.hospital.id), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            try:
                take_turns(pair_key(area.trust.id, area.hospital.id))
            except Exception as problem:
                taken.append(type(problem).__name__)
                raise

    with acting_for(area.trust.id):
        hold(area.booker, session)
        together([ending])
    assert taken == ["OperationalError"]


def together(acts: list[Callable[[], None]]) -> None:
    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:  # noqa: S110 (what a thread found is told by the lists)
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
