"""What may the board ask of every site for one operation, and by what is the list of operations narrowed?"""

from collections.abc import Mapping
from typing import Any

from django import forms

from alongside.apps.directory.actions.needs import Needs
from alongside.apps.directory.forms.asking import in_plain_words, quiet
from alongside.apps.directory.forms.editing import capital
from alongside.apps.directory.models import GroupNeeds
from alongside.domain.site_capability import EQUIPMENT, SKILLS, STAFF_GROUPS
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
        self.fields["why"] = why

    def held(self, version: GroupNeeds | None) -> dict[str, Any]:
        if version is None:
            return {"seen": "0"}
        staff = {f"staff_{skill}": group or ANYBODY for skill, group in version.staff}
        return {"seen": str(version.version), "equipment": version.equipment, "pathway": version.pathway, **staff}

    @property
    def skills(self) -> list[Any]:
        return [self[f"staff_{skill}"] for skill in SKILLS]

    @property
    def needs(self) -> Needs:
        given = self.cleaned_data
        staff = [(skill, given.get(f"staff_{skill}", "")) for skill in SKILLS]
        return Needs(
            tuple(given["equipment"]),
            tuple((skill, "" if group == ANYBODY else group) for skill, group in staff if group),
            given["pathway"],
        )

    @property
    def version_seen(self) -> int:
        """The version that the page showed; one that no version is for anything else."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 6 else -1
