"""Which plan needs this person?"""

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.directory import queries as directory
from alongside.apps.insight.today.need import Need
from alongside.apps.plans import queries as plans
from alongside.apps.plans.models import Plan
from alongside.domain.plan_sharing import SMALLEST, is_small


def show(plan: Plan) -> str:
    return reverse("plans:show-plan", args=[plan.pk])


def plans_to_approve(acting: Acting) -> Need | None:
    found = list(plans.plans_waiting_for_approval(acting))
    href = show(found[0]) if len(found) == 1 else reverse("plans:list-plans")
    text = "One name is under it; yours would be the second"
    return Need("Plans to approve", text, href, len(found)) if found else None


def plan_to_read(acting: Acting) -> Need | None:
    plan = plans.latest_plan(acting)
    if plan is None:
        return None
    text = f"of {plan.waiting:,} patients have a place in “{plan.name}”; each of the rest has a reason"
    return Need("The newest plan", text, show(plan), plan.placed)


def first_plan(acting: Acting) -> Need | None:
    if plans.plans(acting).exists():
        return None
    text = "There is a list and there is capacity; no plan has been made from them"
    return Need("Make the first plan", text, reverse("plans:new-plan"))


def proposed_for_our_sites(acting: Acting) -> Need | None:
    """How many the newest plan proposes for our own sites, as the plan's own page tells it (PLN-5, PLN-6)."""
    plan = plans.latest_plan(acting)
    if plan is None:
        return None
    own = directory.sites_of_area(acting).filter(organisation_id=acting.organisation_id)
    found = plans.proposed_at(acting, plan, set(own.values_list("code", flat=True)))
    if found.count < SMALLEST:
        return None
    is_told = found.review is not None and found.review >= SMALLEST and not is_small(found.count - found.review)
    first = f", {found.review} of them to be reviewed at the site first" if is_told else ""
    more = "" if found.is_all else ". Others are not counted here: they are few, or their hospital does not share it"
    text = f"Patients proposed for your sites in the newest plan{first}{more}. Nobody has been offered a place yet"
    return Need("Proposed for your sites", text, show(plan), found.count)
