"""How many patients of each provider has a plan left without a place, by procedure group?"""

from collections import defaultdict
from uuid import UUID

from django.db.models import Count

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.plans.models import Plan, PlanLine


def without_a_place(acting: Acting, plan: Plan) -> dict[UUID, dict[str, int]]:
    """Counts by provider and procedure group, of the lines that may be seen: one's own, or a board's whole area.

    Nothing for those who may not see plans.
    """
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    if not acting.may(Permission.SEE_PLANS):
        return {}
    lines = PlanLine.objects.filter(plan=plan, site=None).order_by()
    for provider, group, count in lines.values_list("provider_id", "procedure_group").annotate(Count("id")):
        found[provider][group] = count
    return dict(found)
