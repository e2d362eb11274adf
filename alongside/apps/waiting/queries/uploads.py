"""Which files were sent, what became of them, and which views did somebody keep?"""

from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.waiting.models import OpenState, Pathway, SavedView, WaitingListUpload
from alongside.apps.waiting.queries.pathways import mine


def uploads(acting: Acting) -> QuerySet[WaitingListUpload]:
    """Without the files themselves."""
    heavy = ("content", "returned", "absent", "headings", "mapping", "warnings")
    return WaitingListUpload.objects.filter(organisation_id=acting.organisation_id).defer(*heavy)


def upload(acting: Acting, upload_id: UUID) -> WaitingListUpload | None:
    """Without the file itself; `is_kept` says whether it is still here."""
    found = WaitingListUpload.objects.filter(organisation_id=acting.organisation_id, pk=upload_id)
    return found.annotate(is_kept=Q(content__isnull=False)).defer("content").first()


def absent_pathways(acting: Acting, sent: WaitingListUpload) -> QuerySet[Pathway]:
    """Open here, missing from that file, and still open: each waits for somebody's decision (AL-1)."""
    still_open = mine(acting).filter(pk__in=sent.absent, state=OpenState.OPEN)
    return still_open.select_related("provider", "procedure_group").order_by("clock_start", "pk")


def saved_views(acting: Acting) -> list[SavedView]:
    return list(SavedView.objects.filter(user=acting.user, organisation_id=acting.organisation_id))
