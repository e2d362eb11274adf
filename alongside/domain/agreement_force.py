"""May a patient of this organisation be treated at that one, for this service, on this day? The gate of AL-3.

Every plan, hold and shared item asks here; the answer is an agreement's version or the reason why there is none.
Rules AGR-1 to AGR-5, docs/rules/agreements.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from alongside.domain.agreement_state import (
    IN_FORCE,
    Act,
    Side,
    State,
    Step,
    VersionFacts,
    ended_from,
    first_day,
    state_of,
)
from alongside.domain.reasons import Reason, Severity
from alongside.domain.treatment_functions import treatment_function_name

ENDED = frozenset({State.TERMINATED, State.EXPIRED})
NOT_YET = frozenset({State.DRAFT, State.CLINICALLY_AGREED, State.SIGNED})
BOTH_DIRECTORS = "the medical directors of both"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Service:
    """A treatment function and a procedure group of it; "" stands for every operation of the function."""

    function: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """One version of what a guest and a host have written down. `gaps` are the clauses that it still lacks."""

    agreement: str
    version: int
    guest: str
    host: str
    services: frozenset[Service]
    facts: VersionFacts
    gaps: int = 0
    owners: tuple[str, ...] = ()
    ended_because: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """The version that allows it, and its last whole day; both empty for an organisation's own site."""

    agreement: str
    version: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and who can mend it. `last_day` is the last day that was allowed, where the first ones were."""

    reason: Reason
    mended_by: str
    agreement: str = ""
    last_day: date | None = None

    @property
    def words(self) -> str:
        return f"{self.reason.message}. Mended by: {self.mended_by}"


OWN_SITE = Permit("", 0, None)


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks to send whom where; `names` are the words for ids of organisations and codes of operations."""

    guest: str
    host: str
    service: Service | None
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    @property
    def pair(self) -> str:
        return f"{self.name(self.guest)} and {self.name(self.host)}"

    def service_words(self, service: Service) -> str:
        function = treatment_function_name(service.function)
        return f"{function} ({self.name(service.group)})" if service.group else function

    def refused(self, rule: str, message: str, said: Agreed | None = None, last_day: date | None = None) -> Refusal:
        mended_by = " and ".join(said.owners) if said and said.owners else BOTH_DIRECTORS
        return Refusal(
            Reason(rule, Severity.BLOCKS, message), mended_by, said.agreement if said else "", last_day=last_day
        )


def in_force(
    agreed: Iterable[Agreed],
    guest: str,
    host: str,
    service: Service | None,
    on: date,
    *,
    names: Mapping[str, str] | None = None,
) -> Permit | Refusal:
    """The version in force that allows the service on this London day, or the most telling reason why none does.

    `service` None is a bed: any service of the pair will do.

    >>> in_force((), "East Kent", "One Ashford", Service("110"), date(2026, 2, 2)).reason.rule
    'AGR-1'
    >>> in_force((), "East Kent", "East Kent", Service("110"), date(2026, 2, 2))
    Permit(agreement='', version=0, last_day=None)
    """
    if guest == host:
        return OWN_SITE
    question = Question(guest, host, service, names or {})
    ours = sorted((one for one in agreed if (one.guest, one.host) == (guest, host)), key=lambda one: one.version)
    states = {one.version: state_of(one.facts, on) for one in ours}
    now = [one for one in ours if states[one.version] in IN_FORCE]
    for one in now:
        if covers(one.services, service):
            return Permit(one.agreement, one.version, last_day(one.facts))
    if now:
        return not_this_service(question, now[-1])
    ended = [one for one in ours if states[one.version] in ENDED and first_day(one.facts)]
    if ended:
        return has_ended(question, ended[-1], states[ended[-1].version])
    waiting = [one for one in ours if states[one.version] in NOT_YET]
    if waiting:
        return not_begun(question, waiting[0], on)
    return question.refused("AGR-1", f"{question.pair} have no agreement")


