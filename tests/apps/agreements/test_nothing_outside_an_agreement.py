"""No order of edits, signatures, endings, days, plans, holds and bookings gives anything outside an agreement (AL-3).

What may be is told by a ledger of the test's own, which knows of nothing but what each director did.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.apps.agreements import actions as agreements
from alongside.apps.agreements.models import Agreement
from alongside.apps.agreements.queries.force import in_force, may_see
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import actions as capacity
from alongside.apps.capacity.models import BedBooking, BedNight, BookingState, SessionBooking
from alongside.apps.capacity.refusals import CapacityRefused
from alongside.apps.plans import actions as plans
from alongside.domain.agreement_days import LONDON
from alongside.domain.agreement_force import Permit, Service
from alongside.domain.agreement_sharing import Item, Moment
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import whole, write_all
from tests.apps.plans.conftest import HIP, Area, make_area, offers, takes

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.promise("AL-3"), pytest.mark.row("M-47", "M-49")]
HIPS, EYES = Service("110", HIP), Service("130")
# What the sharing clause names; it says nothing of imaging.
SHARED = {Item.WAITING, Item.IDENTITY, Item.LETTERS}
ASKED = [
    (None, Moment.PLANNED, {Item.WAITING}),
    (HIPS, Moment.OFFERED, {Item.WAITING}),
    (HIPS, Moment.ACCEPTED, SHARED),
    (EYES, Moment.DISCHARGED, SHARED),
]
# The clocks go forward, the clocks go back, a leap day, the end of a year.
BEGINNINGS = st.sampled_from([date(2026, 3, 26), date(2026, 10, 22), date(2028, 2, 25), date(2026, 12, 29)])
SIDES = st.sampled_from(["guest", "host"])
STEPS = st.one_of(
    st.tuples(st.just("term"), SIDES, st.integers(-4, 4), st.integers(0, 40)),
    st.tuples(st.just("services"), SIDES, st.sampled_from(["110", f"110/{HIP}", "110/110-knee", "130"])),
    st.tuples(st.sampled_from(["agree", "sign", "sign", "renew"]), SIDES),
    st.tuples(st.just("both")),
    st.tuples(st.just("end"), SIDES, st.integers(0, 10)),
    st.tuples(st.sampled_from(["send_back", "renewed_by_one"]), SIDES),
    st.tuples(st.just("days"), st.integers(1, 6)),
    st.tuples(st.just("hold"), st.integers(0, 12)),
    st.tuples(st.just("bed"), st.integers(0, 12), st.sampled_from([HIPS, Service("110"), EYES])),
    st.tuples(st.sampled_from(["book", "book_bed", "plan", "approve"])),
)
RUNS = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass
class Text:
    """One version as the ledger knows it: the words now, who signed which words, and the day from which it is over."""

    term: tuple[date, date]
    service: str
    agreed: dict[str, tuple] = field(default_factory=dict)
    signed: dict[str, tuple] = field(default_factory=dict)
    over: date = date.max
    never: bool = False

    @property
    def words(self):
        return (self.term, self.service)

    @property
    def is_signed(self):
        return self.signed == {"guest": self.words, "host": self.words} and not self.never

    def holds(self, day):
        return self.is_signed and self.term[0] <= day <= self.term[1] and day < self.over


class World:
    """An area of two directors and a coordinator, and the ledger of what they did."""

    def __init__(self, today: date) -> None:
        self.area: Area = make_area()
        board = self.area.board
        self.guest = factories.trust(board)
        self.area.trust = self.guest
        self.today = today
        self.directors = {
            "guest": factories.person("medical_director", self.guest),
            "host": factories.person("medical_director", self.area.hospital),
        }
        self.booker = factories.person("booking_manager", self.guest)
        takes(self.area.site, attested=today)
        self.pathway = self.area.wait(clock_start=date(2025, 1, 1), decision_to_admit_on=date(2025, 2, 1))
        for director in self.directors.values():
            with acting_for(director.organisation_id):
                agreements.state_security(
                    status="Standards met", year="now", on=today - timedelta(days=30), by=director, today=today
                )
        self.plan = None
        self.booked: set = set()
        self.offered: set = set()
        self.ledger: list[Text] = [Text((today, today + timedelta(days=30)), "110")]
        drill = {"facts": {**whole(Topic.TRANSFER_BACK).facts, "drilled_on": today.isoformat()}}
        first, last = self.ledger[0].term
        with acting_for(self.guest.id):
            version = agreements.open_agreement(
                guest=self.guest, host=self.area.hospital, by=self.directors["guest"], today=today
            )
            term = {"starts_on": first, "ends_on": last}
            write_all(version, self.directors["guest"], today, term=term, transfer_back=drill)
        self.agreement = version.agreement

    # What may be

    def allowed(self, day: date, service: Service | None = HIPS) -> bool:
        """The ledger's own answer: the newest text that holds on the day and names the service."""
        holding = [text for text in self.ledger if text.is_signed and text.term[0] <= day]
        if not holding or not holding[-1].holds(day):
            return False
        return service is None or holding[-1].service in {service.function, f"{service.function}/{service.group}"}

    # What is done

    def act(self, step) -> None:
        name, *rest = step
        self.since = timezone.now()
        try:
            with transaction.atomic():
                getattr(self, f"do_{name}")(*rest)
        except (AgreementRefused, CapacityRefused, plans.Refused):
            return

    def save(self, side, topic, **words):
        by = self.directors[side]
        with acting_for(by.organisation_id):
            version = self.agreement.versions.get(number=len(self.ledger))
            edits = version.clauseedits.filter(topic=topic.value).order_by("-number")
            number = edits.first().number if edits else 0
            kept = agreements.save_clause(version=version, words=whole(topic, number, **words), by=by, today=self.today)
        return type(kept).__name__ == "ClauseEdit"

    def do_term(self, side, ahead, length):
        first = self.today + timedelta(days=ahead)
        last = first + timedelta(days=length)
        if self.save(side, Topic.TERM, starts_on=first, ends_on=last):
            self.ledger[-1].term = (first, last)

    def do_services(self, side, code):
        if self.save(side, Topic.SERVICES, facts={"services": [code]}):
            self.ledger[-1].service = code

    def do_agree(self, side):
        self.give(agreements.agree_clinically, side)

    def do_sign(self, side):
        self.give(agreements.sign, side)
        self.ledger[-1].signed[side] = self.ledger[-1].words

    def do_both(self):
        """All that the text still needs to stand."""
        for name in ("agree", "sign"):
            for side in ("guest", "host"):
                self.act((name, side))

    def give(self, action, side):
        by = self.directors[side]
        with acting_for(by.organisation_id):
            words = agreements_record(self.agreement).latest.facts.digest
            action(agreement=self.agreement, digest=words, by=by, today=self.today)

    def do_end(self, side, ahead):
        by, from_day = self.directors[side], self.today + timedelta(days=ahead)
        with acting_for(by.organisation_id):
            ended = agreements.terminate(
                agreement=self.agreement, from_day=from_day, reason="x", by=by, today=self.today
            )
            if all(step.at < self.since for step in ended):
                return
        for text in self.ledger:
            text.over, text.never = min(text.over, from_day), text.never or not text.is_signed

    def do_send_back(self, side):
        by, number = self.directors[side], len(self.ledger)
        with acting_for(by.organisation_id):
            agreements.send_back(agreement=self.agreement, number=number, reason="x", by=by, today=self.today)
        self.ledger.append(replace(self.ledger[-1], agreed={}, signed={}))
        self.ledger[-2].never = True

    def do_renewed_by_one(self, side):
        """One side signs the renewal and ends the agreement; then the other signs what that side had signed."""
        other = "host" if side == "guest" else "guest"
        for step in [
            ("renew", side), ("term", side, 0, 30), ("agree", side), ("agree", other), ("sign", side),
            ("end", side, 0), ("sign", other),
        ]:  # fmt: skip
            self.act(step)

    def do_renew(self, side):
        by = self.directors[side]
        with acting_for(by.organisation_id):
            agreements.renew(agreement=self.agreement, by=by, today=self.today)
        # A renewal has no days until somebody writes them, so nothing can be signed before.
        unsigned = {"agreed": {}, "signed": {}, "over": date.max, "never": False}
        self.ledger.append(replace(self.ledger[-1], **unsigned, term=(date.max, date.max)))

    def do_days(self, days):
        self.today += timedelta(days=days)

    @property
    def now(self) -> datetime:
        """Just after midnight in London: the moment at which a day that is over must be over."""
        return datetime.combine(self.today, time(0, 0, 1), LONDON).astimezone(UTC)

    def do_hold(self, ahead):
        day = self.today + timedelta(days=ahead)
        session = factories.session(self.area.site, on=day, procedure_group_id=HIP)
        allowed = self.allowed(self.today) and self.allowed(day)
        held = False
        try:
            with acting_for(self.guest.id):
                until = self.now + timedelta(days=60)
                given = {"session": session, "minutes": 60, "pathway_id": uuid4(), "until": until, "now": self.now}
                capacity.hold_minutes(by=self.booker, **given)
            held = True
        finally:
            assert held == allowed, f"held {held}, allowed {allowed} on {self.today} for {day}"

    def do_bed(self, ahead, service=HIPS):
        """A bed is of no service, and who lies in it is: the agreement must name that one."""
        night = self.today + timedelta(days=ahead)
        beds = {"site": self.area.site, "level": 1, "night": night}
        with acting_for(self.area.hospital.id):
            offered = BedNight.objects.filter(**beds).first() or factories.bed_night(
                self.area.site, **beds | {"beds": 50}
            )
        allowed = self.allowed(self.today, service) and self.allowed(night, service)
        held = False
        try:
            with acting_for(self.guest.id):
                until = self.now + timedelta(days=60)
                given = {"service": service, "pathway_id": uuid4(), "until": until, "now": self.now}
                capacity.hold_bed(bed_night=offered, by=self.booker, **given)
            held = True
        finally:
            assert held == allowed, f"bed held {held}, allowed {allowed} on {self.today} for {night}"

    def do_book(self):
        with acting_for(self.guest.id):
            held = SessionBooking.objects.filter(state=BookingState.HELD).select_related("session").first()
            if held is None:
                return
            allowed = self.allowed(self.today) and self.allowed(held.session.on)
            capacity.book(booking=held, by=self.booker, now=self.now)
        assert allowed
        self.booked.add(held.pk)

    def do_book_bed(self):
        with acting_for(self.guest.id):
            held = BedBooking.objects.filter(state=BookingState.HELD).select_related("bed_night", "taken_for").first()
            if held is None:
                return
            service = Service(held.taken_for.treatment_function, held.taken_for.procedure_group_id or "")
            allowed = self.allowed(self.today, service) and self.allowed(held.bed_night.night, service)
            capacity.book(booking=held, by=self.booker, now=self.now)
        assert allowed
        self.booked.add(held.pk)

    def do_plan(self):
        monday = self.today + timedelta(days=7 - self.today.weekday())
        if monday not in self.offered:
            offers(self.area.site, days=(monday,), procedure_group_id=HIP)
            self.offered.add(monday)
        self.plan = self.area.plan(as_of=self.today, starts_on=monday, weeks=1, providers=[self.guest.code])
        assert self.plan.state == "ready", self.plan.trouble
        placed = self.area.line(self.plan, self.pathway).site is not None
        assert placed == self.all_of_it(self.plan.starts_on)

    def all_of_it(self, first):
        days = (self.plan.last_day - first).days + 1
        return all(self.allowed(first + timedelta(days=n)) for n in range(days))

    def do_approve(self):
        if self.plan is None or self.plan.placed == 0:
            return
        first = min(max(self.today, self.plan.starts_on), self.plan.last_day)
        with acting_for(self.area.board.id):
            by = factories.person("coordinator", self.area.board)
            plans.approve(plan=self.plan, by=by, today=self.today)
        assert self.all_of_it(first), "approved what is no longer agreed"

    # What must hold after every step

    def nothing_is_outside(self) -> None:
        allowed = self.allowed(self.today)
        with acting_for(self.area.board.id):
            pair = (self.guest.id, self.area.hospital.id)
            assert isinstance(in_force(*pair, HIPS, self.today), Permit) == allowed
            booked = {"pk__in": self.booked, "state": BookingState.BOOKED}
            kept = sum(model.objects.filter(**booked).count() for model in (SessionBooking, BedBooking))
            for services, moment, most in ASKED:
                shared = self.shared(pair, moment, services)
                assert shared == (most if self.allowed(self.today, services) else set()), (moment, services)
        assert kept == len(self.booked), "somebody already booked was lost"

    def shared(self, pair, moment, services):
        """What the host may see of it, of what the clause names and one thing that it does not."""
        answers = {item: may_see(*pair, item, moment, self.today, services) for item in (*SHARED, Item.IMAGING)}
        return {item for item, answer in answers.items() if isinstance(answer, Permit)}


