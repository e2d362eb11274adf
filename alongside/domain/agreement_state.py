"""What state is a version of an agreement in on a day, and what may either side do with it?

No state is kept anywhere: it follows from the steps taken and the day asked. A step counts only for the very words it
was taken on, so nobody has agreed or signed what they did not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alongside.domain.agreement_days import review_day
from alongside.domain.reasons import Reason, Severity, Verdict


class State(StrEnum):
    """Where a version stands, in the order of its life."""

    DRAFT = "draft"
    CLINICALLY_AGREED = "clinically_agreed"
    SIGNED = "signed"
    ACTIVE = "active"
    REVIEW_DUE = "review_due"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SENT_BACK = "sent_back"
    SUPERSEDED = "superseded"


IN_FORCE = frozenset({State.ACTIVE, State.REVIEW_DUE})


class Act(StrEnum):
    """What a side may do with a version."""

    EDIT = "edit"
    AGREE = "agree"
    SIGN = "sign"
    TERMINATE = "terminate"
    SEND_BACK = "send_back"
    RENEW = "renew"


class Side(StrEnum):
    """Guest: whose patients they are. Host: at whose site they are treated."""

    GUEST = "guest"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Term:
    """First and last whole day, in London."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """One side did this on that day, for the words with this digest; `takes_effect` is for an ending alone."""

    act: Act
    side: Side
    on: date
    digest: str
    takes_effect: date | None = None


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """All that the state of a version follows from. `next_starts_on`: first day in force of the next signed version."""

    number: int
    digest: str
    term: Term | None
    steps: tuple[Step, ...]
    next_starts_on: date | None = None


def given(v: VersionFacts, act: Act, on: date) -> frozenset[Side]:
    """The sides that have taken this step, by this day, on the words as they stand."""
    return frozenset(step.side for step in v.steps if step.act is act and step.digest == v.digest and step.on <= on)


def ended_from(v: VersionFacts, on: date = date.max) -> date | None:
    """The first day on which the version no longer holds because a side ended it, as known on this day."""
    days = [step.takes_effect or step.on for step in v.steps if step.act is Act.TERMINATE and step.on <= on]
    return min(days, default=None)


def was_sent_back(v: VersionFacts, on: date = date.max) -> bool:
    """Did a side send the version back, by this day, before it began? It never holds then."""
    return any(step.act is Act.SEND_BACK and step.on <= on for step in v.steps)


def signed_on(v: VersionFacts) -> date | None:
    """The day of the second signature under the words as they stand; None until both have signed."""
    first: dict[Side, date] = {}
    for step in v.steps:
        if step.act is Act.SIGN and step.digest == v.digest:
            first[step.side] = min(step.on, first.get(step.side, step.on))
    return max(first.values()) if len(first) == len(Side) else None


def first_day(v: VersionFacts) -> date | None:
    """The first day on which a signed version holds: its term has begun and both have signed. None if sent back."""
    signed = None if was_sent_back(v) else signed_on(v)
    return max(signed, v.term.starts_on) if signed and v.term else None


def state_of(v: VersionFacts, on: date) -> State:
    """The state of the version on this London day.

    >>> state_of(VersionFacts(1, "", None, ()), date(2026, 1, 31))
    <State.DRAFT: 'draft'>
    """
    if was_sent_back(v, on):
        return State.SENT_BACK
    both, ended = frozenset(Side), ended_from(v, on)
    if given(v, Act.SIGN, on) != both or v.term is None:
        if ended is not None:
            return State.TERMINATED
        return State.CLINICALLY_AGREED if given(v, Act.AGREE, on) == both else State.DRAFT
    if ended is not None and ended <= on:
        return State.TERMINATED
    if v.next_starts_on is not None and v.next_starts_on <= on:
        return State.SUPERSEDED
    return _by_term(v.term, on)


def _by_term(term: Term, on: date) -> State:
    if on < term.starts_on:
        return State.SIGNED
    if on > term.ends_on:
        return State.EXPIRED
    return State.REVIEW_DUE if on >= review_day(term.ends_on) else State.ACTIVE


ALLOWED: dict[Act, frozenset[State]] = {
    Act.EDIT: frozenset({State.DRAFT, State.CLINICALLY_AGREED}),
    Act.AGREE: frozenset({State.DRAFT}),
    Act.SIGN: frozenset({State.CLINICALLY_AGREED}),
    Act.TERMINATE: frozenset({State.SIGNED, State.ACTIVE, State.REVIEW_DUE}),
    Act.SEND_BACK: frozenset({State.CLINICALLY_AGREED, State.SIGNED}),
    Act.RENEW: frozenset({State.ACTIVE, State.REVIEW_DUE, State.EXPIRED, State.TERMINATED}),
}
# What is being written when an agreement ends: no step taken on it before the ending may count afterwards (AGR-22).
UNDER_WAY = frozenset({State.DRAFT, State.CLINICALLY_AGREED})
WORDS: dict[State, str] = {
    State.DRAFT: "a draft",
    State.CLINICALLY_AGREED: "clinically agreed",
    State.SIGNED: "signed and not yet begun",
    State.ACTIVE: "in force",
    State.REVIEW_DUE: "in force and due for review",
    State.EXPIRED: "expired",
    State.TERMINATED: "ended",
    State.SENT_BACK: "sent back",
    State.SUPERSEDED: "replaced by a later version",
}
# What each side gives on the words as they stand, so that words still to come would undo it.
GIVEN = frozenset({Act.AGREE, Act.SIGN})
NEEDS: dict[Act, str] = {
    Act.EDIT: "Words can be changed only before both have signed: send them back or renew the agreement to change it",
    Act.AGREE: "Only a draft can be agreed",
    Act.SIGN: "Both sides agree clinically before either signs",
    Act.TERMINATE: "Only an agreement that both have signed can be ended",
    Act.SEND_BACK: "Only words that both have agreed and that have not begun can be sent back",
    Act.RENEW: "Only an agreement that has begun can be renewed",
}


def may(v: VersionFacts, act: Act, side: Side | None, gaps: Iterable[Reason], on: date) -> Verdict:
    """May this side do this on this day? AGR-10 wrong state, AGR-11 gaps, AGR-12 neither side, AGR-13 given already."""
    if side is None:
        return _no("AGR-12", "Only the two organisations of an agreement may do this")
    if act in GIVEN and side in given(v, act, on):
        return _no("AGR-13", f"Your organisation has {'agreed' if act is Act.AGREE else 'signed'} these words already")
    state = state_of(v, on)
    if state not in ALLOWED[act]:
        return _no("AGR-10", f"{NEEDS[act]}. Version {v.number} is {WORDS[state]}")
    count = len(tuple(gaps))
    if act in GIVEN and count:
        verb = "agree" if act is Act.AGREE else "sign"
        return _no("AGR-11", f"{count} {'thing is' if count == 1 else 'things are'} missing before anybody can {verb}")
    return Verdict()


def may_end_from(from_day: date, on: date, ended: date | None = None) -> Verdict:
    """AGR-14 days that have passed, AGR-23 it was `ended` from an earlier day: of two endings the first counts."""
    if from_day < on:
        return _no("AGR-14", "An agreement ends today or later, never in the past")
    if ended is not None and ended <= from_day:
        words = f"{ended.day} {ended:%B %Y}"
        return _no("AGR-23", f"The agreement has been ended from {words} already: only an earlier day changes that")
    return Verdict()


def ends_now(versions: Iterable[VersionFacts], from_day: date, on: date) -> frozenset[int]:
    """The numbers of the versions that an ending given today, from this day, ends (AGR-22).

    Those that hold or wait to hold until the day; and at once those that are being written, whoever has signed them.
    """
    every = tuple(versions)
    later = {v.number for v in every if _holds_after(v, from_day, on)}
    return frozenset(later | {v.number for v in every if later and state_of(v, on) in UNDER_WAY})


def _holds_after(v: VersionFacts, from_day: date, on: date) -> bool:
    ended = ended_from(v)
    return state_of(v, on) in ALLOWED[Act.TERMINATE] and (ended is None or from_day < ended)


def ready_after(v: VersionFacts, opened_on: date) -> int | None:
    """Time to ready: days from opening the version to the second signature; None until then, and if sent back.

    >>> ready_after(VersionFacts(1, "", None, ()), date(2026, 1, 31)) is None
    True
    """
    signed = None if was_sent_back(v) else signed_on(v)
    return (signed - opened_on).days if signed else None


def _no(rule: str, message: str) -> Verdict:
    return Verdict((Reason(rule, Severity.BLOCKS, message),))