def in_force_throughout(
    agreed: Iterable[Agreed],
    guest: str,
    host: str,
    service: Service | None,
    first: date,
    last: date,
    *,
    names: Mapping[str, str] | None = None,
) -> Permit | Refusal:
    """As `in_force`, on every day from `first` to `last`; versions that follow each other may share the days.

    The permit names the first day's version and the last day of the whole stretch.
    """
    if last < first:
        raise ValueError(f"The last day {last} is before the first {first}")
    ours = tuple(agreed)
    found = in_force(ours, guest, host, service, first, names=names)
    if isinstance(found, Refusal):
        return found
    until = found.last_day
    while until is not None and until < last:
        following = in_force(ours, guest, host, service, until + ONE_DAY, names=names)
        if isinstance(following, Refusal):
            question = Question(guest, host, service, names or {})
            return ends_too_soon(question, ours, found, following, until, last)
        until = following.last_day
    return Permit(found.agreement, found.version, until)


def covers(services: frozenset[Service], wanted: Service | None) -> bool:
    """Codes compare exactly: an agreement on one operation is none on the whole function.

    >>> covers(frozenset({Service("110")}), Service("110", "hip")), covers(frozenset({Service("110", "hip")}), None)
    (True, True)
    >>> covers(frozenset({Service("110", "hip")}), Service("110"))
    False
    """
    if wanted is None:
        return bool(services)
    return wanted in services or Service(wanted.function) in services


def last_day(facts: VersionFacts) -> date | None:
    """The last whole day on which a signed version holds: of its term, before its ending or before the next version."""
    ends = [facts.term.ends_on] if facts.term else []
    ends += [first - ONE_DAY for first in (ended_from(facts), facts.next_starts_on) if first]
    return min(ends, default=None)


def not_this_service(question: Question, said: Agreed) -> Refusal:
    covered = ", ".join(question.service_words(one) for one in sorted(said.services)) or "no service"
    wanted = question.service_words(question.service) if question.service else "any bed"
    message = f"The agreement of {question.pair} does not cover {wanted}; it covers {covered}"
    return question.refused("AGR-2", message, said)


def has_ended(question: Question, said: Agreed, state: State) -> Refusal:
    term = said.facts.term
    ending = ending_of(said)
    if state is State.TERMINATED and ending:
        from_day = day(effect(ending))
        message = f"{question.pair}: the agreement was ended from {from_day} by {by(question, ending)}"
        because = f": {said.ended_because.strip().rstrip('.')}" if said.ended_because.strip() else ""
        return question.refused("AGR-3", message + because, said)
    ended = f" on {day(term.ends_on)}" if term else ""
    return question.refused("AGR-4", f"{question.pair}: the agreement expired{ended}", said)


def not_begun(question: Question, said: Agreed, on: date) -> Refusal:
    begins = first_day(said.facts)
    if begins and state_of(said.facts, on) is State.SIGNED:
        return question.refused("AGR-5", f"{question.pair}: the agreement is signed and begins on {day(begins)}", said)
    gaps = f": {said.gaps} {'thing is' if said.gaps == 1 else 'things are'} missing" if said.gaps else ""
    return question.refused("AGR-5", f"{question.pair}: the agreement is not signed by both{gaps}", said)


def ends_too_soon(
    question: Question, ours: tuple[Agreed, ...], found: Permit, following: Refusal, until: date, last: date
) -> Refusal:
    """What was allowed on the first days, and is not until the last."""
    said = next(one for one in ours if (one.agreement, one.version) == (found.agreement, found.version))
    if following.reason.rule != "AGR-4":
        message = f"{following.reason.message}. The last day allowed is {day(until)}"
        return question.refused(following.reason.rule, message, said, until)
    message = f"{question.pair}: the agreement ends on {day(until)}, before {day(last)}"
    return question.refused("AGR-4", message, said, until)


def ending_of(said: Agreed) -> Step | None:
    """The ending that comes first."""
    return min((step for step in said.facts.steps if step.act is Act.TERMINATE), key=effect, default=None)


def effect(ending: Step) -> date:
    return ending.takes_effect or ending.on


def by(question: Question, step: Step) -> str:
    return question.name(question.guest if step.side is Side.GUEST else question.host)


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
