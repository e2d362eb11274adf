"""What somebody fills in to say how many beds they offer on which nights."""

from calendar import day_name
from datetime import date, timedelta
from typing import Any

from django import forms

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.facts import FIRST_DAY, LAST_DAY, MOST_BEDS
from alongside.apps.capacity.forms.filters import day_field
from alongside.apps.capacity.forms.sessions import choose_own_site
from alongside.apps.directory.models import Site
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm

DAYS = [(str(index), name) for index, name in enumerate(day_name)]
MOST_NIGHTS = 366


class SetBedsForm(PlainForm):
    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none(), empty_label="Choose a site")
    level = forms.ChoiceField(label="Level of care", choices=Site.CriticalCare.choices)
    beds = forms.IntegerField(
        label="Beds offered each night", min_value=0, max_value=MOST_BEDS, help_text="0 takes the nights off the board"
    )
    first = DayMonthYearField(label="First night", earliest=FIRST_DAY, latest=LAST_DAY)
    last = DayMonthYearField(
        label="Last night",
        required=False,
        earliest=FIRST_DAY,
        latest=LAST_DAY,
        help_text="Leave it empty for one night",
    )
    days = forms.MultipleChoiceField(
        label="Nights of", choices=DAYS, widget=forms.CheckboxSelectMultiple, initial=[day for day, _ in DAYS]
    )

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_own_site(self, acting)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last") or said.get("first")
        if first and last and last < first:
            self.add_error("last", "Last night must be on or after the first night")
        elif first and last and (last - first).days >= MOST_NIGHTS:
            self.add_error("last", "Last night must be within a year of the first night")
        elif first and last and said.get("days") and not self.nights:
            self.add_error("days", "None of these days is between the first and the last night")
        return said

    @property
    def nights(self) -> list[date]:
        said = self.cleaned_data
        count = ((said.get("last") or said["first"]) - said["first"]).days + 1
        nights = [said["first"] + timedelta(days=day) for day in range(count)]
        return [night for night in nights if str(night.weekday()) in said["days"]]


class BedFilterForm(PlainForm):
    month = day_field(
        "Month",
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m"),
        help_text="Year and month, like 2026-02",
    )
    site = forms.ChoiceField(label="Site", required=False)
    level = forms.ChoiceField(
        label="Level of care",
        required=False,
        choices=[("", "All levels"), *((str(value), label) for value, label in Site.CriticalCare.choices)],
    )

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", "All sites"), *[(str(s.id), s.name) for s in sites]]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.quiet = True
