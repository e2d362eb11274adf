"""Which meetings have two organisations of the demonstration area held, and what did they take on?

All modelled: nobody named here has met, decided or taken on anything.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance.models import Contact
from alongside.apps.meetings.facts import Pair, pair_of
from alongside.apps.meetings.models import (
    ActionDone,
    AgendaItem,
    Attendance,
    Decision,
    HowWeWork,
    JointAction,
    Meeting,
    Problem,
    ProblemStep,
    Rhythm,
    Space,
    SpaceMember,
    SpaceNote,
)

MODELLED = "Modelled for the demonstration"
Kind = AgendaItem.Kind


class Met(NamedTuple):
    """Two that meet: how often, since when, and days before today on which they did."""

    codes: tuple[str, str]
    every_days: int
    since: int
    days: tuple[int, ...]


class Task(NamedTuple):
    """An action of the newest meeting but `meeting`; days before today (due: after), None while it is open."""

    meeting: int
    owner: int
    what: str
    post: str
    due: int
    done: int | None


class Trouble(NamedTuple):
    """A problem of the first pair: days before today on which it was raised, and what each side said next."""

    days: int
    statement: str
    figure: str
    figure_source: str
    owner: str
    steps: tuple[tuple[int, int, str, str, str], ...]


MEETINGS = (
    Met(("RVV", "AVQ01"), 28, 400, (372, 340, 316, 290, 262, 232, 206, 178, 122, 94, 38, 10)),
    Met(("RVV", "RPA"), 91, 380, (300, 200, 30)),
    Met(("RWF", "ADP02"), 56, 250, (200, 150, 90)),
)
# For the first pair: side 0 is the trust, 1 the host.
TASKS = (
    Task(
        0, 1, "Send the list of support services that stand behind each theatre day", "NHS services manager", -18, None
    ),
    Task(0, 0, "Name who reads imaging reports at weekends", "Medical director", -18, None),
    Task(1, 1, "Ring the out-of-hours number of the transfer desk and log the call", "Site coordinator", 6, None),
    Task(1, 0, "Send notes two working days before the operation", "Head of booking", 12, 15),
    Task(2, 0, "Agree one consent form for hip and knee replacement", "Medical director", 70, 61),
    Task(3, 1, "Open a second joint clinic for assessment before operation", "NHS services manager", 96, 88),
    Task(5, 0, "Share the theatre lists of the next eight weeks", "Head of booking", 170, 172),
)
WAYS = {
    "RVV": (
        "Theatres 8.30am to 5.30pm on weekdays; wards at all hours; booking office 8am to 6pm.",
        "“Board round” is the ward meeting at 9am. Notes are paper in theatre and electronic on the ward.",
        "The clinical site manager holds the rota of consultants on call, by specialty.",
        "Nurse in charge, then registrar on call, then consultant on call.\nAfter that the clinical site manager.",
    ),
    "AVQ01": (
        "Theatres 8am to 8pm on weekdays and Saturday morning; one ward at all hours; no intensive care.",
        "At night the resident doctor is the only doctor in the building. Consultants come in when rung.",
        "The site coordinator holds the rota; consultants are on call for their own patients.",
        "Nurse in charge, resident doctor, the patient’s consultant.\nTransfer: the trust’s transfer desk.",
    ),
    "RPA": (
        "Theatres 8.30am to 5pm on weekdays.",
        "",
        "Switchboard holds every rota.",
        "Ward manager, then site team.",
    ),
    "RWF": ("Theatres 8am to 6pm on weekdays.", "", "Each specialty keeps its own.", "Ward manager, then site team."),
}
State = ProblemStep.State
# Each step: days before today, side, state, owner named on that side, words.
TROUBLES = (
    Trouble(
        64, "Theatre lists end early because the next patient has not arrived", "14 of 40 lists ended an hour early",
        "Theatre system of the host", "Head of theatres",
        ((50, 1, State.OPEN, "Theatre manager", "Transport leaves the trust too late for a second case"),
         (38, 0, State.AGREED, "", "Transport is booked for 6.30am; both count again at the end of February")),
    ),
    Trouble(
        150, "Results of imaging are not seen at the host on the day of operation", "9 of 25 patients in one week",
        "Audit of notes by both", "Head of imaging",
        ((140, 1, State.OPEN, "Clinical lead for imaging", "The host cannot open the trust’s images"),
         (100, 1, State.SOLVED, "", "Images are shared through the exchange portal; 0 of 31 patients in November")),
    ),
)  # fmt: skip
DECISIONS = (
    "Notes travel two working days before the patient; without them no date is offered.",
    "The two medical directors speak every Friday until the agreement is signed by both.",
)
# The team space of the first pair. Members: side, post, contact of the directory. Notes: days before today, side,
# words, link, which note it corrects.
SPACE = ("110", "110-hip", "Hip replacement")
PURPOSE = (
    "Nobody of East Kent waits for a hip longer than 18 weeks while One Ashford has theatre time; one way for both."
)
MEMBERS = (
    (0, "Surgeon who leads hips", ""),
    (0, "Site manager for transfers", "Clinical site manager"),
    (1, "Pre-operative nurse", ""),
    (1, "Site coordinator", "Site coordinator on call"),
)
NOTES = (
    (
        61,
        0,
        "The consent form for hips is agreed and used from Monday.",
        "https://guidance.example.org/consent-hips",
        None,
    ),
    (24, 1, "Pre-operative clinic moves to Tuesday afternoon from 2 February.", "", None),
    (22, 1, "Pre-operative clinic moves to Wednesday afternoon from 4 February.", "", 1),
    (
        9,
        0,
        "Transport is booked for 6.30am on theatre days; please count late starts until the end of February.",
        "",
        None,
    ),
)
AGENDA = (
    (
        Kind.WITHOUT_PLACE,
        "East Kent Hospitals does not share its numbers with its partner, so they are not written here: no agreement",
    ),
    (Kind.CONTACTS, "Transfer desk: nobody answered when it was last tried"),
    (Kind.CLAUSES, "There is no agreement for patients of East Kent at One Ashford"),
)


def load(*, organisations: Mapping[str, Organisation], today: date) -> None:
    load_ways(organisations, today)
    for number, met in enumerate(MEETINGS):
        pair = pair_of(*(organisations[code] for code in met.codes))
        with acting_for(pair.trust.pk):
            meetings = [load_meeting(pair, today - timedelta(days=days)) for days in sorted(met.days)]
            Rhythm.objects.create(
                **kept(pair), from_day=today - timedelta(days=met.since), every_days=met.every_days
            )  # fmt: skip
            if number == 0:
                load_minutes(pair, meetings[0])
        if number == 0:
            load_tasks(pair, meetings, today)
            load_problems(pair, today)
            load_space(pair, today)


def load_ways(organisations: Mapping[str, Organisation], today: date) -> None:
    for code, (hours, terms, rota, escalation) in WAYS.items():
        one = organisations[code]
        with acting_for(one.pk):
            HowWeWork.objects.create(
                organisation=one, area_id=one.area_id, version=1, on=today - timedelta(days=100), hours=hours,
                terms=terms, rota=rota, escalation=escalation, by_name="Modelled", source=MODELLED,
            )  # fmt: skip


def kept(pair: Pair, side: int = 0) -> dict[str, object]:
    """Whose row it is, and which of the two wrote it."""
    return {**pair.columns, "organisation": pair.sides[side], "by_name": "Modelled", "source": MODELLED}


def load_meeting(pair: Pair, on: date) -> Meeting:
    meeting = Meeting.objects.create(**kept(pair), on=on, title=f"Joint meeting, {on:%B %Y}", opened_on=on)
    Attendance.objects.bulk_create(
        Attendance(**kept(pair), meeting=meeting, of=side, person=person)
        for side in pair.sides
        for person in ("Medical director", "Head of booking")
    )
    return meeting


def load_minutes(pair: Pair, meeting: Meeting) -> None:
    """The newest meeting, with what lay before it and what was decided."""
    for number, (kind, text) in enumerate(AGENDA, start=1):
        AgendaItem.objects.create(
            **kept(pair), meeting=meeting, number=number, kind=kind, text=text, on=meeting.on
        )  # fmt: skip
    Decision.objects.bulk_create(Decision(**kept(pair), meeting=meeting, text=text) for text in DECISIONS)


def load_tasks(pair: Pair, meetings: list[Meeting], today: date) -> None:
    for task in TASKS:
        meeting, owner = meetings[task.meeting], pair.sides[task.owner]
        with acting_for(pair.trust.pk):
            action = JointAction.objects.create(
                **kept(pair), meeting=meeting, what=task.what, owner=owner, post=task.post, opened_on=meeting.on,
                due_on=max(today - timedelta(days=task.due), meeting.on),
            )  # fmt: skip
        if task.done is not None:
            with acting_for(owner.pk):
                ActionDone.objects.create(
                    **kept(pair, task.owner), action=action, on=max(today - timedelta(days=task.done), meeting.on)
                )


def load_problems(pair: Pair, today: date) -> None:
    for each in TROUBLES:
        raised_on = today - timedelta(days=each.days)
        with acting_for(pair.trust.pk):
            problem = Problem.objects.create(
                **kept(pair), statement=each.statement, figure=each.figure, figure_source=each.figure_source,
                figure_on=raised_on, raised_on=raised_on,
            )  # fmt: skip
        said = ((each.days, 0, State.OPEN, each.owner, "Raised"), *each.steps)
        for days, side, state, owner, words in said:
            with acting_for(pair.sides[side].pk):
                ProblemStep.objects.create(
                    **kept(pair, side), problem=problem, state=state, owner=owner, words=words,
                    on=today - timedelta(days=days),
                )  # fmt: skip


def load_space(pair: Pair, today: date) -> None:
    function, group, name = SPACE
    opened_on = today - timedelta(days=90)
    with acting_for(pair.trust.pk):
        space = Space.objects.create(**kept(pair), function=function, group=group, name=name, opened_on=opened_on)
        SpaceNote.objects.create(
            **kept(pair), space=space, kind=SpaceNote.Kind.PURPOSE, text=PURPOSE, on=opened_on, at=morning(opened_on)
        )
        JointAction.objects.create(
            **kept(pair), space=space, what="Write one leaflet for patients who go home from One Ashford",
            owner=pair.host, post="Pre-operative nurse", opened_on=opened_on, due_on=today + timedelta(days=21),
        )  # fmt: skip
    for number, (side, post, known) in enumerate(MEMBERS):
        with acting_for(pair.sides[side].pk):
            contact = Contact.objects.filter(organisation=pair.sides[side], post=known).first()
            SpaceMember.objects.create(
                **kept(pair, side), space=space, post=post, contact=contact, on=opened_on,
                phone="" if contact else f"01632 9609{number:02}",
            )  # fmt: skip
    written: list[SpaceNote] = []
    for days, side, text, link, corrects in NOTES:
        on = today - timedelta(days=days)
        with acting_for(pair.sides[side].pk):
            written.append(
                SpaceNote.objects.create(
                    **kept(pair, side), space=space, text=text, link=link, on=on, at=morning(on),
                    corrects=written[corrects] if corrects is not None else None,
                )
            )  # fmt: skip


def morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
