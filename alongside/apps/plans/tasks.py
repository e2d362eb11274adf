"""Queued work of plans."""

from uuid import UUID

from procrastinate.contrib.django import app

from alongside.apps.plans.actions import work_out
from alongside.apps.plans.actions.making import TASK


@app.task(name=TASK)
def work_out_plan(plan_id: str, organisation_id: str) -> None:
    """Answer one plan's question; safe to run again."""
    work_out(UUID(plan_id), UUID(organisation_id))
