"""What may a site's own people say about it, and what did the page show them when they began?"""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from alongside.apps.directory.facts import SiteRecord, evidence_of, fingerprint, sections_shown
from alongside.apps.directory.forms.asking import in_plain_words, quiet
from alongside.apps.directory.models import ProcedureGroup, Site, SupportService
from alongside.domain.site_sections import SECTION_LABELS, Section
from alongside.domain.support_services import SUPPORT_SERVICES
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.shared_words import SharedWordsForm


class SeenForm(SharedWordsForm):
    """A form that remembers what its page showed, so that two people at once are told of each other."""

    part = ""
    seen = forms.CharField(max_length=32, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        super().__init__(data, initial={**self.held(record), "seen": fingerprint(record, self.part)})
        self.record = record

    def held(self, record: SiteRecord) -> dict[str, Any]:
        return {}

    def _is_written(self, name: str) -> bool:
        return name != "seen" and super()._is_written(name)

    def see_again(self) -> None:
        """Keep what was typed, and take what is held now as seen."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = fingerprint(self.record, self.part)
        self.data = data


def capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def read_level(given: str) -> int | None:
    return None if given == "none" else int(given)


class SiteForm(SeenForm):
    part = "level"
    critical_care_level = forms.TypedChoiceField(
        label="Critical care level",
        help_text="The highest level of care that patients can have on this site, at any hour",
        required=False,
        coerce=read_level,
        empty_value=None,
        choices=[("none", "Not stated"), *[(str(value), label) for value, label in Site.CriticalCare.choices]],
        widget=quiet(forms.RadioSelect()),
    )
    phone = forms.CharField(label="Telephone for clinicians", max_length=40, required=False)

    def held(self, record: SiteRecord) -> dict[str, Any]:
        level = record.site.critical_care_level
        return {"critical_care_level": "none" if level is None else level, "phone": record.site.phone}


class SupportForm(SeenForm):
    part = "support"

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        super().__init__(data, record=record)
        choices = [("", "Not recorded"), *SupportService.Cover.choices]
        for kind, name in SUPPORT_SERVICES.items():
            cover = forms.ChoiceField(
                label=capital(name), required=False, choices=choices, widget=quiet(forms.Select())
            )
            self.fields[kind] = in_plain_words(cover)

    def held(self, record: SiteRecord) -> dict[str, Any]:
        return {kind: str(cover) for kind, cover in record.support.items()}

    @property
    def covers(self) -> dict[str, str]:
        return {kind: self.cleaned_data.get(kind, "") for kind in SUPPORT_SERVICES}


class ServicesForm(SeenForm):
    """One group of ticks for each treatment function."""

    part = "services"

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        super().__init__(data, record=record)
        by_function: dict[str, list[ProcedureGroup]] = {code: [] for code in record.functions}
        for group in record.groups.values():
            by_function.setdefault(group.treatment_function, []).append(group)
        for function in sorted(by_function, key=treatment_function_name):
            choices = [(group.code, group.name) for group in by_function[function]]
            ticks = forms.MultipleChoiceField(
                label=treatment_function_name(function),
                required=False,
                choices=[("clinic", "Sees patients, without operations"), *choices],
                widget=quiet(forms.CheckboxSelectMultiple()),
            )
            self.fields[f"f_{function}"] = in_plain_words(ticks)

    def held(self, record: SiteRecord) -> dict[str, Any]:
        ticked: dict[str, list[str]] = {}
        for function, code in record.services:
            ticked.setdefault(f"f_{function}", []).append(code or "clinic")
        return ticked

    @property
    def services(self) -> list[tuple[str, str]]:
        return [
            (name.removeprefix("f_"), "" if code == "clinic" else code)
            for name, codes in self.cleaned_data.items()
            if name.startswith("f_")
            for code in codes
        ]


class AttestForm(SeenForm):
    """Every section ticked, so that one button is enough when nothing has changed; links and note may stay empty."""

    sections = forms.MultipleChoiceField(
        label="Which parts",
        help_text="Untick what you have not looked at: its word stays as it was",
        widget=forms.CheckboxSelectMultiple(),
    )
    note = forms.CharField(
        label="Note",
        help_text="For example, what is about to change. Write nothing about a patient",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        super().__init__(data, record=record)
        shown = sections_shown(record)
        choices = [(section.value, capital(SECTION_LABELS[section])) for section in shown]
        self.fields["sections"].choices = choices  # type: ignore[attr-defined]
        self.initial["sections"] = [section.value for section in shown]
        for section in shown:
            word = record.words.get(section)
            link = forms.URLField(
                label=f"Link to evidence: {SECTION_LABELS[section]}",
                required=False,
                max_length=500,
                assume_scheme="https",
                validators=[URLValidator(["https", "http"])],
                widget=quiet(forms.URLInput()),
            )
            self.fields[f"link_{section.value}"] = in_plain_words(link)
            self.initial[f"link_{section.value}"] = evidence_of(word, section) if word else ""

    @property
    def links(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("link_")]

    @property
    def chosen(self) -> list[Section]:
        return [Section(value) for value in self.cleaned_data["sections"]]

    @property
    def is_whole(self) -> bool:
        return set(self.chosen) == set(sections_shown(self.record))

    @property
    def evidence(self) -> dict[Section, str]:
        return {section: self.cleaned_data.get(f"link_{section.value}", "") for section in self.chosen}


class WhyForm(SharedWordsForm):
    why = forms.CharField(
        label="Why are you changing the rules?",
        help_text="Shown with this version. Write nothing about a patient",
        max_length=300,
        required=False,
    )
