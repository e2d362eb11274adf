"""What the keeper of a register says, and by what a register is narrowed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.governance.actions import BarrierWords, ResponsibilityWords, RowWords, SystemWords
from alongside.apps.governance.facts import row_digest
from alongside.apps.governance.forms.words import SharedWordsForm
from alongside.apps.governance.models import STEP_CHOICES, Barrier, Responsibility, SystemUse
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm


class RegisterFilterForm(PlainForm):
    q = forms.CharField(label="Words", max_length=100, required=False)
    organisation = forms.ChoiceField(label="Organisation", required=False)

    def __init__(self, data: Any, *, organisations: Iterable[Organisation]) -> None:
        super().__init__(data)
        self.fields["organisation"].choices = [("", "All"), *[(o.code, o.name) for o in organisations]]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.quiet = True


class RowForm(SharedWordsForm):
    """The words of one line; `offered` are, by field, the things that it may name with their words."""

    of: type[RowWords]
    nothing: Mapping[str, str] = {}

    def __init__(self, data: Any = None, *, offered: Mapping[str, Iterable[tuple[Any, str]]], row: Any = None) -> None:
        named = {name: [(str(thing.pk), thing, words) for thing, words in offered[name]] for name in self.nothing}
        self.things = {name: {key: thing for key, thing, _ in found} for name, found in named.items()}
        super().__init__(data, initial=self.said(row) if row else {})
        for name, found in named.items():
            told = [(key, words) for key, _, words in found]
            self.fields[name].choices = [("", self.nothing[name]), *told]  # type: ignore[attr-defined]

    def said(self, row: Any) -> dict[str, Any]:
        names = [name for name in self.base_fields if name != "seen" and name not in self.nothing]
        keys = {name: str(getattr(row, f"{name}_id") or "") for name in self.nothing}
        return {name: getattr(row, name) for name in names} | keys | {"seen": row_digest(row)}

    @property
    def words(self) -> RowWords:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        picked = {name: things.get(said[name]) for name, things in self.things.items()}
        return self.of(**said | picked)


class SystemForm(RowForm):
    of = SystemWords
    nothing = {"partner": "Everybody’s"}
    purpose = forms.ChoiceField(label="For", choices=[("", "Choose"), *SystemUse.Purpose.choices])
    system = forms.CharField(label="System", max_length=120)
    partner = forms.ChoiceField(label="Whose patients", required=False)
    who_has_access = forms.CharField(label="Who has access", max_length=300, help_text="Posts at both organisations")
    how_to_get = forms.CharField(label="How to get access", max_length=300, required=False)


class ResponsibilityForm(RowForm):
    of = ResponsibilityWords
    nothing = {"partner": "Choose"}
    partner = forms.ChoiceField(label="Whose patients")
    service = forms.ChoiceField(
        label="Pathway", required=False, help_text="A whole specialty, or one kind of operation that sites here do"
    )
    pathway = forms.CharField(
        label="Another pathway", max_length=120, required=False, help_text="In words, where the list above has none"
    )
    step = forms.ChoiceField(label="Step", choices=[("", "Choose"), *STEP_CHOICES])
    responsible = forms.CharField(label="Who does it", max_length=120, help_text="A post and its organisation")
    accountable = forms.CharField(label="Who answers for it", max_length=120)
    consulted = forms.CharField(label="Who is asked first", max_length=200, required=False)
    informed = forms.CharField(label="Who is told", max_length=200, required=False)

    def __init__(self, data: Any = None, *, offered: Mapping[str, Iterable[tuple[Any, str]]], row: Any = None) -> None:
        super().__init__(data, offered=offered, row=row)
        kept = [(key, row.pathway)] if row and (key := key_of(row)) else []
        choices = dict([*kept, *offered["service"]])
        self.fields["service"].choices = [("", "Another"), *choices.items()]  # type: ignore[attr-defined]

    def said(self, row: Responsibility) -> dict[str, Any]:
        names = ("step", "responsible", "accountable", "consulted", "informed")
        service = key_of(row)
        words = {"service": service, "pathway": "" if service else row.pathway, "partner": str(row.partner_id)}
        return {name: getattr(row, name) for name in names} | words | {"seen": row_digest(row)}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "service" in said and not said["service"] and not said.get("pathway") and "pathway" not in self.errors:
            self.add_error("service", "Choose a pathway, or name another")
        return said

    @property
    def words(self) -> RowWords:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "service")}
        function, _, group = self.cleaned_data["service"].partition("/")
        partner = self.things["partner"][said.pop("partner")]
        return ResponsibilityWords(**said, partner=partner, function=function, group=group)


def key_of(row: Responsibility) -> str:
    """The pathway as the list of the form has it; nothing for one that is named by its words alone."""
    return f"{row.function}/{row.group}" if row.function else ""


class BarrierForm(RowForm):
    of = BarrierWords
    nothing = {"difference": "None of them"}
    rule = forms.CharField(label="The rule", max_length=200, help_text="Such as No portable oxygen from this hospital")
    blocks = forms.CharField(
        label="Whom it keeps from a place", max_length=300, help_text="A kind of patient, never one"
    )
    effect = forms.CharField(label="What it does", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    workaround = forms.CharField(
        label="What is done meanwhile", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    raised_with = forms.CharField(label="Raised with", max_length=200, required=False)
    status = forms.ChoiceField(label="State", choices=Barrier.Status.choices, initial=Barrier.Status.NOTED)
    since = DayMonthYearField(
        label="Since", required=False, help_text="The day it came into this state. Leave it out for today"
    )
    answer = forms.CharField(
        label="What was answered", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    difference = forms.ChoiceField(
        label="The difference it comes of", required=False, help_text="From what independent hospitals may not do"
    )
    counted_by = forms.RegexField(
        r"^[A-Za-z0-9_-]*$",
        label="Rule that counts its cases",
        max_length=60,
        required=False,
        help_text="A rule’s id, as a plan’s explanations show it, such as oxygen; AGR- is every rule that begins so. "
        "Leave it out to count the rule chosen above. The rules that can be counted are listed below",
        error_messages={"invalid": "Rule that counts its cases must be an id of letters, numbers, _ and -"},
    )

    def said(self, row: Barrier) -> dict[str, Any]:
        """The next step is said anew: its day, and what was answered."""
        words = {
            name: getattr(row, name) for name in self.base_fields if hasattr(Barrier, name) and name != "difference"
        }
        return words | {"difference": str(row.difference_id or ""), "seen": row_digest(row)}
