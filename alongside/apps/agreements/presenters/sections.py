"""The pages about agreeing and working together, as the navigation that each of them shows."""

from typing import Any

from django.urls import reverse

PAGES = [
    ("Agreements", "agreements:list-agreements"),
    ("Partnerships", "partnerships:list-partnerships"),
    ("Proposals", "partnerships:list-proposals"),
    ("Map", "partnerships:show-map"),
    ("Team spaces", "meetings:list-spaces"),
    ("Meetings", "meetings:list-pairs"),
    ("Actions", "meetings:list-actions"),
    ("Problems", "meetings:list-problems"),
    ("How we work", "meetings:list-ways"),
]


def section(current: str) -> list[dict[str, Any]]:
    return [{"text": text, "href": reverse(name), "current": name == current} for text, name in PAGES]
