"""What was done, in words: the deed, the kind of thing it was done to, and the way to that thing's page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import NoReverseMatch, resolve, reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.models import Event
from alongside.web.tables import Column

EVENT_COLUMNS = [
    Column("at", "When", "moment"),
    Column("by_name", "Who"),
    Column("what", "What"),
    Column("thing", "To what", link="href"),
]
# The kind of thing, and the name of its page's address; "" where it has none. A name, so that no app is imported.
THINGS = {
    "accounts.membership": ("Somebody’s role", ""),
    "accounts.organisation": ("Organisation", ""),
    "capacity.bednight": ("Beds of a night", ""),
    "capacity.bedbooking": ("Bed held for a patient", ""),
    "capacity.sessionbooking": ("Minutes of a session", ""),
    "capacity.theatresession": ("Theatre session", "capacity:show-session"),
    "capacity.capacityupload": ("Capacity spreadsheet", "capacity:show-upload"),
    "capacity.apitoken": ("Key of a system", ""),
    "directory.site": ("Site", "directory:show-site"),
    "plans.plan": ("Plan", "plans:show-plan"),
    "waiting.pathway": ("Pathway", "waiting:show-pathway"),
    "waiting.waitinglistupload": ("Waiting list file", "waiting:show-upload"),
}


def event_rows(events: Iterable[Event], by: Acting) -> Iterator[dict[str, Any]]:
    """A thing is a link only for somebody whose role may open its page."""
    return (
        {
            "at": event.at,
            "by_name": event.by_name,
            "what": deed(event.kind),
            "thing": THINGS.get(event.target_type, (plain(event.target_type), ""))[0],
            "href": address_for(by, event),
        }
        for event in events
    )


def deed(kind: str) -> str:
    """
    >>> deed("directory.criteria_saved"), deed("plan_approved")
    ('Criteria saved', 'Plan approved')
    """
    return kind.rpartition(".")[2].replace("_", " ").capitalize()


def plain(target_type: str) -> str:
    return target_type.rpartition(".")[2].capitalize()


def address_for(by: Acting, event: Event) -> str:
    href = address(event.target_type, event.target_id)
    view = getattr(resolve(href).func, "view_class", None) if href else None
    return href if view is not None and by.may(view.permission) else ""


def address(target_type: str, target_id: str) -> str:
    name = THINGS.get(target_type, ("", ""))[1]
    try:
        return reverse(name, args=[target_id]) if name else ""
    except NoReverseMatch:
        return ""
