"""How does somebody put one pathway right? Each form asks for a reason."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from alongside.apps.audit.models import Purpose
from alongside.apps.waiting.models import Pathway
from alongside.domain.clinical_fields import FIELDS, TO_KNOW_BEFORE, Kind
from alongside.domain.priorities import DIAGNOSTIC, SURGICAL
from alongside.domain.rtt_codes import RTT_CODES
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm

COLUMNS = ("asa", "bmi", "frailty", "travel_limit_km")
KNOWN_ANSWERS = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
OTHER_FACTS = tuple(field for field in FIELDS.values() if field.name not in ("age_years", "asa", "bmi", "frailty"))
# A transfer is agreed by both providers and the patient, not typed into one list.
RECORDABLE = tuple(code for code in RTT_CODES if code != "21")


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Reason", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="Kept with the change"
    )


class PurposeForm(PlainForm):
    purpose = forms.ChoiceField(
        label="Why you need to see who this is", choices=Purpose.choices, widget=forms.RadioSelect
    )


class CorrectForm(PlainForm):
    priority = forms.ChoiceField(
        label="Clinical priority",
        required=False,
        choices=[
            ("", "Not known"),
            *((code, f"{code}: {row.meaning}") for code, row in {**SURGICAL, **DIAGNOSTIC}.items()),
        ],
    )
    asa = forms.IntegerField(label="ASA grade", required=False, min_value=1, max_value=6)
    bmi = forms.DecimalField(label="BMI", required=False, min_value=8, max_value=150, decimal_places=1)
    frailty = forms.IntegerField(label="Clinical Frailty Scale", required=False, min_value=1, max_value=9)
    travel_limit_km = forms.IntegerField(
        label="Furthest the patient will travel, in km", required=False, min_value=0, max_value=1000
    )

    def __init__(self, *given: Any, pathway: Pathway, **named: Any) -> None:
        initial = {name: getattr(pathway, name) for name in ("priority", *COLUMNS)}
        super().__init__(*given, initial=initial | facts_as_answers(pathway), **named)
        for field in self.fields.values():
            field.widget.quiet = True  # what is left empty is "not known", and the page says so

    def facts_fields(self) -> Iterator[BoundField]:
        return (self[field.name] for field in OTHER_FACTS if field.name not in TO_KNOW_BEFORE)

    def needs_fields(self) -> Iterator[BoundField]:
        """What a site must know before the patient comes: access needs and a known infection."""
        return (self[name] for name in TO_KNOW_BEFORE)

    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data.get(name) for name in COLUMNS} | {
            "priority": self.cleaned_data.get("priority") or ""
        }

    def facts(self) -> dict[str, object]:
        """True, False or a number; None where nothing is known."""
        return {field.name: answer(self.cleaned_data.get(field.name)) for field in OTHER_FACTS}


def fact_field(name: str) -> forms.Field:
    """The form field of one clinical fact, within its believable range."""
    fact = FIELDS[name]
    if fact.kind is Kind.YES_NO:
        return forms.ChoiceField(label=fact.label, choices=KNOWN_ANSWERS, required=False)
    label = f"{fact.label}, {fact.unit}" if fact.unit else fact.label
    return forms.IntegerField(label=label, required=False, min_value=fact.lowest, max_value=fact.highest)


for _fact in OTHER_FACTS:
    CorrectForm.base_fields[_fact.name] = fact_field(_fact.name)
CorrectForm.base_fields["reason"] = reason_field()


def facts_as_answers(pathway: Pathway) -> dict[str, object]:
    held = {field.name: pathway.clinical_facts.get(field.name) for field in OTHER_FACTS}
    return {name: ("yes" if value else "no") if isinstance(value, bool) else value for name, value in held.items()}


def answer(value: object) -> object:
    return {"yes": True, "no": False, "": None}.get(value, value) if isinstance(value, str) else value


class ClockEventForm(PlainForm):
    code = forms.ChoiceField(
        label="What happened",
        choices=[(code, f"{code}: {RTT_CODES[code].meaning}") for code in RECORDABLE],
        widget=forms.RadioSelect,
    )
    on = DayMonthYearField(label="Date it happened")
    attended = forms.BooleanField(label="The patient was seen", required=False)
    reason = reason_field()

    def __init__(self, *given: Any, today: date, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["on"]
        if isinstance(field, DayMonthYearField):
            field.latest = today


class ReasonForm(PlainForm):
    reason = reason_field()


__all__ = ["ClockEventForm", "CorrectForm", "PurposeForm", "ReasonForm"]
