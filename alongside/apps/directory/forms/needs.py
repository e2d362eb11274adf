"""What may the board ask of every site for one operation, and by what is the list of operations narrowed?"""

from collections.abc import Mapping
from typing import Any

from django import forms

from alongside.apps.directory.actions.needs import MOST_TRAINED, Needs
from alongside.apps.directory.facts import needs_of
from alongside.apps.directory.forms.asking import in_plain_words, quiet
from alongside.apps.directory.forms.editing import capital
from alongside.apps.directory.models import GroupNeeds
from alongside.domain.site_capability import EQUIPMENT, SKILLS, STAFF_GROUPS
from alongside.domain.site_needs import StaffNeed
from alongside.web.plain import PlainForm
from alongside.web.shared_words import SharedWordsForm


def sorted_by_name(named: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(((key, capital(name)) for key, name in named.items()), key=lambda pair: pair[1].lower())


ANYBODY = "any"
STAFF_CHOICES = [
    ("", "Not asked"),
    (ANYBODY, "Somebody of any staff group"),
    *[(key, capital(name)) for key, name in STAFF_GROUPS.items()],
]
EQUIPMENT_CHOICES = sorted_by_name(EQUIPMENT)
PATHWAY_CHOICES = [("", "Any"), ("green", "Green alone"), ("amber", "Green or amber")]


class NeedsFilterForm(PlainForm):
    q = forms.CharField(label="Operation or need", max_length=100, required=False, widget=quiet(forms.TextInput()))
    asks = forms.ChoiceField(
        label="Asks anything",
        required=False,
        choices=[("", "All"), ("yes", "Yes"), ("no", "No")],
        widget=quiet(forms.Select()),
    )


class NeedsForm(SharedWordsForm):
    """`seen` is the version that the page showed, so that the second of two writers is told."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())
    equipment = forms.MultipleChoiceField(
        label="Equipment that must be there",
        required=False,
        choices=EQUIPMENT_CHOICES,
        widget=quiet(forms.CheckboxSelectMultiple()),
    )
    pathway = forms.ChoiceField(
        label="Infection pathway that will do",
        required=False,
        choices=PATHWAY_CHOICES,
        widget=quiet(forms.Select()),
    )
    why = forms.CharField(
        label="Why it is asked",
        max_length=300,
        help_text="Such as the guidance that asks for it. Shown with this version; nothing of a patient",
    )

    def __init__(self, data: Any = None, *, version: GroupNeeds | None) -> None:
        super().__init__(data, initial=self.held(version))
        why = self.fields.pop("why")
        for skill, name in SKILLS.items():
            label = f"Trained in {name}"
            chosen = forms.ChoiceField(label=label, required=False, choices=STAFF_CHOICES, widget=quiet(forms.Select()))
            self.fields[f"staff_{skill}"] = in_plain_words(chosen)
            self.fields[f"fewest_{skill}"] = number_field(f"How many trained in {name}")
        self.fields["why"] = why

    def held(self, version: GroupNeeds | None) -> dict[str, Any]:
        if version is None:
            return {"seen": "0"}
        asked = needs_of(version).staff
        staff: dict[str, Any] = {f"staff_{need.skill}": need.staff_group or ANYBODY for need in asked}
        staff |= {f"fewest_{need.skill}": need.fewest for need in asked}
        return {"seen": str(version.version), "equipment": version.equipment, "pathway": version.pathway, **staff}

    @property
    def skills(self) -> list[list[Any]]:
        """What belongs together on the page: of whom, and how many."""
        return [[self[f"staff_{skill}"], self[f"fewest_{skill}"]] for skill in SKILLS]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """All that was typed, for a page that asks once more before it is saved."""
        data: Any = self.data
        return [(name, value) for name in self.fields for value in data.getlist(name)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for skill, name in SKILLS.items():
            if given.get(f"fewest_{skill}") and not given.get(f"staff_{skill}") and f"staff_{skill}" not in self.errors:
                self.add_error(f"staff_{skill}", f"Select who must be trained in {name}, or clear how many")
        return given

    @property
    def needs(self) -> Needs:
        given = self.cleaned_data
        staff = tuple(
            StaffNeed(skill, "" if group == ANYBODY else group, given.get(f"fewest_{skill}") or 1)
            for skill in SKILLS
            if (group := given.get(f"staff_{skill}"))
        )
        return Needs(tuple(given["equipment"]), staff, given["pathway"])

    @property
    def version_seen(self) -> int:
        """The version that the page showed; one that no version is for anything else."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 6 else -1


def number_field(label: str) -> forms.Field:
    widget = quiet(forms.NumberInput(attrs={"inputmode": "numeric"}))
    given = forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST_TRAINED, widget=widget)
    return in_plain_words(given)
