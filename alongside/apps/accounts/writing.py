"""What every write asks first: may this person do it, is it still as they saw it, and who says so?"""

from datetime import date

from django.core.exceptions import PermissionDenied

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.web.words import long_date


class NotYoursError(PermissionDenied):
    """Only the organisation whose words these are may change them."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved while this person was editing; nothing was written."""


def must_be_allowed(by: Acting, permission: Permission) -> None:
    """NotYoursError when the role acted in lacks the permission."""
    if not by.may(permission):
        raise NotYoursError(f"Your role, {by.role.title}, may not {permission.value}.")


def entered(by: Acting, today: date) -> str:
    """The source of what a person typed in."""
    return f"Entered by {by.name}, {by.organisation.name}, {long_date(today)}"[:300]
