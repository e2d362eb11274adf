"""Where would you send this patient?"""

from typing import Any

from django import forms

from alongside.domain.clinician_check import NONE_OF_THESE, Asked
from alongside.web.plain import PlainForm


class CheckForm(PlainForm):
    site = forms.ChoiceField(
        label="Where would you send this patient?",
        widget=forms.RadioSelect(),
        error_messages={"required": "Select where you would send this patient"},
    )

    def __init__(self, data: Any = None, *, asked: Asked) -> None:
        super().__init__(data)
        options = [(option.site, f"{option.name}{far(option.km)}") for option in asked.options]
        self.fields["site"].choices = [*options, (NONE_OF_THESE, "None of these would take them")]  # type: ignore[attr-defined]


def far(km: float | None) -> str:
    """
    >>> far(12.4), far(None)
    (', 12 km', '')
    """
    return "" if km is None else f", {km:.0f} km"
