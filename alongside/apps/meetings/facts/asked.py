"""What has one side put to the other, and when did the other answer?

Problems that one side raised, and words of an agreement that one side agreed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from alongside.apps.agreements.models import AgreementStep
from alongside.apps.meetings.facts.problems import CLOSED
from alongside.apps.meetings.models import Problem
from alongside.domain.agreement_state import Act
from alongside.domain.relationship import Question

Key = tuple[UUID, UUID]


def of_problem(problem: Problem) -> Question:
    """From the day it was raised to the other side's first word on it, or to its end without one."""
    steps = list(problem.steps.all())
    answers = (step.on for step in steps if step.organisation_id != problem.organisation_id)
    ends = (step.on for step in steps if step.state in CLOSED)
    return Question(problem.raised_on, next(answers, None), next(ends, None))


def of_agreements(pairs: Collection[Key]) -> dict[Key, tuple[Question, ...]]:
    """From the day one side agreed the words of a version to the day the other agreed the same words; in one query.

    Words that were changed and agreed anew, or a version that was ended, are a question no longer.
    """
    sides = {side for pair in pairs for side in pair}
    of_pair = Q(guest__in=sides, host__in=sides, act__in=(Act.AGREE, Act.TERMINATE))
    versions: dict[UUID, list[AgreementStep]] = defaultdict(list)
    for step in AgreementStep.objects.filter(of_pair).order_by("at"):
        versions[step.version_id].append(step)
    found: dict[Key, tuple[Question, ...]] = defaultdict(tuple)
    for steps in versions.values():
        guest_and_host = steps[0].guest_id, steps[0].host_id
        key = guest_and_host if guest_and_host in pairs else guest_and_host[::-1]
        found[key] += tuple(of_version(steps))
    return found


def of_version(steps: list[AgreementStep]) -> Iterable[Question]:
    agreed = [step for step in steps if step.act == Act.AGREE]
    for words in dict.fromkeys(step.digest for step in agreed):
        same = [step for step in agreed if step.digest == words]
        answers = (step.on for step in same if step.side != same[0].side)
        later = steps[steps.index(same[0]) :]
        ends = (step.on for step in later if step.digest != words or step.act == Act.TERMINATE)
        yield Question(same[0].on, next(answers, None), next(ends, None))
