"""Asking the planner a question, and stopping or repeating the work."""

from dataclasses import asdict
from itertools import chain, count
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.actions import record_event
from alongside.apps.plans.actions.question import Question
from alongside.apps.plans.actions.refusals import Refused
from alongside.apps.plans.actions.repeating import asked_just_now
from alongside.apps.plans.models import ANSWERED, Plan

TASK = "plans.work_out_plan"
MONDAY = 0
LONGEST_NAME = 180


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
