"""What may a person ask the directory, and what do they mean by it?"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from alongside.apps.directory.facts import Place
from alongside.apps.directory.models import ProcedureGroup, Site
from alongside.domain.clinical_fields import ACCESS_NEEDS, FIELDS, Field
from alongside.domain.clinical_fields import Kind as FieldKind
from alongside.domain.opcs import read_opcs
from alongside.domain.postcodes import read_district
from alongside.domain.site_capability import EQUIPMENT, FEATURES, SKILLS, Pathway
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.plain import PlainForm, limit_message, sentences

ANY = ("", "Any")
DISTANCES = [(str(km), f"{km} km") for km in (10, 20, 30, 50, 80)]
MOST_CHOICES = 10
# A yes/no fact whose "no" counts against the patient is never answered by "none of these".
NOT_CONDITIONS = {"has_carer_at_home"}


def quiet(widget: forms.Widget) -> forms.Widget:
    """A filter: no need to say that it is optional."""
    widget.quiet = True  # type: ignore[attr-defined]
    return widget


def in_plain_words(field: forms.Field) -> forms.Field:
    """A field that a form makes as it is opened, with the house's error messages."""
    field.error_messages |= sentences(field, str(field.label))
    for validator in field.validators:
        limit_message(validator, str(field.label))
    return field


class DistrictMixin:
    """Reads a postcode or district and finds where it is; `place` is None when none was given."""

    known_districts: Mapping[str, Place]
    place: Place | None = None

    def clean_near(self) -> str:
        given = self.cleaned_data.get("near", "")  # type: ignore[attr-defined]
        if not given:
            return ""
        try:
            district = read_district(given)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if district not in self.known_districts:
            raise forms.ValidationError(f"We do not know where {district} is: try a neighbouring postcode district")
        self.place = self.known_districts[district]
        return district


class SiteFilterForm(DistrictMixin, PlainForm):
    q = forms.CharField(label="Name, place or code", max_length=100, required=False, widget=quiet(forms.TextInput()))
    near = forms.CharField(
        label="Near postcode district", max_length=8, required=False, widget=quiet(forms.TextInput())
    )
    function = forms.ChoiceField(label="Treatment function", required=False, widget=quiet(forms.Select()))
    sector = forms.ChoiceField(
        label="Kind of site", required=False, choices=[ANY, *Site.Sector.choices], widget=quiet(forms.Select())
    )
    run_by = forms.ChoiceField(
        label="Run by",
        required=False,
        choices=[ANY, ("NHS", "NHS"), ("Independent", "Independent")],
        widget=quiet(forms.Select()),
    )
    level = forms.ChoiceField(
        label="Critical care level, at least",
        required=False,
        choices=[ANY, *[(str(value), label) for value, label in Site.CriticalCare.choices]],
        widget=quiet(forms.Select()),
    )
    state = forms.ChoiceField(label="Attestation", required=False, widget=quiet(forms.Select()))
    equipment = forms.ChoiceField(label="Equipment", required=False, widget=quiet(forms.Select()))
    skill = forms.ChoiceField(label="Staff trained in", required=False, widget=quiet(forms.Select()))
    feature = forms.ChoiceField(label="Patients find", required=False, widget=quiet(forms.Select()))
    pathway = forms.ChoiceField(label="Infection pathway", required=False, widget=quiet(forms.Select()))

    def __init__(
        self,
        data: Any,
        *,
        districts: Mapping[str, Place],
        functions: Iterable[str],
        states: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.known_districts = districts
        names = sorted((treatment_function_name(code), code) for code in functions)
        self.fields["function"].choices = [ANY, *[(code, name) for name, code in names]]  # type: ignore[attr-defined]
        self.fields["state"].choices = [ANY, *states]  # type: ignore[attr-defined]
        colours = {colour.value: colour.value for colour in Pathway}
        for name, labels in (("equipment", EQUIPMENT), ("skill", SKILLS), ("feature", FEATURES), ("pathway", colours)):
            told = [(key, f"{label[:1].upper()}{label[1:]}") for key, label in labels.items()]
            self.fields[name].choices = [ANY, *told]  # type: ignore[attr-defined]


class QuestionForm(DistrictMixin, PlainForm):
    """The clinician's question. Only the fields that some site's rules use are asked, and none of them must be."""

    operation = forms.CharField(
        label="Operation",
        max_length=200,
        help_text="A name, such as hip replacement, or an OPCS-4 code, such as W37.1",
        widget=forms.TextInput(attrs={"list": "operations", "autocomplete": "off", "spellcheck": "false"}),
    )
    near = forms.CharField(
        label="Patient’s postcode district",
        max_length=8,
        required=False,
        help_text="The first half, such as TN24",
        widget=quiet(forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})),
    )
    furthest = forms.ChoiceField(
        label="Furthest, in a straight line",
        required=False,
        choices=[("", "Any distance"), *DISTANCES],
        widget=quiet(forms.Select()),
    )

    no_others = forms.BooleanField(
        label="The patient has none of the conditions below, apart from those marked yes", required=False
    )

    def __init__(
        self,
        data: Any,
        *,
        groups: Iterable[ProcedureGroup],
        districts: Mapping[str, Place],
        asked: Iterable[str],
        auto_id: str = "id_%s",
    ) -> None:
        self.groups = list(groups)
        self.known_districts = districts
        self.found: list[ProcedureGroup] = find_operations((data or {}).get("operation", ""), self.groups)
        super().__init__(data, auto_id=auto_id)
        wanted = set(asked)
        self.patient_fields = [name for name in FIELDS if name in wanted]
        for name in self.patient_fields:
            self.fields[name] = in_plain_words(fact_field(FIELDS[name]))

    def clean_operation(self) -> str:
        given = str(self.cleaned_data["operation"])
        if not self.found:
            raise forms.ValidationError(
                f"No operation here is called “{given[:40]}”: use a name from the list, or an OPCS-4 code like W37.1"
            )
        if len(self.found) > 1:
            names = ", ".join(group.name for group in self.found[:MOST_CHOICES])
            raise forms.ValidationError(f"“{given[:40]}” could be {names}: choose one")
        return given

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("furthest") and not given.get("near") and "near" not in self.errors:
            self.add_error("near", "Enter the patient’s postcode district, or choose any distance")
        return given

    @property
    def patient(self) -> dict[str, object | None]:
        """The facts given, as the rules read them; what was left out is unknown."""
        given = {name: as_fact(FIELDS[name], self.cleaned_data.get(name)) for name in self.patient_fields}
        if self.cleaned_data.get("no_others"):
            given |= {name: False for name in self.conditions if given[name] is None}
        return given

    @property
    def conditions(self) -> list[str]:
        """What "none of these" may answer."""
        yes_no = [name for name in self.patient_fields if FIELDS[name].kind is FieldKind.YES_NO]
        return [name for name in yes_no if name not in NOT_CONDITIONS and name not in ACCESS_NEEDS]

    @property
    def access_needs(self) -> list[str]:
        """What the patient needs and some site lacks, or has not said."""
        return [name for name in self.patient_fields if name in ACCESS_NEEDS]

    @property
    def measures(self) -> list[str]:
        return [name for name in self.patient_fields if name not in (*self.conditions, *self.access_needs)]


