"""A pair of organisations, and what the tables hold of it as the rules ask for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.facts.asked import of_problem
from alongside.apps.meetings.facts.problems import troubles
from alongside.apps.meetings.facts.visits import NEVER, Visited
from alongside.apps.meetings.models import ActionDone, JointAction, Meeting, Problem, Rhythm
from alongside.domain import relationship
from alongside.domain.relationship import Question, Task, Together


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations that work together. Of two the NHS trust is `trust`; of two of a kind, the lower code."""

    trust: Organisation
    host: Organisation

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.trust.pk, self.host.pk

    @property
    def sides(self) -> tuple[Organisation, Organisation]:
        return self.trust, self.host

    @property
    def name(self) -> str:
        return f"{self.trust.name} and {self.host.name}"

    def seen_by(self, organisation_id: UUID) -> str:
        """The partner's name for one of the two; both names for a board."""
        others = [side.name for side in self.sides if side.pk != organisation_id]
        return others[0] if len(others) == 1 else self.name

    def side(self, organisation_id: UUID) -> Organisation | None:
        return next((side for side in self.sides if side.pk == organisation_id), None)

    @property
    def columns(self) -> dict[str, object]:
        """The pair as each of its rows carries it."""
        return {"trust": self.trust, "host": self.host, "area_id": self.trust.area_id}


def pair_of(one: Organisation, other: Organisation) -> Pair:
    first, second = sorted((one, other), key=lambda each: (each.kind != Organisation.Kind.TRUST, each.code))
    return Pair(first, second)


def done_of(action: JointAction) -> ActionDone | None:
    return getattr(action, "done", None)


def done_on(action: JointAction) -> date | None:
    done = done_of(action)
    return done.on if done else None


def is_overdue(action: JointAction, on: date) -> bool:
    return done_of(action) is None and action.due_on < on


@dataclass(slots=True)
class Record:
    """All that two organisations have kept of working together, each part the newest first."""

    pair: Pair
    rhythms: list[Rhythm] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    actions: list[JointAction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    visited: Visited = NEVER
    agreed: tuple[Question, ...] = ()

    @property
    def held(self) -> list[Meeting]:
        """Those with somebody of both sides recorded as there; `was_held` comes with the query."""
        return [meeting for meeting in self.meetings if meeting.was_held]  # type: ignore[attr-defined]

    @property
    def open_actions(self) -> list[JointAction]:
        return [action for action in self.actions if done_of(action) is None]

    @property
    def every_days(self) -> int | None:
        """The rhythm that stands; 0 for none that is fixed, None when nobody has said."""
        return self.rhythms[-1].every_days if self.rhythms else None

    @property
    def together(self) -> Together:
        return Together(
            tuple(relationship.Rhythm(each.from_day, each.every_days) for each in self.rhythms),
            tuple(meeting.on for meeting in self.held),
            tuple(Task(each.opened_on, each.due_on, done_on(each)) for each in self.actions),
            tuple(each for problem in self.problems for each in troubles(problem)),
            self.visited.partners,
            self.visited.visits,
            (*(of_problem(problem) for problem in self.problems), *self.agreed),
        )


def rhythms_of(pairs: Collection[tuple[UUID, UUID]], on: date) -> dict[tuple[UUID, UUID], int]:
    """Every how many days each of these pairs means to meet on that day; a pair that never said is left out."""
    trusts, hosts = {trust for trust, _ in pairs}, {host for _, host in pairs}
    said = Rhythm.objects.filter(trust__in=trusts, host__in=hosts, from_day__lte=on).order_by("from_day", "at")
    return {(row.trust_id, row.host_id): row.every_days for row in said}


def overdue(actions: Iterable[JointAction], on: date) -> list[JointAction]:
    return [action for action in actions if is_overdue(action, on)]
