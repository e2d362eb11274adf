"""Has the same been asked a moment ago, by a second press or by a colleague? Then one plan answers both."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.turns import take_turns
from alongside.apps.plans.actions.question import Question
from alongside.apps.plans.models import Plan

# The share of the work after which the list and the capacity have been read.
READ = 0.2
CHANGE = ("kind", "pathway_id", "site_id", "treatment_function", "week")


def asked_just_now(
    question: Question, by: Acting, based_on: Plan | None = None, keeps_places: bool = False
) -> Plan | None:
    """The plan of this very question and these changes by hand for which the list has not been read yet.

    Until the transaction ends nobody else of this organisation can ask.
    """
    take_turns("plans", by.organisation_id)
    waiting = Plan.objects.filter(
        organisation=by.organisation,
        state__in=[Plan.State.QUEUED, Plan.State.RUNNING],
        progress__lt=READ,
        based_on=based_on,
        keeps_places=keeps_places,
        **asdict(question),
    )
    wanted = changes(based_on)
    return next((plan for plan in waiting if changes(plan) == wanted), None)


def changes(plan: Plan | None) -> Counter[Any]:
    """The changes by hand that stand."""
    return Counter() if plan is None else Counter(plan.adjustments.filter(lifted=False).values_list(*CHANGE))
