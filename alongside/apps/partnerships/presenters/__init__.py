"""Partnerships in the words of a page."""

from typing import Any

from alongside.apps.agreements.presenters.sections import section
from alongside.apps.agreements.presenters.states import TAG
from alongside.domain.call_tests import Light

__all__ = ["LIGHTS", "TAG", "sections"]

LIGHTS = {Light.GREEN: ("green", "Drilled"), Light.AMBER: ("orange", "Due soon"), Light.RED: ("red", "Red")}


def sections(current: str) -> list[dict[str, Any]]:
    return section(f"partnerships:{current}")
