"""Where does a problem stand, who owns it on either side, and when was it closed?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.apps.meetings.models import Problem, ProblemStep
from alongside.domain.relationship import Trouble

State = ProblemStep.State
CLOSED = (State.SOLVED, State.NOT_OURS)


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest word, and the owner that each side named last. `closed_on` None while it is open."""

    state: str
    words: str
    on: date
    owners: dict[UUID, str]
    closed_on: date | None


def standing(problem: Problem) -> Standing:
    """From its steps, the oldest first; there is always one."""
    steps = list(problem.steps.all())
    last = steps[-1]
    owners = {step.organisation_id: step.owner for step in steps if step.owner}
    return Standing(last.state, last.words, last.on, owners, last.on if last.state in CLOSED else None)


def troubles(problem: Problem) -> list[Trouble]:
    """Each stretch in which it was open: a problem that was opened again counts from that day."""
    found: list[Trouble] = []
    opened: date | None = None
    for step in problem.steps.all():
        if step.state in CLOSED and opened:
            found.append(Trouble(opened, step.on))
            opened = None
        elif step.state not in CLOSED and opened is None:
            opened = step.on
    return [*found, Trouble(opened)] if opened else found
