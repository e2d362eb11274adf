"""Asking the planner a question, and stopping or repeating the work."""

from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import chain, count
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.actions import record_event
from alongside.apps.plans.actions.refusals import Refused
from alongside.apps.plans.actions.repeating import asked_just_now
from alongside.apps.plans.models import ANSWERED, Plan
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.words import long_date, plural

TASK = "plans.work_out_plan"
MONDAY = 0
LONGEST_NAME = 180


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the planner. Empty providers and functions: all."""

    as_of: date
    starts_on: date
    weeks: int = 13
    nearest: int = 5
    travel_limit_km: int = 50
    policy: str = Plan.Policy.TIERS
    effort: str = Plan.Effort.FAST
    equity_tie_break: bool = False
    treatment_functions: list[str] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)
    seed: int = 0

    @classmethod
    def of(cls, plan: Plan) -> "Question":
        return cls(**{name: getattr(plan, name) for name in cls.__dataclass_fields__})

    def name(self) -> str:
        """
        >>> Question(date(2026, 1, 31), date(2026, 2, 2)).name()
        '13 weeks from 2 February 2026: all lists, all specialties, clinical priority first'
        """
        lists = plural(len(self.providers), "list") if self.providers else "all lists"
        order = "clinical priority first" if self.policy == Plan.Policy.TIERS else "weighed together"
        start = f"{plural(self.weeks, 'week')} from {long_date(self.starts_on)}"
        return f"{start}: {lists}, {self.specialties()}, {order}"

    def specialties(self) -> str:
        chosen = self.treatment_functions
        if len(chosen) == 1:
            return treatment_function_name(chosen[0])
        return plural(len(chosen), "specialty", "specialties") if chosen else "all specialties"


@transaction.atomic
def make_plan(
    *,
    question: Question,
    by: Acting,
    based_on: Plan | None = None,
    keeps_places: bool = False,
    changes: str = "",
    queue: bool = True,
) -> Plan:
    """Ask a question; a worker answers it, and asked twice at once it is one plan.

    With `queue` off the caller works it out.
    `changes` are the changes by hand in words, for the plan's name; with `keeps_places` the plan goes on from the one
    that it is based on.
    """
    if question.starts_on.weekday() != MONDAY:
        raise Refused("The first week must start on a Monday.")
    already = asked_just_now(question, by) if queue and based_on is None else None
    if already:
        return already
    values: dict[str, Any] = asdict(question)
    plan = Plan.objects.create(
        organisation=by.organisation,
        name=own_name(f"{question.name()}, {changes}" if changes else question.name(), by),
        based_on=based_on,
        keeps_places=keeps_places,
        made_by=by.user,
        made_by_name=by.name,
        progress_words="Waiting for a worker",
        **values,
    )
    record_event("plan_asked_for", target=plan, by=by, question=plan.name)
    if queue:
        send_to_worker(plan)
    return plan


def own_name(name: str, by: Acting) -> str:
    """A name that no other plan of this organisation has: the second of the same is called a second try."""
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    taken = set(Plan.objects.filter(organisation=by.organisation, name__startswith=name).values_list("name", flat=True))
    tries = (f"{name}, try {number}" for number in count(2))
    return next(one for one in chain([name], tries) if one not in taken)


def send_to_worker(plan: Plan) -> None:
    """Queued in the same transaction: a plan that is kept is worked out, one that is not is not.

    No lock in the queue: it would outlive a killed worker. The plan's attempt number keeps two workers apart.
    """
    app.configure_task(TASK).defer(plan_id=str(plan.pk), organisation_id=str(plan.organisation_id))


@transaction.atomic
def cancel_plan(*, plan: Plan, by: Acting) -> None:
    """Stop the work; what has been read or worked out so far is dropped."""
    stopped = Plan.objects.filter(
        pk=plan.pk, organisation=by.organisation, state__in=[Plan.State.QUEUED, Plan.State.RUNNING]
    ).update(state=Plan.State.CANCELLED, progress_words="Cancelled")
    if not stopped:
        raise Refused("This plan is not being worked out any more, so it cannot be cancelled.")
    record_event("plan_cancelled", target=plan, by=by)


@transaction.atomic
def start_again(*, plan: Plan, by: Acting) -> None:
    """Work out the same question once more, after a fault, a cancellation or a worker that went away."""
    restarted = (
        Plan.objects.filter(pk=plan.pk, organisation=by.organisation)
        .exclude(state__in=ANSWERED)
        .update(state=Plan.State.QUEUED, progress=0, progress_words="Waiting for a worker", trouble="", touched_at=None)
    )
    if not restarted:
        raise Refused("This plan has its answer already. Make a new plan to ask again.")
    record_event("plan_started_again", target=plan, by=by)
    send_to_worker(plan)
