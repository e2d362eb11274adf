"""Is this person of one of the two organisations, and may their role keep what the two do together?"""

from datetime import date

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import NotYoursError, entered, must_be_allowed
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.models import OfPair


class Refused(Exception):
    """It cannot be kept; the message says what to do."""


def must_be_a_side(pair: Pair, by: Acting, permission: Permission = Permission.WORK_TOGETHER) -> None:
    must_be_allowed(by, permission)
    if pair.side(by.organisation_id) is None:
        raise NotYoursError("Only the two organisations that meet may write this.")


def pair_in(row: OfPair) -> Pair:
    return Pair(row.trust, row.host)


def kept_by(pair: Pair, by: Acting, today: date) -> dict[str, object]:
    """What every row of a pair carries: whose it is, who wrote it, and its source."""
    said = {"organisation": by.organisation, "by": by.user, "by_name": by.name, "source": entered(by, today)}
    return {**pair.columns, **said}
