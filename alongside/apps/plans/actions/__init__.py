"""Writes of plans. Each is one transaction with its audit row, but for the work itself, which shows its progress."""

from alongside.apps.plans.actions.adjusting import adjust, plan_again, undo_adjustment
from alongside.apps.plans.actions.approving import approve, withdraw_approval
from alongside.apps.plans.actions.making import cancel_plan, make_plan, start_again
from alongside.apps.plans.actions.question import Question
from alongside.apps.plans.actions.refusals import Refused
from alongside.apps.plans.actions.working import work_out

__all__ = [
    "Question",
    "Refused",
    "adjust",
    "approve",
    "cancel_plan",
    "make_plan",
    "plan_again",
    "start_again",
    "undo_adjustment",
    "withdraw_approval",
    "work_out",
]
