"""Which systems, who does what, and which rules keep patients from a place?"""

from django.db.models import F, Prefetch, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.directory.models import SiteService
from alongside.apps.governance.facts import rules_of_area
from alongside.apps.governance.models import Barrier, BarrierCount, BarrierStep, Responsibility, SystemUse
from alongside.apps.regulations import queries as regulations
from alongside.apps.regulations.models import DifferenceVersion
from alongside.domain.treatment_functions import treatment_function_name


def systems(acting: Acting) -> QuerySet[SystemUse]:
    """Which systems each organisation of the area uses."""
    return SystemUse.objects.filter(area_id=acting.area_id).select_related("organisation", "partner")


def responsibilities(acting: Acting) -> QuerySet[Responsibility]:
    """Who does what, for each pathway between two organisations of the area, step by step."""
    return Responsibility.objects.filter(area_id=acting.area_id).select_related("organisation", "partner")


def pathways(acting: Acting) -> list[tuple[str, str]]:
    """What sites of the area do, as keys and names: each specialty as a whole, then each procedure group of it."""
    rows = SiteService.objects.filter(site__area_id=acting.area_id).values_list(
        "treatment_function", "procedure_group", "procedure_group__name"
    )
    found = {(function, group or "", name or "") for function, group, name in rows}
    found |= {(function, "", "") for function, _, _ in found}
    named = sorted((treatment_function_name(function), name, f"{function}/{group}") for function, group, name in found)
    return [(key, f"{whole}: {name}" if name else whole) for whole, name, key in named]


def barriers(acting: Acting) -> QuerySet[Barrier]:
    """Every barrier of the area with its newest count as `latest`, a list of one or none.

    A plan of one specialty or one trust says little of a barrier, and another rule's cases are not this one's.
    """
    whole = BarrierCount.objects.filter(whole_list=True, counted_by=F("barrier__counted_by"))
    newest = whole.order_by("barrier_id", "-on", "-at").distinct("barrier_id")
    found = Barrier.objects.filter(area_id=acting.area_id).select_related("organisation", "difference")
    return found.prefetch_related(Prefetch("counts", newest, to_attr="latest"))


def counts_of(acting: Acting, barrier: Barrier) -> QuerySet[BarrierCount]:
    """What each plan counted, newest first."""
    return BarrierCount.objects.filter(area_id=acting.area_id, barrier=barrier)


def steps_of(acting: Acting, barrier: Barrier) -> QuerySet[BarrierStep]:
    """Its history, first step first."""
    return BarrierStep.objects.filter(area_id=acting.area_id, barrier=barrier)


def countable(acting: Acting) -> frozenset[str]:
    """The rules of the area's own that plans count, beside those of the house."""
    return rules_of_area(acting.area_id)


def differences(acting: Acting) -> QuerySet[DifferenceVersion]:
    """What independent hospitals of the area may not do, of which a barrier may come."""
    return regulations.differences(acting)
