"""What somebody fills in to offer, change or withdraw a session."""

from typing import Any

from django import forms

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.facts import FIRST_DAY, LAST_DAY, SessionTerms, local_start, tidy_room
from alongside.apps.capacity.models import OfferedTo, TheatreSession
from alongside.apps.capacity.queries import own_sites
from alongside.apps.directory.facts import procedure_groups
from alongside.apps.directory.models import Site
from alongside.domain.treatment_functions import NAMES, REPORTED, treatment_function_name
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm

FUNCTIONS = [
    ("Reported functions", [(code, f"{code} {REPORTED[code]}") for code in sorted(REPORTED)]),
    ("Other functions", [(code, f"{code} {NAMES[code]}") for code in sorted(set(NAMES) - set(REPORTED))]),
]


class SessionForm(PlainForm):
    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none(), empty_label="Choose a site")
    room = forms.CharField(label="Theatre or room", max_length=60, help_text="For example, Theatre 2")
    on = DayMonthYearField(label="Date", earliest=FIRST_DAY, latest=LAST_DAY)
    start = forms.TimeField(
        label="Start time",
        input_formats=["%H:%M", "%H.%M", "%H%M", "%H:%M:%S"],
        help_text="For example, 08:30",
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": "Start time must be a time of the 24-hour clock, like 08:30"},
    )
    minutes = forms.IntegerField(
        label="Length in minutes", min_value=1, max_value=1440, help_text="A session of four hours is 240"
    )
    treatment_function = forms.ChoiceField(label="Treatment function", choices=[("", "Choose one"), *FUNCTIONS])
    procedure_group = forms.ChoiceField(
        label="Only for these operations", required=False, help_text="Leave it open to take any of the function"
    )
    offered_to = forms.ChoiceField(
        label="Who may use it", choices=OfferedTo.choices, widget=forms.RadioSelect, initial=OfferedTo.AREA
    )

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = procedure_groups()
        choose_own_site(self, acting)
        self.fields["procedure_group"].choices = [("", "Any of the treatment function"), *self.groups_by_function()]  # type: ignore[attr-defined]

    def groups_by_function(self) -> list[tuple[str, list[tuple[str, str]]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for group in self.groups.values():
            found.setdefault(group.treatment_function, []).append((group.code, group.name))
        return [(treatment_function_name(code), names) for code, names in sorted(found.items())]

    def clean_room(self) -> str:
        return tidy_room(self.cleaned_data["room"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        group = self.groups.get(said.get("procedure_group", ""))
        if group and said.get("treatment_function") and group.treatment_function != said["treatment_function"]:
            name = treatment_function_name(group.treatment_function)
            self.add_error("procedure_group", f"{group.name} belongs to {name}. Choose one of the same function")
        return said

    @property
    def terms(self) -> SessionTerms:
        said = self.cleaned_data
        return SessionTerms(
            site=said["site"],
            on=said["on"],
            start=said["start"],
            minutes=said["minutes"],
            room=said["room"],
            treatment_function=said["treatment_function"],
            procedure_group=self.groups.get(said["procedure_group"]),
            offered_to=said["offered_to"],
        )


def choose_own_site(form: forms.Form, acting: Acting) -> None:
    """Our own sites; the only one is chosen already."""
    sites = own_sites(acting)
    form.fields["site"].queryset = sites  # type: ignore[attr-defined]
    if len(sites) == 1:
        form.initial.setdefault("site", sites[0].pk)


class AddSessionForm(SessionForm):
    weeks = forms.IntegerField(
        label="Repeat for this many weeks",
        min_value=1,
        max_value=53,
        initial=1,
        help_text="1 is this date only; 6 is this date and the same day of the next 5 weeks",
    )


class WithdrawForm(PlainForm):
    why = forms.CharField(
        label="Why is it withdrawn?", max_length=300, help_text="Everybody in the area who could use it sees this"
    )
    release_bookings = forms.BooleanField(label="Release what is held or booked too", required=False)

    def __init__(self, *args: Any, has_bookings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_bookings:
            del self.fields["release_bookings"]


def initial_of(session: TheatreSession) -> dict[str, Any]:
    """A session as the answers of its form."""
    return {
        "site": session.site_id,
        "room": session.room,
        "on": session.on,
        "start": local_start(session.during).time(),
        "minutes": session.minutes,
        "treatment_function": session.treatment_function,
        "procedure_group": session.procedure_group_id or "",
        "offered_to": session.offered_to,
    }
