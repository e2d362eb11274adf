"""Is this partnership ours, does it still hold, and is it still as it was seen?"""

from typing import Any

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError, must_be_allowed
from alongside.apps.partnerships.facts import digest, newest_numbers
from alongside.apps.partnerships.models import Partnership


class Refused(Exception):
    """It cannot be kept; the message says what to do."""


def must_be_a_party(partnership: Partnership, by: Acting) -> None:
    must_be_allowed(by, Permission.WORK_TOGETHER)
    if by.organisation_id not in (partnership.trust_id, partnership.host_id):
        raise NotYoursError("Only the two sides of a partnership may write in it.")


def locked(partnership: Partnership, by: Acting, seen: str | None = None) -> Partnership:
    """Our own partnership as it is now, kept from other writers; refused when it has ended."""
    must_be_a_party(partnership, by)
    kept = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if seen is not None and seen != digest(kept, newest_numbers(kept)):
        raise ChangedMeanwhileError("Somebody else has changed this since you opened the page.")
    if kept.ended_on is not None:
        raise Refused("This partnership has ended: begin a new one instead.")
    return kept


def of(partnership: Partnership, by: Acting) -> dict[str, Any]:
    """What every appended row says of whose it is and who wrote it."""
    return {
        "partnership": partnership,
        "trust_id": partnership.trust_id,
        "host_id": partnership.host_id,
        "area_id": partnership.area_id,
        "by": by.user,
        "by_name": by.name,
    }
