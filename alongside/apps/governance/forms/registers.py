"""What the keeper of a register says, and by what a register is narrowed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.governance.actions import BarrierWords, ResponsibilityWords, RowWords, SystemWords
from alongside.apps.governance.facts import row_digest
from alongside.apps.governance.forms.words import SharedWordsForm
from alongside.apps.governance.models import Barrier, Responsibility, SystemUse
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
    pathway = forms.CharField(label="Pathway", max_length=120, help_text="Such as Hip replacement")
    step = forms.ChoiceField(label="Step", choices=[("", "Choose"), *Responsibility.Step.choices])
    responsible = forms.CharField(label="Who does it", max_length=120, help_text="A post and its organisation")
    accountable = forms.CharField(label="Who answers for it", max_length=120)
    consulted = forms.CharField(label="Who is asked first", max_length=200, required=False)
    informed = forms.CharField(label="Who is told", max_length=200, required=False)


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
    difference = forms.ChoiceField(
        label="The difference it comes of", required=False, help_text="From what independent hospitals may not do"
    )
    counted_by = forms.RegexField(
        r"^[A-Za-z0-9_-]*$",
        label="Rule that counts its cases",
        max_length=60,
        required=False,
        help_text="A rule’s id, as a plan’s explanations show it, such as oxygen; AGR- is every rule that begins so. "
        "Leave it out to count the rule chosen above",
        error_messages={"invalid": "Rule that counts its cases must be an id of letters, numbers, _ and -"},
    )
