"""Two different people put their names under a plan (M-28). Names are rows that nobody can change."""

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.actions import record_event
from alongside.apps.plans.actions.adjusting import must_be_ours
from alongside.apps.plans.actions.refusals import Refused
from alongside.apps.plans.facts.approvals import names_under
from alongside.apps.plans.facts.changes import changed_since
from alongside.apps.plans.models import Approval, Plan

NAMES_NEEDED = 2


@transaction.atomic
def approve(*, plan: Plan, by: Acting, note: str = "") -> Approval:
    """Put a name under a plan; the second different person's completes it. What has changed since is kept with it."""
    must_be_ours(plan, by)
    plan = Plan.objects.select_for_update().defer("evidence").get(pk=plan.pk)
    if plan.state == Plan.State.APPROVED:
        raise Refused("This plan is already approved by two people.")
    if plan.state != Plan.State.READY:
        raise Refused("This plan has not been worked out, so it cannot be approved.")
    names = names_under(plan)
    if any(name.by_id == by.user.pk for name in names):
        raise Refused("Your name is already under this plan. A different person must give the second.")
    changes = changed_since(by, plan).counts()
    approval = Approval.objects.create(
        plan=plan,
        organisation=by.organisation,
        by=by.user,
        by_name=by.name,
        by_role=by.role.title,
        note=note.strip(),
        changed_since=changes,
    )
    record_event("plan_approval_given", target=plan, by=by, note=note.strip(), changed_since=changes)
    if len(names) + 1 >= NAMES_NEEDED:
        plan.state = Plan.State.APPROVED
        plan.save(update_fields=["state"])
        record_event("plan_approved", target=plan, by=by, names=[*(name.by_name for name in names), by.name])
    return approval


@transaction.atomic
def withdraw_approval(*, plan: Plan, by: Acting) -> None:
    """Take back one's own name, while the second is missing."""
    must_be_ours(plan, by)
    plan = Plan.objects.select_for_update().defer("evidence").get(pk=plan.pk)
    if plan.state == Plan.State.APPROVED:
        raise Refused("This plan is approved by two people, so a name cannot be taken back. Plan again instead.")
    mine = next((name for name in names_under(plan) if name.by_id == by.user.pk), None)
    if mine is None:
        raise Refused("Your name is not under this plan.")
    Approval.objects.create(
        plan=plan, organisation=by.organisation, withdraws=mine, by=by.user, by_name=by.name, by_role=by.role.title
    )
    record_event("plan_approval_withdrawn", target=plan, by=by)