def fact_field(field: Field) -> forms.Field:
    """A box for a number, a list for a short scale, and yes, no or not known for the rest."""
    if field.kind is FieldKind.YES_NO:
        choices = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
        return forms.ChoiceField(label=field.label, required=False, choices=choices, widget=quiet(forms.Select()))
    if field.highest - field.lowest < 10:
        steps = [(str(step), str(step)) for step in range(field.lowest, field.highest + 1)]
        return forms.ChoiceField(
            label=field.label, required=False, choices=[("", "Not known"), *steps], widget=quiet(forms.Select())
        )
    unit = f" ({field.unit})" if field.unit else ""
    return forms.FloatField(
        label=f"{field.label}{unit}",
        required=False,
        min_value=field.lowest,
        max_value=field.highest,
        widget=quiet(forms.NumberInput()),
    )


def as_fact(field: Field, given: Any) -> object | None:
    if given in (None, ""):
        return None
    if field.kind is FieldKind.YES_NO:
        return bool(given == "yes")
    return int(given) if float(given).is_integer() else float(given)


def find_operations(given: str, groups: Iterable[ProcedureGroup]) -> list[ProcedureGroup]:
    """The groups that these words mean: an exact name or code, an OPCS-4 code, else every name that holds them."""
    words = " ".join(given.split()).lower()
    if not words:
        return []
    known = list(groups)
    exact = [group for group in known if words in (group.code.lower(), group.name.lower(), choice_of(group).lower())]
    if exact:
        return exact[:1]
    try:
        code = read_opcs(words)
    except ValueError:
        return [group for group in known if all(word in choice_of(group).lower() for word in words.split())]
    return [group for group in known if code in group.opcs_codes]


def choice_of(group: ProcedureGroup) -> str:
    """How the list of operations shows one: names are not unique, names within a function are."""
    return f"{group.name} ({treatment_function_name(group.treatment_function)})"
