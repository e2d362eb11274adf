"""Partnerships in the words of a page."""

from typing import Any

from markupsafe import Markup

from alongside.apps.agreements.presenters.sections import section
from alongside.domain.call_tests import Light

TAG = Markup('<strong class="nhsuk-tag nhsuk-tag--{} al-tag">{}</strong>')
LIGHTS = {Light.GREEN: ("green", "Drilled"), Light.AMBER: ("orange", "Due soon"), Light.RED: ("red", "Red")}


def sections(current: str) -> list[dict[str, Any]]:
    return section(f"partnerships:{current}")
