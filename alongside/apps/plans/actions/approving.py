"""Two different people put their names under a plan (M-28). Names are rows that nobody can change.

Of plans that claim the same patients or the same theatre time one alone is approved: the second name under a newer one
ends the approval of the older, and both say so (AL-9).
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.actions import record_event
from alongside.apps.plans.actions.adjusting import must_be_ours
from alongside.apps.plans.actions.refusals import Refused
from alongside.apps.plans.facts.approvals import names_under
from alongside.apps.plans.facts.changes import changed_since
from alongside.apps.plans.facts.conflicts import conflicts
from alongside.apps.plans.facts.holding import no_longer_agreed, no_longer_holds
from alongside.apps.plans.models import Approval, Plan

NAMES_NEEDED = 2


@transaction.atomic
def approve(*, plan: Plan, by: Acting, today: date, note: str = "", replaces: Iterable[UUID] = ()) -> Approval:
    """Put a name under a plan; the second different person's completes it. What has changed since is kept with it.

    `replaces` are the approved plans that this person was told it takes the place of: no others are replaced.
    """
    must_be_ours(plan, by)
    plan = locked(plan)
    must_be_ready(plan)
    names = names_under(plan)
    if any(name.by_id == by.user.pk for name in names):
        raise Refused("Your name is already under this plan. A different person must give the second.")
    must_hold(plan, by, today)
    older = conflicts(plan)
    if untold := {one.plan.pk for one in older} - set(replaces):
        said = " and ".join(f"“{one.plan.name}”" for one in older if one.plan.pk in untold)
        raise Refused(
            f"{said} is approved and claims the same patients or theatre time. Look at what approving this plan "
            "replaces; then put your name under it."
        )
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
        replaced = [one.plan.name for one in older]
        names_given = [*(name.by_name for name in names), by.name]
        record_event("plan_approved", target=plan, by=by, names=names_given, replaces=replaced)
        for one in older:
            replace(one.plan, plan, by)
    return approval


def must_be_ready(plan: Plan) -> None:
    if plan.state == Plan.State.APPROVED:
        raise Refused("This plan is already approved by two people.")
    if plan.state == Plan.State.REPLACED:
        raise Refused("Another plan has been approved in place of this one. Plan again instead.")
    if plan.state != Plan.State.READY:
        raise Refused("This plan has not been worked out, so it cannot be approved.")


def must_hold(plan: Plan, by: Acting, today: date) -> None:
    """Every place still rests on an agreement in force (AL-3), at a site that takes patients then (DIR-1, DIR-3)."""
    if gone := no_longer_holds(by, plan, today) or no_longer_agreed(by, plan, today):
        raise Refused(f"{' '.join(one.words for one in gone)} Plan again.")


def locked(plan: Plan) -> Plan:
    """The plan as it is now. All that could be approved are held, so that two in conflict are not approved at once."""
    could_be = Plan.objects.filter(
        organisation_id=plan.organisation_id, state__in=[Plan.State.READY, Plan.State.APPROVED]
    )
    list(could_be.select_for_update().order_by("pk").values_list("pk"))
    return Plan.objects.select_for_update().defer("evidence").get(pk=plan.pk)


def replace(older: Plan, newer: Plan, by: Acting) -> None:
    """End the approval of `older`; its names and lines stay as they are."""
    Plan.objects.filter(pk=older.pk).update(state=Plan.State.REPLACED, replaced_by=newer)
    record_event("plan_replaced", target=older, by=by, replaced_by=newer.name, plan_id=str(newer.pk))


@transaction.atomic
def withdraw_approval(*, plan: Plan, by: Acting) -> None:
    """Take back one's own name, while the second is missing."""
    must_be_ours(plan, by)
    plan = Plan.objects.select_for_update().defer("evidence").get(pk=plan.pk)
    if plan.state in {Plan.State.APPROVED, Plan.State.REPLACED}:
        raise Refused("This plan is approved by two people, so a name cannot be taken back. Plan again instead.")
    mine = next((name for name in names_under(plan) if name.by_id == by.user.pk), None)
    if mine is None:
        raise Refused("Your name is not under this plan.")
    Approval.objects.create(
        plan=plan, organisation=by.organisation, withdraws=mine, by=by.user, by_name=by.name, by_role=by.role.title
    )
    record_event("plan_approval_withdrawn", target=plan, by=by)
