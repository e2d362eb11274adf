"""What every write asks first: may this person do it, is it still as they saw it, was it sent already, who says so?"""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.web.words import long_date

A_SECOND_CLICK = timedelta(minutes=1)


class NotYoursError(PermissionDenied):
    """Only the organisation whose words these are may change them."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved while this person was editing; nothing was written."""


def must_be_allowed(by: Acting, permission: Permission) -> None:
    """NotYoursError when the role acted in lacks the permission."""
    if not by.may(permission):
        raise NotYoursError(f"Your role, {by.role.title}, may not {permission.value}.")


def just_sent(rows: QuerySet[Any], by: Acting, **said: object) -> Any:
    """The newest of `rows` if this person wrote exactly `said` within the last minute: one form sent twice. Else None.

    Ask it while others wait their turn. The same words are kept again once anything else was written between.
    """
    last = rows.order_by("-at").first()
    if last is None or last.by_id != by.user.id or last.at < timezone.now() - A_SECOND_CLICK:
        return None
    return last if all(getattr(last, name) == value for name, value in said.items()) else None


def entered(by: Acting, today: date) -> str:
    """The source of what a person typed in."""
    return f"Entered by {by.name}, {by.organisation.name}, {long_date(today)}"[:300]
