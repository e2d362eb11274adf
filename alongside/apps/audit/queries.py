"""What was done and what was read, for one organisation."""

from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.audit.models import Event, IdentityRead


def events(organisation_id: UUID) -> QuerySet[Event]:
    return Event.objects.filter(organisation_id=organisation_id).select_related("by")


def events_of(organisation_id: UUID, target_id: object) -> QuerySet[Event]:
    """What this organisation did to one thing, newest first."""
    return events(organisation_id).filter(target_id=str(target_id))


def identity_reads(organisation_id: UUID, patient_id: UUID) -> QuerySet[IdentityRead]:
    """Who in this organisation saw this patient's identity, newest first."""
    return IdentityRead.objects.filter(organisation_id=organisation_id, patient_id=patient_id)
