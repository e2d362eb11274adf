"""What have two organisations kept of working together? Each read takes who acts first."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.facts import Pair, Record, is_overdue, pair_of
from alongside.apps.meetings.facts.asked import of_agreements
from alongside.apps.meetings.facts.visits import NEVER, visited
from alongside.apps.meetings.models import AgendaItem, Attendance, JointAction, Meeting, Problem, ProblemStep, Rhythm
from alongside.domain.relationship import due_now, has_fallen


def readable(acting: Acting) -> Q:
    me = acting.organisation_id
    return Q(trust=me) | Q(host=me) | Q(area_id=me)


def partners(acting: Acting) -> QuerySet[Organisation]:
    """Those of the area with whom this organisation may meet; a board meets nobody here."""
    members = Organisation.objects.filter(board=acting.area_id).exclude(pk=acting.organisation_id)
    return members.order_by("name") if acting.organisation_id != acting.area_id else members.none()


def pair(acting: Acting, one: UUID, other: UUID) -> Pair | None:
    """Two providers of the area, one of which is acting or whose board is."""
    found = Organisation.objects.filter(board=acting.area_id).in_bulk([one, other])
    if len(found) != len({"one", "other"}) or acting.organisation_id not in (one, other, acting.area_id):
        return None
    return pair_of(found[one], found[other])


def meetings(acting: Acting) -> QuerySet[Meeting]:
    """The meetings that may be read, the newest first; `was_held` when both sides were there."""
    there = Attendance.objects.filter(meeting=OuterRef("pk"))
    both = Exists(there.filter(of=OuterRef("trust"))) & Exists(there.filter(of=OuterRef("host")))
    return Meeting.objects.filter(readable(acting)).annotate(was_held=both).select_related("trust", "host")


def find_meeting(acting: Acting, meeting_id: UUID) -> Meeting | None:
    return meetings(acting).filter(pk=meeting_id).first()


def items(meeting: Meeting) -> list[AgendaItem]:
    """The agenda as it was written."""
    return list(meeting.items.select_related("about"))


def actions(acting: Acting) -> QuerySet[JointAction]:
    """What was taken on, done or not, the first due first."""
    rows = JointAction.objects.filter(readable(acting))
    return rows.select_related("trust", "host", "owner", "done", "meeting", "problem", "space")


def find_action(acting: Acting, action_id: UUID) -> JointAction | None:
    return actions(acting).filter(pk=action_id).first()


def overdue_actions(acting: Acting, on: date) -> list[JointAction]:
    """Our own, past their day."""
    return [each for each in actions(acting).filter(owner=acting.organisation_id) if is_overdue(each, on)]


def problems(acting: Acting) -> QuerySet[Problem]:
    """What stands in the way of two, with all that was said of it."""
    steps = Prefetch("steps", ProblemStep.objects.select_related("organisation"))
    return Problem.objects.filter(readable(acting)).select_related("trust", "host", "space").prefetch_related(steps)


def find_problem(acting: Acting, problem_id: UUID) -> Problem | None:
    return problems(acting).filter(pk=problem_id).first()


def records(acting: Acting) -> list[Record]:
    """Every pair that has kept anything, by name, in a few queries however many there are."""
    return with_the_rest(_records(acting, Q()))


def record(acting: Acting, pair: Pair) -> Record:
    """All that this pair has kept; empty when nothing."""
    found = _records(acting, Q(trust=pair.trust, host=pair.host)) or [Record(pair)]
    return with_the_rest(found)[0]


def with_the_rest(found: list[Record]) -> list[Record]:
    """Each with who visited whom and which agreements were sent, in three queries however many there are."""
    keys = [each.pair.key for each in found]
    known, agreed = visited(keys), of_agreements(keys)
    for each in found:
        each.visited, each.agreed = known.get(each.pair.key, NEVER), agreed.get(each.pair.key, ())
    return found


def _records(acting: Acting, asked: Q) -> list[Record]:
    found: dict[tuple[UUID, UUID], Record] = {}
    rhythms = Rhythm.objects.filter(readable(acting), asked).select_related("trust", "host")
    rows: Iterable[tuple[str, Iterable[Rhythm | Meeting | JointAction | Problem]]] = (
        ("rhythms", rhythms),
        ("meetings", meetings(acting).filter(asked)),
        ("actions", actions(acting).filter(asked)),
        ("problems", problems(acting).filter(asked)),
    )
    for name, kept in rows:
        for row in kept:
            pair = Pair(row.trust, row.host)
            getattr(found.setdefault(pair.key, Record(pair)), name).append(row)
    return sorted(found.values(), key=lambda each: each.pair.name)


def own_records(acting: Acting) -> list[Record]:
    """Those of which this organisation is one; a board is of none."""
    return [each for each in records(acting) if each.pair.side(acting.organisation_id)]


def pairs_to_meet(acting: Acting, on: date) -> list[Record]:
    """Our own pairs for which a meeting is due and none is arranged (MTG-1)."""
    return [
        each for each in own_records(acting) if due_now(each.together, [meeting.on for meeting in each.meetings], on)
    ]


def pairs_fallen(acting: Acting, on: date) -> list[Record]:
    """Our own pairs whose health fell within 13 weeks (REL-5)."""
    return [each for each in own_records(acting) if has_fallen(each.together, on)]
