"""May this person write this, and is it still as they saw it?"""

from datetime import date

from django.core.exceptions import PermissionDenied

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.web.words import long_date


class NotYoursError(PermissionDenied):
    """Only the organisation whose words these are may change them."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved while this person was editing; nothing was written."""


class Refused(Exception):
    """It cannot be kept; the message says what to do."""


def must_be_allowed(by: Acting, permission: Permission) -> None:
    if not by.may(permission):
        raise NotYoursError(f"Your role, {by.role.title}, may not {permission.value}.")


def must_be_ours(organisation_id: object, by: Acting, permission: Permission) -> None:
    must_be_allowed(by, permission)
    if organisation_id != by.organisation_id:
        raise NotYoursError("These are another organisation’s words: only it may change them.")


def must_be_as_seen(digest: str, seen: str | None) -> None:
    """`seen` is the digest of what the page showed; None when no page was shown."""
    if seen is not None and seen != digest:
        raise ChangedMeanwhileError("Somebody else has changed this since you opened the page.")


def entered(by: Acting, today: date) -> str:
    return f"Entered by {by.name}, {by.organisation.name}, {long_date(today)}"[:300]
