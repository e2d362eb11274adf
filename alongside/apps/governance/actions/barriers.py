"""What a barrier's words must hold, and the step that they are in its history."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.writing import entered
from alongside.apps.governance.actions.ownership import Refused
from alongside.apps.governance.facts import rules_of_area
from alongside.apps.governance.models import Barrier, BarrierStep
from alongside.apps.regulations.models import Difference
from alongside.domain.barrier_steps import State, Step, gaps
from alongside.domain.counted_rules import counted_rules, is_counted


@dataclass(frozen=True, slots=True)
class BarrierWords:
    """A rule that keeps patients from a place; `counted_by` is the id by which plans count its cases.

    The rule may be that of a difference between what the NHS and independent hospitals may do: it then counts.
    `since` is the day on which it came into this state, today where it is not said; `answer` is what was answered.
    """

    rule: str
    blocks: str
    effect: str
    workaround: str = ""
    raised_with: str = ""
    status: str = Barrier.Status.NOTED
    counted_by: str = ""
    difference: Difference | None = None
    since: date | None = None
    answer: str = ""


# What is kept of the step and not of the barrier.
OF_STEP = frozenset({"since", "answer"})


def must_be_counted(rule: str, by: Acting, kept: str = "") -> None:
    """A rule that nobody can count would be told as no case; one that is kept already may stay."""
    own = rules_of_area(by.area_id)
    if not rule or rule == kept or is_counted(rule, own):
        return
    near = get_close_matches(rule, counted_rules(own), n=1)
    hint = f" Do you mean {near[0]}?" if near else " Leave it out: the barrier is then kept without a count."
    raise Refused(f"No plan counts a rule called {rule}: no site of the area has it.{hint}")


def keep_step(barrier: Barrier, words: BarrierWords, by: Acting, today: date) -> None:
    """Belongs in the transaction that keeps the barrier. Nothing is added where nothing of the state changes."""
    before = list(barrier.steps.all())
    said = {"status": words.status, "raised_with": words.raised_with}
    same = before and all(getattr(before[-1], name) == value for name, value in said.items())
    if same and words.answer in ("", before[-1].answer) and words.since in (None, before[-1].on):
        return
    on = words.since or today
    found = gaps(Step(State(words.status), on, words.raised_with), map(step_of, before), today)
    if found:
        raise Refused(" ".join(found))
    BarrierStep.objects.create(
        barrier=barrier,
        organisation=by.organisation,
        area_id=by.area_id,
        answer=words.answer,
        on=on,
        by=by.user,
        by_name=by.name,
        source=entered(by, today),
        **said,
    )


def step_of(kept: BarrierStep) -> Step:
    return Step(State(kept.status), kept.on, kept.raised_with)
