"""Capacity in the words and figures of a page."""

from typing import Any

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission

PAGES = [
    ("Board", "capacity:board", Permission.SEE_CAPACITY),
    ("Sessions", "capacity:list-sessions", Permission.SEE_CAPACITY),
    ("Beds", "capacity:list-beds", Permission.SEE_CAPACITY),
    ("Spreadsheets", "capacity:list-uploads", Permission.OFFER_CAPACITY),
    ("Connections", "capacity:list-tokens", Permission.OFFER_CAPACITY),
]


def section(acting: Acting, current: str) -> list[dict[str, Any]]:
    """The pages about capacity that this person may open."""
    return [
        {"text": text, "href": reverse(name), "current": name == current}
        for text, name, permission in PAGES
        if acting.may(permission)
    ]
