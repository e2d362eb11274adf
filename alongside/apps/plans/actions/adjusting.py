"""Changing a plan by hand: pins and exclusions with a reason, gathered until somebody plans again."""

from collections import Counter
from uuid import UUID

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.models import Site
from alongside.apps.plans.actions.making import make_plan, send_to_worker
from alongside.apps.plans.actions.question import Question
from alongside.apps.plans.actions.refusals import Refused
from alongside.apps.plans.actions.repeating import asked_just_now
from alongside.apps.plans.models import Adjustment, Plan, PlanLine
from alongside.web.words import plural

Kind = Adjustment.Kind
OF_A_PATIENT = (Kind.PIN, Kind.EXCLUDE_PATIENT)


@transaction.atomic
def adjust(
    *,
    plan: Plan,
    kind: str,
    why: str,
    by: Acting,
    pathway_id: UUID | None = None,
    site: Site | None = None,
    treatment_function: str = "",
    week: int | None = None,
) -> Adjustment:
    """Keep a change for the next plan. `week` counts from 0."""
    must_be_ours(plan, by)
    if not plan.has_answer:
        raise Refused("Wait until this plan has been worked out; then change it.")
    if not why.strip():
        raise Refused("Say why, so that everybody who reads the plan understands.")
    if kind in OF_A_PATIENT:
        must_be_on_the_plan(plan, pathway_id)
    values = {"pathway_id": pathway_id, "site": site, "treatment_function": treatment_function, "week": week}
    same = {"pathway_id": pathway_id} if kind in OF_A_PATIENT else values
    kinds = OF_A_PATIENT if kind in OF_A_PATIENT else (kind,)
    if Adjustment.objects.filter(plan=plan, kind__in=kinds, lifted=False, **same).exists():
        raise Refused("There is such a change already. Take it back first to make another.")
    adjustment = Adjustment.objects.create(
        plan=plan, organisation=by.organisation, kind=kind, why=why.strip(), by=by.user, by_name=by.name, **values
    )
    record_event("plan_changed_by_hand", target=plan, by=by, change=adjustment.get_kind_display(), why=why.strip())
    return adjustment


def must_be_ours(plan: Plan, by: Acting) -> None:
    if plan.organisation_id != by.organisation_id:
        raise Refused("Only the organisation that made this plan can change it.")


def must_be_on_the_plan(plan: Plan, pathway_id: UUID | None) -> None:
    if pathway_id is None or not PlanLine.objects.filter(plan=plan, pathway_id=pathway_id).exists():
        raise Refused("This patient is not on this plan.")


@transaction.atomic
def undo_adjustment(*, adjustment: Adjustment, by: Acting) -> None:
    """Take a change back: one that waits is removed, one that the plan was made with is lifted for the next plan."""
    must_be_ours(adjustment.plan, by)
    record_event(
        "plan_change_undone",
        target=adjustment.plan,
        by=by,
        change=adjustment.get_kind_display(),
        why=adjustment.why,
    )
    if adjustment.in_question:
        adjustment.lifted = True
        adjustment.save(update_fields=["lifted"])
    else:
        adjustment.delete()


@transaction.atomic
def plan_again(*, plan: Plan, by: Acting, afresh: bool = False, queue: bool = True) -> Plan:
    """The same question to today's list and capacity, with every change that stands.

    Who need not move keeps their place, unless everything is planned `afresh`. Asked twice at once it is one plan.
    """
    must_be_ours(plan, by)
    if not plan.has_answer:
        raise Refused("Wait until this plan has been worked out; then plan again.")
    question = Question.of(plan)
    already = asked_just_now(question, by, plan, not afresh) if queue else None
    if already:
        return already
    new = make_plan(
        question=question,
        by=by,
        based_on=plan,
        keeps_places=not afresh,
        changes=changes_in_words(plan),
        queue=False,
    )
    copy_adjustments(plan, new)
    if queue:
        send_to_worker(new)
    return new


def changes_in_words(plan: Plan) -> str:
    """Every change by hand that stands, short enough for a name: "without KIMS Hospital, 2 patients left out"."""
    standing = list(plan.adjustments.filter(lifted=False).select_related("site"))
    sites = [one.site.name for one in standing if one.kind == Kind.EXCLUDE_SITE and one.site]
    counts = Counter(one.kind for one in standing)
    said = [f"without {' and '.join(sites)}"] if sites else []
    if counts[Kind.EXCLUDE_SESSIONS]:
        said.append(f"{plural(counts[Kind.EXCLUDE_SESSIONS], 'week')} of sessions left out")
    if counts[Kind.EXCLUDE_PATIENT]:
        said.append(f"{plural(counts[Kind.EXCLUDE_PATIENT], 'patient')} left out")
    if counts[Kind.PIN]:
        said.append(f"{plural(counts[Kind.PIN], 'patient')} kept at a site")
    return ", ".join(said)


def copy_adjustments(old: Plan, new: Plan) -> None:
    """Each with the name of who made it."""
    kept = ("organisation_id", "kind", "pathway_id", "site_id", "treatment_function", "week", "why", "by_id", "by_name")
    for one in Adjustment.objects.filter(plan=old, lifted=False):
        Adjustment.objects.create(plan=new, in_question=True, **{name: getattr(one, name) for name in kept})
