"""May this person change this site, and is it still as they saw it?"""

from datetime import date

from django.core.exceptions import PermissionDenied

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory.facts import SiteRecord, fingerprint, procedure_groups, record_of, with_everything
from alongside.apps.directory.models import Site
from alongside.web.words import long_date


class NotYourSiteError(PermissionDenied):
    """Only the organisation that runs a site may say what it can do."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved while this person was editing; nothing was written."""


def must_be_own(site: Site, by: Acting, permission: Permission) -> None:
    if not by.may(permission):
        raise NotYourSiteError(f"Your role, {by.role.title}, may not {permission.value}.")
    if site.organisation_id != by.organisation_id:
        raise NotYourSiteError(f"{site.name} is run by another organisation: only it may say what the site can do.")


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


def entered(by: Acting, today: date) -> str:
    return f"Entered by {by.name}, {by.organisation.name}, {long_date(today)}"[:300]
