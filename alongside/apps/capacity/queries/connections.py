"""Which files were sent, and which systems hold a key, of the organisation acting?"""

from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.models import ApiToken, CapacityUpload


def uploads(acting: Acting) -> QuerySet[CapacityUpload]:
    return CapacityUpload.objects.filter(organisation=acting.organisation).defer("content", "returned")


def find_upload(acting: Acting, upload_id: UUID) -> CapacityUpload | None:
    return CapacityUpload.objects.filter(organisation=acting.organisation, pk=upload_id).defer("content").first()


def tokens(acting: Acting) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(organisation=acting.organisation)
