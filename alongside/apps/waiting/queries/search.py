"""Which pathway does somebody mean, by its identifier or, for those who may see identity, by who the patient is?"""

import re
from uuid import UUID

from django.db.models import Q

from alongside.apps.accounts.access import Acting
from alongside.apps.waiting.models import Pathway, Patient
from alongside.apps.waiting.queries.pathways import mine
from alongside.domain.identifiers import is_valid_nhs_number

MOST = 200


def find_pathways(acting: Acting, text: str, *, by_identity: bool) -> list[Pathway]:
    """At most 200 pathways, open or closed. Identity is looked into only when `by_identity`, and only our own."""
    words = " ".join(text.replace("\0", "").split())
    if not words:
        return []
    wanted = Q(pathway_identifier__iexact=words.replace(" ", "")) | Q(referral_identifier__iexact=words)
    if by_identity:
        wanted |= Q(patient_id__in=patients(acting.organisation_id, words))
    return list(mine(acting).filter(wanted).order_by("clock_start", "id")[:MOST])


def patients(holder_id: UUID, words: str) -> list[UUID]:
    """By NHS number, local number, family name, or given and family name in either order."""
    digits = re.sub(r"[\s-]", "", words)
    wanted = Q(local_patient_identifier__iexact=words)
    if is_valid_nhs_number(digits):
        wanted |= Q(nhs_number=digits)
    given, _, family = words.replace(",", " ").rpartition(" ")
    wanted |= Q(family_name__iexact=words)
    if given:
        wanted |= Q(given_name__iexact=given.strip(), family_name__iexact=family)
        wanted |= Q(given_name__iexact=family, family_name__iexact=given.strip())
    return list(Patient.objects.filter(wanted, holder_id=holder_id).values_list("pk", flat=True)[:MOST])
