"""A named person says that what the directory holds of their site is true today."""

from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.actions.ownership import lock, must_be_as_seen
from alongside.apps.directory.facts import held
from alongside.apps.directory.models import Attestation, Site


@transaction.atomic
def attest(*, site: Site, seen: str, note: str = "", by: Acting, today: date) -> Attestation:
    """Attest exactly what the person was shown: ChangedMeanwhileError when it is no longer what is held."""
    record = lock(site, by, Permission.ATTEST)
    must_be_as_seen(record, seen)
    covers = held(record)
    attestation = Attestation.objects.create(
        site=site,
        organisation=site.organisation,
        on=today,
        by=by.user,
        by_name=by.name,
        by_role=by.role.title,
        note=note,
        covers=covers,
    )
    record_event("directory.attested", target=site, by=by, covers=seen, note=note)
    return attestation
