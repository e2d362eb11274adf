"""State a problem with its figure, own it on both sides, and say what became of it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import just_sent
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.meetings.actions.doing import ActionWords, new_action
from alongside.apps.meetings.actions.ownership import Refused, kept_by, must_be_a_side, pair_in
from alongside.apps.meetings.actions.spaces import must_be_open
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.problems import CLOSED, standing
from alongside.apps.meetings.models import JointAction, Problem, ProblemStep, Space
from alongside.domain.team_spaces import Act, Asked

State = ProblemStep.State


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """What stands in the way, and the figure that shows it. `owner` is the post that owns it on our side."""

    statement: str
    figure: str
    figure_source: str
    figure_on: date
    owner: str
    space: Space | None = None


@transaction.atomic
def raise_problem(*, pair: Pair, words: ProblemWords, by: Acting, today: date) -> Problem:
    """Of both, or of one team space of theirs. Refused: PRB-1 a figure of a day that has not come; TEAM-6."""
    must_be_a_side(pair, by, Permission.RAISE)
    if words.space:
        must_be_open(words.space, by, Asked(Act.WRITE), Permission.RAISE)
    if words.figure_on > today:
        raise Refused("A figure is of today or of a day before (PRB-1).")
    take_turns("problems", *pair.key)
    said = {name: getattr(words, name) for name in ("statement", "figure", "figure_source", "figure_on", "space")}
    sent: Problem | None = just_sent(Problem.objects.filter(**pair.columns), by, **said)
    if sent:
        return sent
    kept = kept_by(pair, by, today)
    problem = Problem.objects.create(**kept, **said, raised_on=today)
    ProblemStep.objects.create(**kept, problem=problem, state=State.OPEN, owner=words.owner, words="Raised", on=today)
    record_event("meetings.problem_raised", target=problem, by=by)
    return problem


@transaction.atomic
def move_problem(*, problem: Problem, state: str, words: str, owner: str = "", by: Acting, today: date) -> ProblemStep:
    """Say where it stands now, and name our owner if he or she is another. Refused: PRB-2, PRB-3."""
    pair = pair_in(problem)
    must_be_a_side(pair, by, Permission.RAISE)
    take_turns("problem", problem.pk)
    said = {"state": state, "owner": owner, "words": words}
    sent: ProblemStep | None = just_sent(problem.steps.all(), by, **said)
    if sent:
        return sent
    now = standing(problem)
    owners = now.owners | ({by.organisation_id: owner} if owner else {})
    if state in (State.AGREED, State.SOLVED) and len(owners) < len(pair.sides):
        raise Refused("Both sides own a problem before they agree or solve it: the other side names its owner (PRB-2).")
    if now.state in CLOSED and state != State.OPEN:
        raise Refused("This problem is closed: open it again first, and say why (PRB-3).")
    step = ProblemStep.objects.create(**kept_by(pair, by, today), problem=problem, **said, on=today)
    record_event("meetings.problem_moved", target=problem, by=by, state=state)
    return step


@transaction.atomic
def take_on(*, problem: Problem, words: ActionWords, by: Acting, today: date) -> JointAction:
    """One side does something about it."""
    pair = pair_in(problem)
    must_be_a_side(pair, by)
    if standing(problem).state in CLOSED:
        raise Refused("This problem is closed: open it again first, and say why (PRB-3).")
    return new_action(pair, words, by, today, problem=problem)
