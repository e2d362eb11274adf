"""Capacity in the words and figures of a page."""

from typing import Any

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory.models import Site
from alongside.web.query import query

PAGES = [
    ("Board", "capacity:board", Permission.SEE_CAPACITY),
    ("Sessions", "capacity:list-sessions", Permission.SEE_CAPACITY),
    ("Beds", "capacity:list-beds", Permission.SEE_CAPACITY),
    ("Spreadsheets", "capacity:list-uploads", Permission.OFFER_CAPACITY),
    ("Connections", "capacity:list-tokens", Permission.OFFER_CAPACITY),
]


def whose_policy(acting: Acting, host: Organisation, site: Site) -> str:
    """Where to ask whose policy applies there: to our own patient, where we are another's guest."""
    is_guest = acting.organisation_id not in (host.pk, acting.area_id)
    guest = acting.organisation.code if is_guest else None
    return reverse("governance:ask") + query({}, host=host.code, site=site.code, guest=guest)


def section(acting: Acting, current: str) -> list[dict[str, Any]]:
    """The pages about capacity that this person may open."""
    return [
        {"text": text, "href": reverse(name), "current": name == current}
        for text, name, permission in PAGES
        if acting.may(permission)
    ]
