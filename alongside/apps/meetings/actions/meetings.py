"""Say how often two organisations meet, open a meeting with its agenda, and minute it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.writing import just_sent
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.meetings.actions.ownership import Refused, kept_by, must_be_a_side, pair_in
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.agenda import agenda
from alongside.apps.meetings.models import AgendaItem, Attendance, Decision, Meeting, Rhythm
from alongside.web.words import long_date

# A meeting is opened up to a month before its day, and minuted up to a fortnight after it.
AHEAD, AFTER = timedelta(days=31), timedelta(days=14)


@transaction.atomic
def set_rhythm(*, pair: Pair, every_days: int, by: Acting, today: date) -> Rhythm:
    """From now on a meeting falls due every so many days; a stretch that has begun is still owed."""
    must_be_a_side(pair, by)
    take_turns("rhythm", *pair.key)
    sent: Rhythm | None = just_sent(Rhythm.objects.filter(**pair.columns), by, from_day=today, every_days=every_days)
    if sent:
        return sent
    rhythm = Rhythm.objects.create(**kept_by(pair, by, today), from_day=today, every_days=every_days)
    record_event("meetings.rhythm_set", target=rhythm, by=by, every_days=every_days)
    return rhythm


@transaction.atomic
def open_meeting(*, pair: Pair, title: str, on: date, by: Acting, today: date) -> Meeting:
    """The agenda is written from what is known today, and stays as it is. Refused: MTG-2, MTG-3."""
    must_be_a_side(pair, by)
    if not today - AFTER <= on <= today + AHEAD:
        first, last = long_date(today - AFTER), long_date(today + AHEAD)
        raise Refused(f"Open a meeting of a day from {first} to {last} (MTG-2).")
    kept = kept_by(pair, by, today)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(**kept, on=on, title=title, opened_on=today)
    except IntegrityError as problem:
        raise Refused(f"These two have a meeting of {long_date(on)} already: open that one (MTG-3).") from problem
    AgendaItem.objects.bulk_create(
        AgendaItem(
            **{**kept, "source": line.source}, meeting=meeting, number=number, kind=line.kind, text=line.text,
            count=line.count, about=line.about, on=line.on,
        )
        for number, line in enumerate(agenda(pair, by, today), start=1)
    )  # fmt: skip
    record_event("meetings.opened", target=meeting, by=by, on=on.isoformat())
    return meeting


@transaction.atomic
def add_item(*, meeting: Meeting, text: str, by: Acting, today: date) -> AgendaItem:
    """Something that one side wants to speak of; until the day of the meeting (MTG-5)."""
    pair = pair_in(meeting)
    must_be_a_side(pair, by)
    if today > meeting.on:
        raise Refused("The meeting’s day is over: bring it to the next one (MTG-5).")
    try:
        with transaction.atomic():
            item = AgendaItem.objects.create(
                **kept_by(pair, by, today), meeting=meeting, number=meeting.items.count() + 1, text=text, on=today,
                kind=AgendaItem.Kind.RAISED,
            )  # fmt: skip
    except IntegrityError as problem:
        raise Refused("Somebody else added to this agenda at the same moment: try again.") from problem
    record_event("meetings.item_added", target=meeting, by=by)
    return item


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, people: Iterable[tuple[Organisation, str]], by: Acting, today: date
) -> list[Attendance]:
    """Who of which side was there; who is recorded already is not recorded twice."""
    pair = pair_in(meeting)
    must_be_open(meeting, by, today)
    take_turns("meeting", meeting.pk)
    known = set(meeting.attendances.values_list("of_id", "person"))
    new = dict.fromkeys((of, person) for of, person in people if (of.pk, person) not in known)
    if not new:
        raise Refused("Write the name and post of somebody who was there and is not yet recorded.")
    kept = kept_by(pair, by, today)
    made = [Attendance.objects.create(**kept, meeting=meeting, of=of, person=person) for of, person in new]
    record_event("meetings.attendance_recorded", target=meeting, by=by, people=len(made))
    return made


@transaction.atomic
def decide(*, meeting: Meeting, text: str, by: Acting, today: date) -> Decision:
    """Minute a decision of both; it is never changed, the next one may change what it says."""
    must_be_open(meeting, by, today)
    take_turns("meeting", meeting.pk)
    sent: Decision | None = just_sent(meeting.decisions.all(), by, text=text)
    if sent:
        return sent
    decision = Decision.objects.create(**kept_by(pair_in(meeting), by, today), meeting=meeting, text=text)
    record_event("meetings.decided", target=meeting, by=by)
    return decision


def must_be_open(meeting: Meeting, by: Acting, today: date) -> None:
    """MTG-4: minutes are written from the day of the meeting to 14 days after."""
    must_be_a_side(pair_in(meeting), by)
    if today < meeting.on:
        raise Refused(f"The meeting is on {long_date(meeting.on)}: write its minutes from that day on (MTG-4).")
    if today > meeting.on + AFTER:
        raise Refused("The minutes closed 14 days after the meeting: bring this to the next one (MTG-4).")
