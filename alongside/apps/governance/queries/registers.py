"""Which systems, who does what, and which rules keep patients from a place?"""

from django.db.models import Prefetch, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.governance.models import Barrier, BarrierCount, Responsibility, SystemUse
from alongside.apps.regulations import queries as regulations
from alongside.apps.regulations.models import DifferenceVersion


def systems(acting: Acting) -> QuerySet[SystemUse]:
    """Which systems each organisation of the area uses."""
    return SystemUse.objects.filter(area_id=acting.area_id).select_related("organisation", "partner")


def responsibilities(acting: Acting) -> QuerySet[Responsibility]:
    """Who does what, for each pathway between two organisations of the area, step by step."""
    return Responsibility.objects.filter(area_id=acting.area_id).select_related("organisation", "partner")


def barriers(acting: Acting) -> QuerySet[Barrier]:
    """Every barrier of the area with its newest count as `latest`, a list of one or none."""
    newest = BarrierCount.objects.order_by("barrier_id", "-on", "-at").distinct("barrier_id")
    found = Barrier.objects.filter(area_id=acting.area_id).select_related("organisation", "difference")
    return found.prefetch_related(Prefetch("counts", newest, to_attr="latest"))


def counts_of(acting: Acting, barrier: Barrier) -> QuerySet[BarrierCount]:
    """What each plan counted, newest first."""
    return BarrierCount.objects.filter(area_id=acting.area_id, barrier=barrier)


def differences(acting: Acting) -> QuerySet[DifferenceVersion]:
    """What independent hospitals of the area may not do, of which a barrier may come."""
    return regulations.differences(acting)
