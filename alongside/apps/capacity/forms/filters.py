"""By what can the board and the list of sessions be narrowed? Sent with GET; nothing here is required."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from alongside.apps.accounts.models import Organisation
from alongside.apps.capacity.facts import FIRST_DAY, LAST_DAY, MEASURES
from alongside.apps.capacity.models import OfferedTo, SessionState
from alongside.apps.capacity.queries import BoardFilter
from alongside.apps.directory.models import Site
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.plain import PlainForm

WEEKS = [("4", "4 weeks"), ("13", "13 weeks"), ("26", "26 weeks")]
SECTORS = [("", "NHS and independent"), ("nhs", "NHS"), ("independent", "Independent")]
Choices = tuple[list[Organisation], list[Site], list[str]]


class DayInput(forms.DateInput):
    input_type = "date"


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day of this century, so that weeks can be counted from it in both directions."""
    limits = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    settings: dict[str, Any] = {"required": False, "widget": DayInput(), "validators": limits}
    return forms.DateField(label=label, **settings | options)


class _CapacityFilter(PlainForm):
    """The four ways in which both can be narrowed."""

    organisation = forms.ChoiceField(label="Organisation", required=False)
    site = forms.ChoiceField(label="Site", required=False)
    function = forms.ChoiceField(label="Treatment function", required=False)
    sector = forms.ChoiceField(label="Sector", required=False, choices=SECTORS)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners, sites, functions = choices
        self.set_choices("organisation", "All organisations", [(str(o.id), o.name) for o in owners])
        self.set_choices("site", "All sites", [(str(s.id), s.name) for s in sites])
        names = [(code, f"{code} {treatment_function_name(code)}") for code in functions]
        self.set_choices("function", "All treatment functions", names)
        for field in self.fields.values():
            field.widget.quiet = True

    def set_choices(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> BoardFilter:
        """What is narrowed to; an answer that is not on offer narrows nothing and is shown as an error."""
        said = getattr(self, "cleaned_data", {})
        return BoardFilter(
            said.get("site") or None, said.get("organisation") or None, said.get("function", ""), said.get("sector", "")
        )


class BoardFilterForm(_CapacityFilter):
    measure = forms.ChoiceField(label="Picture shows", required=False, choices=MEASURES)
    starts = day_field("From the week of")
    weeks = forms.ChoiceField(label="For", required=False, choices=[("", "13 weeks"), *WEEKS[::2]])

    def reads(self, name: str, otherwise: str) -> str:
        return str(getattr(self, "cleaned_data", {}).get(name) or otherwise)

    def starts_on(self, otherwise: date) -> date:
        return getattr(self, "cleaned_data", {}).get("starts") or otherwise


class SessionFilterForm(_CapacityFilter):
    search = forms.CharField(label="Room, site or operation", required=False, max_length=60)
    first = day_field("From")
    last = day_field("To")
    offered_to = forms.ChoiceField(
        label="Offered to", required=False, choices=[("", "Own lists and area"), *OfferedTo.choices]
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Open"), ("withdrawn", SessionState.WITHDRAWN.label)]
    )
    room_left = forms.BooleanField(label="Only sessions with minutes left", required=False)
    stopped = forms.BooleanField(label="Only taken ones whose service has paused or moved", required=False)
    field_order = ["search", "first", "last"]
