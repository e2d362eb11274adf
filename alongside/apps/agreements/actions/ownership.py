"""Which side of an agreement does this person act for, and is it still as they saw it?"""

from uuid import UUID

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import must_be_allowed
from alongside.apps.agreements.facts import AgreementRecord, records_of, side_of
from alongside.apps.agreements.models import Agreement, AgreementVersion
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.domain.agreement_state import Side


def must_be_a_side(agreement: Agreement | AgreementVersion, by: Acting, permission: Permission) -> Side:
    """The side acted for; PermissionDenied for a role that may not, AGR-12 for a third organisation."""
    must_be_allowed(by, permission)
    side = side_of(agreement, by.organisation_id)
    if side is None:
        raise AgreementRefused("AGR-12", "Only the two organisations of an agreement may do this.")
    return side


def locked(agreement_id: UUID) -> AgreementRecord:
    """The agreement as it is now, kept from other writers to the end of the transaction."""
    list(AgreementVersion.objects.select_for_update().filter(agreement=agreement_id).order_by("number"))
    return records_of(Agreement.objects.filter(pk=agreement_id))[0]
