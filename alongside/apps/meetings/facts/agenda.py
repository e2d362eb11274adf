"""What should lie before two organisations today? Counts and words alone, each with its source and day.

Under the rights of whoever opens the meeting: a side reads its own patients, so it alone brings their numbers, and only
those that the agreement of the two lets the other side know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements import queries as agreements
from alongside.apps.agreements.presenters import states
from alongside.apps.governance import queries as governance
from alongside.apps.governance.facts import light_of, numbers_of
from alongside.apps.governance.models import Barrier
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.problems import standing
from alongside.apps.meetings.facts.unmet import OF_AGREEMENT, source_of, whole_plan, why_withheld
from alongside.apps.meetings.facts.unmet import without_place as counted
from alongside.apps.meetings.models import AgendaItem, JointAction, Problem, ProblemStep
from alongside.domain.agreement_topics import TOPICS
from alongside.domain.call_tests import Light
from alongside.domain.plan_sharing import FEWER
from alongside.web.words import long_date, plural

Kind = AgendaItem.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One item of an agenda. `about` is whose patients `count` is of, never fewer than five."""

    kind: AgendaItem.Kind
    text: str
    source: str
    on: date
    count: int | None = None
    about: Organisation | None = None


def agenda(pair: Pair, acting: Acting, today: date) -> list[Line]:
    """Every heading has a line, so that the minutes show what was looked at and found empty."""
    return [
        *(line for side in trusts(pair) for line in without_place(side, pair, acting, today)),
        *open_problems(pair, today),
        *open_actions(pair, today),
        *barriers(pair, acting, today),
        *red_numbers(pair, acting, today),
        *clauses(pair, acting, today),
    ]


def trusts(pair: Pair) -> list[Organisation]:
    return [side for side in pair.sides if side.kind == Organisation.Kind.TRUST]


def without_place(trust: Organisation, pair: Pair, acting: Acting, today: date) -> Iterator[Line]:
    """What the partner may know of it under the agreement of the two; else why it is not written here."""
    plan = whole_plan(acting)
    if plan is None:
        words = f"{trust.name}: no plan of the whole list has been made yet"
        yield Line(Kind.WITHOUT_PLACE, words, "Plans kept in Alongside", today)
        return
    source = source_of(plan)
    refusal = why_withheld(trust, pair, today)
    if refusal:
        why = f"{refusal.reason.message} ({refusal.reason.rule})"
        words = f"{trust.name} does not share its numbers with its partner, so they are not written here. {why}"
        yield Line(Kind.WITHOUT_PLACE, words, source, plan.as_of)
        return
    if acting.organisation_id != trust.pk:
        words = f"{trust.name} reads its own patients alone: their numbers stand here when it opens the meeting"
        yield Line(Kind.WITHOUT_PLACE, words, source, plan.as_of)
        return
    source = source_of(plan, OF_AGREEMENT)
    rows = list(counted(trust, pair, acting, plan, today))
    for why, patients in rows:
        words = f"{trust.name}: {why}" if patients else f"{trust.name}: {FEWER} patients without a place"
        yield Line(Kind.WITHOUT_PLACE, words, source, plan.as_of, patients, trust)
    if not rows:
        words = f"{trust.name}: nobody in this plan is without a place for a service of the agreement"
        yield Line(Kind.WITHOUT_PLACE, words, source, plan.as_of)


def open_problems(pair: Pair, today: date) -> Iterator[Line]:
    source = "Problems of these two kept in Alongside"
    kept = Problem.objects.filter(trust=pair.trust, host=pair.host).prefetch_related("steps")
    still_open = [(problem, standing(problem)) for problem in kept if standing(problem).closed_on is None]
    for problem, now in still_open:
        state = ProblemStep.State(now.state).label.lower()
        words = f"{problem.statement} ({problem.figure}): {state}, raised {long_date(problem.raised_on)}"
        yield Line(Kind.PROBLEMS, words, source, today)
    if not still_open:
        yield Line(Kind.PROBLEMS, "No open problem", source, today)


def open_actions(pair: Pair, today: date) -> Iterator[Line]:
    source = "Actions of these two kept in Alongside"
    kept = JointAction.objects.filter(trust=pair.trust, host=pair.host, done=None).select_related("owner")
    for action in kept:
        late = (today - action.due_on).days
        when = f"overdue by {plural(late, 'day')}" if late > 0 else f"due {long_date(action.due_on)}"
        yield Line(Kind.ACTIONS, f"{action.what} ({action.post}, {action.owner.name}): {when}", source, today)
    if not kept:
        yield Line(Kind.ACTIONS, "No open action", source, today)


def barriers(pair: Pair, acting: Acting, today: date) -> Iterator[Line]:
    """Those that one of the two or their board has written down and that are not removed."""
    source = "Barriers kept in Alongside"
    writers = {pair.trust.pk, pair.host.pk, pair.trust.area_id}
    kept = governance.barriers(acting).filter(organisation__in=writers).exclude(status=Barrier.Status.REMOVED)
    for barrier in kept:
        words = f"{barrier.rule}: {barrier.effect} ({barrier.get_status_display().lower()})"
        yield Line(Kind.BARRIERS, words, source, today)
    if not kept:
        yield Line(Kind.BARRIERS, "No barrier is written down", source, today)


def red_numbers(pair: Pair, acting: Acting, today: date) -> Iterator[Line]:
    source = "Contacts and test calls kept in Alongside"
    known = governance.contacts(acting, today).filter(Q(organisation=pair.trust) | Q(organisation=pair.host))
    red = [contact for contact in known if light_of(contact, today) is Light.RED]
    for contact in red:
        worst = next(each for each in numbers_of(contact, today) if each.standing.light is Light.RED)
        why = worst.standing.words[:1].lower() + worst.standing.words[1:]
        yield Line(Kind.CONTACTS, f"{contact.post}, {contact.organisation.name}: {why}", source, today)
    if not red:
        yield Line(Kind.CONTACTS, "No number of either is red", source, today)


def clauses(pair: Pair, acting: Acting, today: date) -> Iterator[Line]:
    """For patients of the trust at the host; the other way round too where such an agreement was begun."""
    source = "Agreements kept in Alongside"
    for guest, host in (pair.sides, pair.sides[::-1]):
        record = agreements.find_between(acting, guest.pk, host.pk)
        if record is None:
            if guest == pair.trust:
                words = f"There is no agreement for patients of {guest.name} at {host.name}"
                yield Line(Kind.CLAUSES, words, source, today)
            continue
        gaps = record.latest.gaps(today, record.names)
        named = dict.fromkeys(TOPICS[gap.topic].label if gap.topic else "security toolkit" for gap in gaps)
        way = f"Patients of {guest.name} at {host.name}: "
        words = f"missing in {', '.join(named)}" if gaps else states.sentence(record, today)
        yield Line(Kind.CLAUSES, way + words, source, today)
