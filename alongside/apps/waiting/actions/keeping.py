"""Small writes beside the list: views somebody keeps, and the record of who looked at whom."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.actions import record_identity_read
from alongside.apps.waiting.models import Pathway, Patient, SavedView


@transaction.atomic
def save_view(*, name: str, query: str, by: Acting) -> SavedView:
    """Keep these filters under a name; the same name again replaces them."""
    view, _ = SavedView.objects.update_or_create(
        user=by.user, organisation=by.organisation, name=name, defaults={"query": query}
    )
    return view


@transaction.atomic
def remove_view(*, view_id: UUID, by: Acting) -> bool:
    """False when it is not one of their own."""
    gone, _ = SavedView.objects.filter(pk=view_id, user=by.user, organisation_id=by.organisation_id).delete()
    return gone > 0


@transaction.atomic
def record_search(*, found: Iterable[Pathway], purpose: str, by: Acting) -> None:
    """Looking for somebody by name or number and finding them is seeing who they are."""
    for patient_id in sorted({one.patient_id for one in found if one.provider_id == by.organisation_id}):
        record_identity_read(patient_id=patient_id, purpose=purpose, page="Find a pathway", by=by)


@transaction.atomic
def see_identity(*, pathway: Pathway, purpose: str, by: Acting) -> Patient | None:
    """Who the patient is, for the organisation that holds the identity; None for any other."""
    patient = Patient.objects.filter(pk=pathway.patient_id, holder_id=by.organisation_id).first()
    if patient is not None:
        record_identity_read(patient_id=patient.pk, purpose=purpose, page="Pathway", by=by)
    return patient
