"""Which approved plans cannot be carried out beside this one (AL-9)?

Two plans are in conflict when both place the same patient, or both use theatre time of the same site, specialty and
week: neither knows of the other, so the same hour would be promised twice.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from alongside.apps.plans.facts.approvals import names_under
from alongside.apps.plans.models import Plan

DAYS = 7
# Weeks are numbered from each plan's own first Monday.
PATIENTS = """
SELECT count(*) FROM plans_planline a JOIN plans_planline b USING (pathway_id)
WHERE a.plan_id = %(a)s AND b.plan_id = %(b)s AND a.site_id IS NOT NULL AND b.site_id IS NOT NULL
"""
WEEKS = """
SELECT count(*) FROM (
  SELECT site_id, treatment_function, week FROM plans_planline WHERE plan_id = %(a)s AND site_id IS NOT NULL
  INTERSECT
  SELECT site_id, treatment_function, week + %(later)s FROM plans_planline
  WHERE plan_id = %(b)s AND site_id IS NOT NULL
) both_use
"""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An approved plan with what both claim; `names` are the people who approved it."""

    plan: Plan
    patients: int
    weeks: int
    names: tuple[str, ...]


def conflicts(plan: Plan) -> list[Conflict]:
    """The approved plans of the same board that claim a patient or a site's week that this one claims too."""
    approved = Plan.objects.filter(organisation_id=plan.organisation_id, state=Plan.State.APPROVED).exclude(pk=plan.pk)
    found = [conflict(plan, other) for other in approved.defer("summary", "evidence").order_by("made_at")]
    return [one for one in found if one.patients or one.weeks]


def conflict(plan: Plan, other: Plan) -> Conflict:
    asked: dict[str, Any] = {"a": plan.pk, "b": other.pk, "later": (other.starts_on - plan.starts_on).days // DAYS}
    with connection.cursor() as cursor:
        cursor.execute(PATIENTS, asked)
        patients = cursor.fetchone()[0]
        cursor.execute(WEEKS, asked)
        weeks = cursor.fetchone()[0]
    return Conflict(other, patients, weeks, tuple(name.by_name for name in names_under(other)))
