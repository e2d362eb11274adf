"""Governance in the words of a page."""

import re
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.domain.call_tests import Light

TAG = Markup('<strong class="nhsuk-tag nhsuk-tag--{} al-tag">{}</strong>')
LIGHTS = {Light.GREEN: ("green", "Answered"), Light.AMBER: ("orange", "Due soon"), Light.RED: ("red", "Not relied on")}
PAGES = [
    ("Whose policy", "governance:ask"),
    ("Contacts and test calls", "governance:list-contacts"),
    ("Our policies", "governance:list-policies"),
    ("IT systems", "governance:list-systems"),
    ("Who does what", "governance:list-responsibilities"),
    ("Barriers", "governance:list-barriers"),
]


def section(current: str) -> list[dict[str, Any]]:
    return [{"text": text, "href": reverse(name), "current": name == current} for text, name in PAGES]


def tel(phone: str) -> str:
    """The address that a telephone dials.

    >>> tel("01632 960 411 ext 22")
    'tel:01632960411;ext=22'
    """
    number, _, extension = phone.partition("ext")
    inside = re.sub(r"\D", "", extension)
    return f"tel:{re.sub(r'[^0-9+]', '', number)}{f';ext={inside}' if inside else ''}"


def light_tag(light: Light) -> Markup:
    return TAG.format(*LIGHTS[light])
