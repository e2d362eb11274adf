"""May this person change this site, and is it still as they saw it?"""

from datetime import date

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError, must_be_allowed
from alongside.apps.directory.facts import SiteRecord, fingerprint, procedure_groups, record_of, with_everything
from alongside.apps.directory.models import Site


def must_be_own(site: Site, by: Acting, permission: Permission) -> None:
    must_be_allowed(by, permission)
    if site.organisation_id != by.organisation_id:
        raise NotYoursError(f"{site.name} is run by another organisation: only it may say what the site can do.")


def lock(site: Site, by: Acting, permission: Permission) -> SiteRecord:
    """The actor's own site as it is now, kept from other writers to the end of the transaction."""
    must_be_own(site, by, permission)
    Site.objects.select_for_update().get(pk=site.pk)
    sites = with_everything(Site.objects.select_related("organisation").filter(pk=site.pk), date.max)
    return record_of(sites.get(), procedure_groups())


def must_be_as_seen(record: SiteRecord, seen: str | None, part: str = "") -> None:
    """`seen` is the fingerprint of the part that the page showed; None when no page was shown."""
    if seen is not None and seen != fingerprint(record, part):
        raise ChangedMeanwhileError(f"What is held of {record.site.name} has changed since you opened the page.")
