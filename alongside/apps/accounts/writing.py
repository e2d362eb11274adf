"""What every write asks first: may this person do it, is it still as they saw it, was it sent already, who says so?"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import connection

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


def take_turns(by: Acting) -> None:
    """Others of this organisation who write so wait until this transaction ends: what was sent twice is then seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"writing:{by.organisation_id}"])


def entered(by: Acting, today: date) -> str:
    """The source of what a person typed in."""
    return f"Entered by {by.name}, {by.organisation.name}, {long_date(today)}"[:300]
