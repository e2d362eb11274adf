"""Two hundred at once on the last place: exactly one gets it (AL-9)."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import actions
from alongside.apps.capacity.models import ACTIVE, BedBooking, SessionBooking
from alongside.apps.capacity.refusals import CapacityRefused
from tests.apps.capacity.conftest import NOW, SURGERY, Area, make_area

pytestmark = [pytest.mark.slow, pytest.mark.promise("AL-9"), pytest.mark.row("M-46", "M-55")]

UNTIL = datetime(2026, 1, 20, 12, tzinfo=UTC)
MANY = 200


def all_at_once(attempts: list[Callable[[], object]]) -> Counter[str]:
    """Each attempt in a thread with a connection of its own, all let go together; what came of them, by name."""
    outcomes: list[str] = []
    gate = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(60)
            attempt()
            outcomes.append("done")
        except CapacityRefused as refusal:
            outcomes.append(type(refusal).__name__)
        except Exception as surprise:
            outcomes.append(repr(surprise))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def in_turn(area: Area, act: Callable[[], object]) -> Callable[[], object]:
    def attempt() -> None:
        with acting_for(area.trust.id):
            act()

    return attempt


@pytest.mark.parametrize("start", [None, datetime(2026, 2, 2, 8, 30, tzinfo=UTC)])
def test_last_minutes_go_to_one_of_two_hundred(committed_database, start):
    area = make_area()
    session = area.session(minutes=90)

    def hold() -> None:
        actions.hold_minutes(
            session=session, minutes=90, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker, start=start
        )

    assert all_at_once([in_turn(area, hold)] * MANY) == {"done": 1, "NoRoomLeft": MANY - 1}
    with acting_for(area.board.id):
        assert SessionBooking.objects.filter(ACTIVE).count() == 1


def test_last_bed_goes_to_one_of_two_hundred(committed_database):
    area = make_area()
    night = area.beds(beds=1)

    def hold() -> None:
        actions.hold_bed(bed_night=night, service=SURGERY, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker)

    assert all_at_once([in_turn(area, hold)] * MANY) == {"done": 1, "NoRoomLeft": MANY - 1}
    with acting_for(area.board.id):
        assert BedBooking.objects.filter(ACTIVE).count() == 1


def test_database_alone_keeps_to_one_when_nobody_takes_turns(committed_database, monkeypatch):
    """Without our lock the constraint still refuses: the promise does not rest on our own code."""
    monkeypatch.setattr("alongside.apps.capacity.actions.bookings.take_turns", lambda *key: None)
    area = make_area()
    session = area.session(minutes=90)

    def hold() -> None:
        actions.hold_minutes(session=session, minutes=90, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker)

    outcomes = all_at_once([in_turn(area, hold)] * MANY)
    assert outcomes["done"] == 1
    with acting_for(area.board.id):
        assert SessionBooking.objects.filter(ACTIVE).count() == 1


def test_session_filled_by_many_at_once_has_no_gap_and_no_overlap(committed_database):
    """Forty want 30 minutes of a session that holds eight of them: eight get it, end to end."""
    area = make_area()
    session = area.session(minutes=240)

    def hold() -> None:
        actions.hold_minutes(session=session, minutes=30, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker)

    assert all_at_once([in_turn(area, hold)] * 40) == {"done": 8, "NoRoomLeft": 32}
    with acting_for(area.board.id):
        taken = sorted(SessionBooking.objects.values_list("during", flat=True))
    assert [one.upper for one in taken[:-1]] == [one.lower for one in taken[1:]]
    assert (taken[0].lower, taken[-1].upper) == (session.during.lower, session.during.upper)


def test_withdrawal_and_holds_at_once_end_in_one_truth(committed_database):
    """Either the session is withdrawn and nothing is held of it, or it is open and somebody holds it."""
    area = make_area()
    session = area.session(minutes=90)

    def hold() -> None:
        with acting_for(area.trust.id):
            actions.hold_minutes(
                session=session,
                minutes=90,
                pathway_id=uuid4(),
                until=UNTIL,
                now=NOW,
                by=area.booker,
            )

    def withdraw() -> None:
        with acting_for(area.hospital.id):
            actions.withdraw_session(session=session, why="x", by=area.manager)

    outcomes = all_at_once([hold, withdraw] * 20)
    assert set(outcomes) <= {"done", "NoRoomLeft", "NotOffered", "StillBooked"}, outcomes
    with acting_for(area.board.id):
        held = SessionBooking.objects.filter(ACTIVE).count()
    with acting_for(area.hospital.id):
        session.refresh_from_db()
    assert (session.state, held) in {("withdrawn", 0), ("open", 1)}
