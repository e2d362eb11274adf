"""What the keeper of a register says, and by what a register is narrowed."""

from collections.abc import Iterable
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
    """The words of one line; `partners` are the organisations that it may name."""

    of: type[RowWords]
    names_partner = ""

    def __init__(self, data: Any = None, *, partners: Iterable[Organisation], row: Any = None) -> None:
        self.partners = {str(each.pk): each for each in partners}
        super().__init__(data, initial=self.said(row) if row else {})
        if "partner" in self.fields:
            told = [(key, each.name) for key, each in self.partners.items()]
            self.fields["partner"].choices = [("", self.names_partner), *told]  # type: ignore[attr-defined]

    def said(self, row: Any) -> dict[str, Any]:
        names = [name for name in self.base_fields if name not in ("seen", "partner")]
        return {name: getattr(row, name) for name in names} | {
            "partner": str(getattr(row, "partner_id", None) or ""),
            "seen": row_digest(row),
        }

    @property
    def words(self) -> RowWords:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "partner" in said:
            said["partner"] = self.partners.get(said["partner"])
        return self.of(**said)


class SystemForm(RowForm):
    of = SystemWords
    names_partner = "Everybody’s"
    purpose = forms.ChoiceField(label="For", choices=[("", "Choose"), *SystemUse.Purpose.choices])
    system = forms.CharField(label="System", max_length=120)
    partner = forms.ChoiceField(label="Whose patients", required=False)
    who_has_access = forms.CharField(label="Who has access", max_length=300, help_text="Posts at both organisations")
    how_to_get = forms.CharField(label="How to get access", max_length=300, required=False)


class ResponsibilityForm(RowForm):
    of = ResponsibilityWords
    names_partner = "Choose"
    partner = forms.ChoiceField(label="Whose patients")
    pathway = forms.CharField(label="Pathway", max_length=120, help_text="Such as Hip replacement")
    step = forms.ChoiceField(label="Step", choices=[("", "Choose"), *Responsibility.Step.choices])
    responsible = forms.CharField(label="Who does it", max_length=120, help_text="A post and its organisation")
    accountable = forms.CharField(label="Who answers for it", max_length=120)
    consulted = forms.CharField(label="Who is asked first", max_length=200, required=False)
    informed = forms.CharField(label="Who is told", max_length=200, required=False)


class BarrierForm(RowForm):
    of = BarrierWords
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
    counted_by = forms.RegexField(
        r"^[A-Za-z0-9_-]*$",
        label="Rule that counts its cases",
        max_length=60,
        required=False,
        help_text="A rule’s id, as a plan’s explanations show it, such as oxygen; AGR- is every rule that begins so",
        error_messages={"invalid": "Rule that counts its cases must be an id of letters, numbers, _ and -"},
    )
