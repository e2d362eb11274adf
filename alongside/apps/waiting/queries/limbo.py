"""Is every open pathway on one list (AL-1)? Finds those whose last clock event is another's, or that have none."""

from django.db.models import QuerySet, Sum

from alongside.apps.accounts.access import Acting
from alongside.apps.waiting.facts import on_no_list
from alongside.apps.waiting.models import Pathway, ReportedList
from alongside.apps.waiting.queries.pathways import mine


def limbo(acting: Acting) -> QuerySet[Pathway]:
    """Open pathways that nobody, or somebody else, last spoke for."""
    return on_no_list(mine(acting)).select_related("provider", "procedure_group")


def count_limbo(acting: Acting) -> int:
    """How many there were at the last nightly check, over the lists that this organisation sees."""
    return ReportedList.objects.aggregate(total=Sum("limbo"))["total"] or 0
