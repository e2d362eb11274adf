"""On which day was a barrier noted, raised, answered and removed? Its history is appended, so it must run forward.

Source: the house's own rule, November 2026; who reads the evidence asks how long an answer has been awaited.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    NOTED = "noted"
    RAISED = "raised"
    ANSWERED = "answered"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on a barrier is in this state; `with_whom` it was raised, "" where with nobody."""

    state: State
    on: date
    with_whom: str = ""


def gaps(step: Step, before: Iterable[Step], today: date) -> tuple[str, ...]:
    """What is wrong with the next step, a sentence each; nothing when it can be kept.

    >>> noted = Step(State.NOTED, date(2026, 1, 10))
    >>> gaps(Step(State.RAISED, date(2026, 1, 9)), [noted], date(2026, 1, 31))
    ('Say with whom it was raised (BAR-1).', 'It cannot be before the step of 10 January 2026 (BAR-3).')
    """
    found = []
    if step.state in (State.RAISED, State.ANSWERED) and not step.with_whom:
        found.append("Say with whom it was raised (BAR-1).")
    if step.on > today:
        found.append("It cannot be on a day to come (BAR-2).")
    last = max((one.on for one in before), default=step.on)
    if step.on < last:
        found.append(f"It cannot be before the step of {last.day} {last:%B %Y} (BAR-3).")
    return tuple(found)
