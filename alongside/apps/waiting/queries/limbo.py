"""Is every open pathway on one list (AL-1)? Finds those whose last clock event is another's, or that have none."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from alongside.apps.accounts.access import Acting
from alongside.apps.waiting.models import ClockEvent, OpenState, Pathway, ReportedList
from alongside.apps.waiting.queries.pathways import mine


def limbo(acting: Acting) -> QuerySet[Pathway]:
    """Open pathways that nobody, or somebody else, last spoke for."""
    last = ClockEvent.objects.filter(pathway_id=OuterRef("pk")).order_by("-recorded_at").values("provider_id")[:1]
    found = mine(acting).filter(state=OpenState.OPEN).annotate(last_by=Subquery(last))
    return found.filter(Q(last_by=None) | ~Q(last_by=F("provider_id"))).select_related("provider", "procedure_group")


def count_limbo(acting: Acting) -> int:
    """How many there were at the last nightly check, over the lists that this organisation sees."""
    return ReportedList.objects.aggregate(total=Sum("limbo"))["total"] or 0