def agreements_record(agreement):
    from alongside.apps.agreements.facts import records_of

    return records_of(Agreement.objects.filter(pk=agreement.pk))[0]


@RUNS
@given(today=BEGINNINGS, steps=st.lists(STEPS, min_size=3, max_size=12), ready=st.booleans())
def test_nothing_happens_outside_an_agreement(db, today, steps, ready):
    with transaction.atomic():
        world = World(today)
        for step in [("both",)] * ready + steps:
            world.act(step)
            world.nothing_is_outside()
        transaction.set_rollback(True)


def test_the_whole_life_of_an_agreement(db):
    """The one story that everything above varies: nothing, signed, placed, held, booked, ended."""
    world = World(date(2026, 3, 26))
    told = []
    for step in [
        ("plan",), ("hold", 3), ("both",), ("plan",), ("approve",), ("hold", 3), ("book",), ("end", "host", 3),
        ("days", 2), ("hold", 0), ("days", 1), ("hold", 0), ("plan",),
    ]:  # fmt: skip
        world.act(step)
        world.nothing_is_outside()
        told.append(world.plan.placed)
    assert told == [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]
    with acting_for(world.guest.id):
        assert len(world.booked) == 1
        assert SessionBooking.objects.count() == 2


@pytest.mark.parametrize("side", ["guest", "host"])
def test_an_ending_is_not_undone_by_the_other_side(db, side):
    """AGR-22: a signature on the renewal, given before its side ended the agreement, counts no more."""
    world = World(date(2026, 3, 26))
    for step in [("both",), ("hold", 3), ("renewed_by_one", side), ("hold", 3), ("bed", 1), ("plan",), ("approve",)]:
        world.act(step)
        world.nothing_is_outside()
    assert world.plan.placed == 0
    assert [text.never for text in world.ledger] == [False, True]
