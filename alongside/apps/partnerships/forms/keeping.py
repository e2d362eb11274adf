"""What either side writes of a partnership: with whom, how it works, who leads, what was rehearsed and learnt."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from alongside.apps.accounts.models import Organisation
from alongside.apps.governance.forms.words import SharedWordsForm, phone_field
from alongside.apps.governance.models import Contact
from alongside.apps.partnerships.actions import PartnershipWords
from alongside.apps.partnerships.facts import Record
from alongside.apps.partnerships.models import Drill
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm

EARLIEST = date(2015, 1, 1)
Choices = list[tuple[str, str]]
NO_PATIENT = "Never a patient’s name or number"
WRITTEN = ("route", "alternate_1", "alternate_2", "escalate_minutes")


def whole(label: str, most: int, hint: str = "") -> forms.IntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(most)]
    return forms.IntegerField(label=label, required=False, help_text=hint, validators=limits)


def words(label: str, most: int, hint: str = "", rows: int = 0, **given: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, help_text=hint, widget=widget, **given)


class OpenForm(PlainForm):
    trust = forms.ChoiceField(label="NHS trust")
    site = forms.ChoiceField(label="Independent site")

    def __init__(self, data: Any = None, *, trusts: Choices, sites: Choices, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        for name, choices in (("trust", trusts), ("site", sites)):
            field: Any = self.fields[name]
            field.choices = choices if len(choices) == 1 else [("", "Choose"), *choices]


class SettleForm(SharedWordsForm):
    """Nothing is required to save: the partnership's page names what is still missing.

    What is not said yet is filled in with `held`, from elsewhere in Alongside, until somebody saves other words.
    """

    services = forms.MultipleChoiceField(label="Services", required=False, widget=forms.CheckboxSelectMultiple())
    route = words(
        "Where an unplanned transfer goes", 300, "Which unit takes the patient, and by what transport", required=False
    )
    phone = phone_field("Telephone of that unit, answered at any hour", required=False)
    alternate_1 = words("First alternate", 300, "If the unit is full or does not answer", required=False)
    phone_1 = phone_field("Telephone of the first alternate", required=False)
    alternate_2 = words("Second alternate", 300, required=False)
    phone_2 = phone_field("Telephone of the second alternate", required=False)
    escalate_minutes = whole("Escalate after how many minutes without transport", 1440, "Such as 60")

    def __init__(
        self, data: Any = None, *, record: Record, functions: Choices, held: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=said(record) | dict(held or {}))
        field: Any = self.fields["services"]
        field.choices = functions
        for each in self.fields.values():
            each.widget.quiet = True

    @property
    def words(self) -> PartnershipWords:
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "services")}
        return PartnershipWords(**given, services=tuple(sorted(self.cleaned_data["services"])))


def said(record: Record) -> dict[str, Any]:
    row, numbers = record.partnership, record.numbers
    phones = {name: getattr(numbers, name) for name in ("phone", "phone_1", "phone_2")} if numbers else {}
    kept = {name: getattr(row, name) for name in WRITTEN}
    return kept | phones | {"services": row.services, "seen": record.digest}


class LeadForm(SharedWordsForm):
    name = words("Name of our lead", 120)
    post = words("Post", 120, "Such as Director of operations")
    contact = forms.ChoiceField(label="Whom to ring in the day: a contact of our directory", required=False)
    phone = phone_field(
        "Or a telephone number", required=False, help_text="Where the directory has no contact. The whole area reads it"
    )

    def __init__(self, data: Any = None, *, contacts: Iterable[Contact]) -> None:
        super().__init__(data)
        self.contacts = {str(each.pk): each for each in contacts}
        named = [(key, f"{each.post}, {each.phone}") for key, each in self.contacts.items()]
        field: Any = self.fields["contact"]
        field.choices = [("", "None of them"), *named]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("contact") and not given.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Choose a contact, or enter a number that is answered in the day")
        return given

    @property
    def words(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("name", "post", "phone")} | {
            "contact": self.contacts.get(given["contact"])
        }


class DrillForm(SharedWordsForm):
    on = DayMonthYearField(label="Day of the drill", earliest=EARLIEST)
    kind = forms.ChoiceField(label="What was done", choices=Drill.Kind.choices, widget=forms.RadioSelect())
    passed = forms.ChoiceField(
        label="Did it work?",
        choices=[("yes", "Yes: the patient would have arrived in time"), ("no", "No: something failed")],
        widget=forms.RadioSelect(),
    )
    minutes = whole("Minutes from the call to the door", 1440, "If it was timed")
    learned = words("What was learnt", 600, NO_PATIENT, rows=4, required=False)


class VisitForm(SharedWordsForm):
    on = DayMonthYearField(label="Day of the visit", earliest=EARLIEST)
    visitors = forms.ChoiceField(label="Who went", widget=forms.RadioSelect())
    who = words("Posts of those who went", 300, "Such as two ward nurses and a pharmacist")
    learned = words("What was learnt", 600, NO_PATIENT, rows=4)

    def __init__(self, data: Any = None, *, sides: tuple[Organisation, Organisation]) -> None:
        super().__init__(data)
        guest, host = sides
        field: Any = self.fields["visitors"]
        field.choices = [
            (str(guest.pk), f"People of {guest.name} went to {host.name}"),
            (str(host.pk), f"People of {host.name} went to {guest.name}"),
        ]


class EndForm(SharedWordsForm):
    why = words("Why it ends", 300, f"The whole area reads these words. {NO_PATIENT}", rows=3)
