"""What may a site's own people say of its equipment, staff, infection pathway, access and opening hours?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.apps.directory.facts import SiteRecord
from alongside.apps.directory.forms.asking import in_plain_words, quiet
from alongside.apps.directory.forms.editing import SeenForm, capital
from alongside.domain.site_capability import (
    DAYS,
    EQUIPMENT,
    FEATURES,
    PATHWAY_LABELS,
    SKILLS,
    STAFF_GROUPS,
    Competence,
    Hours,
    Pathway,
)
from alongside.web.dates import DateParts, DayMonthYearField

Rows = list[dict[str, Any]]
MOST, NOT_STATED = 9999, "none"
PATHWAYS = {colour.value for colour in Pathway}
Pair = tuple[str, str]
PAIRS = [(group, skill) for skill in SKILLS for group in STAFF_GROUPS]
NEW_LINES = {"new": "Add a skill", "more": "Add one more skill"}


class EquipmentForm(SeenForm):
    """A number for each kind; an empty box is "not recorded", and 0 is "none here"."""

    part = "equipment"

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        super().__init__(data, record=record)
        for kind, name in EQUIPMENT.items():
            self.fields[kind] = number_field(capital(name))

    def held(self, record: SiteRecord) -> dict[str, Any]:
        return dict(record.capability.equipment)

    @property
    def rows(self) -> Rows:
        given = {kind: self.cleaned_data.get(kind) for kind in EQUIPMENT}
        return [{"kind": kind, "count": count} for kind, count in given.items() if count is not None]


class StaffForm(SeenForm):
    """A number and a last day for each competence held, and empty lines for new ones.

    A competence that the page did not show, because somebody else added it meanwhile, is kept as it is held.
    """

    part = "staff"

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        held = {(found.staff_group, found.skill): found for found in record.capability.competences}
        self.kept = [pair for pair in PAIRS if pair in held or (data and f"trained_{line_of(pair)}" in data)]
        super().__init__(with_unseen(data, held.values()), record=record)
        for pair in self.kept:
            self.add_numbers(line_of(pair), name_of(pair))
        for line in NEW_LINES:
            self.fields[f"skill_{line}"] = chosen_field("Skill", SKILLS)
            self.fields[f"group_{line}"] = chosen_field("Staff group", STAFF_GROUPS)
            self.add_numbers(line, "the new skill")

    def held(self, record: SiteRecord) -> dict[str, Any]:
        found = record.capability.competences
        trained = {f"trained_{line_of((each.staff_group, each.skill))}": each.trained for each in found}
        return trained | {f"last_{line_of((each.staff_group, each.skill))}": each.expires_on for each in found}

    def add_numbers(self, line: str, name: str) -> None:
        number = number_field("Number trained")
        number.error_messages["invalid"] = f"Number trained in {name} must be a whole number"
        self.fields[f"trained_{line}"] = number
        self.fields[f"last_{line}"] = last_day_field("Earliest last day")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What belongs together on the page: each competence held, then the lines for new ones."""
        kept = {line_of(pair): capital(name_of(pair)) for pair in self.kept}
        parts = ("skill", "group", "trained", "last")
        return [
            {"name": name, "fields": [self[f"{part}_{line}"] for part in parts if f"{part}_{line}" in self.fields]}
            for line, name in {**kept, **NEW_LINES}.items()
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for line in [*map(line_of, self.kept), *NEW_LINES]:
            if given.get(f"trained_{line}") and not given.get(f"last_{line}") and f"last_{line}" not in self.errors:
                self.add_error(f"last_{line}", "Enter the earliest day on which one of these trainings ends")
        seen = set(self.kept)
        for line in NEW_LINES:
            seen.add(self.clean_line(line, given, seen))
        return given

    def clean_line(self, line: str, given: dict[str, Any], seen: set[Pair]) -> Pair:
        """What is wanting in a new line, if anything was written in it."""
        group, skill = given.get(f"group_{line}", ""), given.get(f"skill_{line}", "")
        trained, last = given.get(f"trained_{line}"), given.get(f"last_{line}")
        wanting = {
            "skill": "" if skill else "Select the skill",
            "group": "" if group else "Select the staff group",
            "trained": "Enter how many are trained; 0 when nobody is" if trained is None else "",
        }
        if group or skill or last or trained is not None:
            for name, words in wanting.items():
                if words and f"{name}_{line}" not in self.errors:
                    self.add_error(f"{name}_{line}", words)
        if (group, skill) in seen and group and skill:
            self.add_error(f"skill_{line}", "This skill and staff group are in the list already: change them there")
        return group, skill

    @property
    def rows(self) -> Rows:
        given = self.cleaned_data
        lines = [(pair, line_of(pair)) for pair in self.kept]
        lines += [((given[f"group_{line}"], given[f"skill_{line}"]), line) for line in NEW_LINES]
        return [
            {"staff_group": pair[0], "skill": pair[1], "trained": trained, "expires_on": given[f"last_{line}"]}
            for pair, line in lines
            if (trained := given[f"trained_{line}"]) is not None
        ]


def line_of(pair: Pair) -> str:
    return f"{pair[0]}.{pair[1]}"


def name_of(pair: Pair) -> str:
    return Competence(*pair, 0, None).name


def with_unseen(data: Any, held: Iterable[Competence]) -> Any:
    """What was posted, with what is held of each competence that the page did not show."""
    if data is None:
        return None
    data = data.copy()
    for found in held:
        line, last = line_of((found.staff_group, found.skill)), found.expires_on
        if f"trained_{line}" not in data:
            data[f"trained_{line}"] = str(found.trained)
            parts = (last.day, last.month, last.year) if last else ("", "", "")
            data.update({f"last_{line}_{index}": str(part) for index, part in enumerate(parts)})
    return data


class InfectionForm(SeenForm):
    part = "infection"
    colour = forms.ChoiceField(
        label="Infection pathway",
        required=False,
        choices=[(NOT_STATED, "Not stated"), *[(key.value, label) for key, label in PATHWAY_LABELS.items()]],
        widget=quiet(forms.RadioSelect()),
    )
    from_day = DayMonthYearField(label="Since which day", required=False)

    def held(self, record: SiteRecord) -> dict[str, Any]:
        found = record.capability
        return {"colour": found.pathway or NOT_STATED, "from_day": found.pathway_from}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("colour") in PATHWAYS and not given.get("from_day") and "from_day" not in self.errors:
            self.add_error("from_day", "Enter the day since which this has been so")
        return given

    @property
    def rows(self) -> Rows:
        given = self.cleaned_data
        return [{"colour": given["colour"], "from_day": given["from_day"]}] if given["colour"] in PATHWAYS else []


class AccessForm(SeenForm):
    part = "access"

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        super().__init__(data, record=record)
        for feature, name in FEATURES.items():
            field = forms.ChoiceField(
                label=capital(name),
                required=False,
                choices=[("", "Not known"), ("yes", "Yes"), ("no", "No")],
                widget=quiet(forms.Select()),
            )
            self.fields[feature] = in_plain_words(field)

    def held(self, record: SiteRecord) -> dict[str, Any]:
        return {feature: "yes" if has else "no" for feature, has in record.capability.features.items()}

    @property
    def rows(self) -> Rows:
        given = {feature: self.cleaned_data.get(feature) for feature in FEATURES}
        return [{"feature": feature, "has": said == "yes"} for feature, said in given.items() if said]


class HoursForm(SeenForm):
    part = "hours"

    def __init__(self, data: Any = None, *, record: SiteRecord) -> None:
        super().__init__(data, record=record)
        for index, name in enumerate(DAYS):
            self.fields[f"opens_{index}"] = time_field("Opens at", name)
            self.fields[f"closes_{index}"] = time_field("Closes at", name)

    @property
    def lines(self) -> list[dict[str, Any]]:
        parts = ("opens", "closes")
        return [
            {"name": name, "fields": [self[f"{part}_{index}"] for part in parts]} for index, name in enumerate(DAYS)
        ]

    def held(self, record: SiteRecord) -> dict[str, Any]:
        found = record.capability.hours
        opens = {f"opens_{hours.weekday}": f"{hours.opens:%H:%M}" for hours in found}
        return opens | {f"closes_{hours.weekday}": f"{hours.closes:%H:%M}" for hours in found}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for index, name in enumerate(DAYS):
            opens, closes = given.get(f"opens_{index}"), given.get(f"closes_{index}")
            wrong = {f"opens_{index}", f"closes_{index}"} & set(self.errors)
            if (opens is None) != (closes is None) and not wrong:
                missing = "opens" if opens is None else "closes"
                self.add_error(f"{missing}_{index}", f"Enter when it {missing} on {name}, or leave both empty")
            elif opens is not None and closes is not None and not Hours(index, opens, closes).is_possible:
                self.add_error(f"closes_{index}", f"{name} must close after it opens; midnight is 00:00")
        return given

    @property
    def rows(self) -> Rows:
        given = self.cleaned_data
        days = [(index, given.get(f"opens_{index}"), given.get(f"closes_{index}")) for index in range(len(DAYS))]
        return [
            {"weekday": index, "opens": opens, "closes": closes} for index, opens, closes in days if opens is not None
        ]


def number_field(label: str) -> forms.Field:
    widget = quiet(forms.NumberInput(attrs={"inputmode": "numeric"}))
    return in_plain_words(forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST, widget=widget))


def last_day_field(label: str) -> forms.Field:
    return in_plain_words(DayMonthYearField(label=label, required=False, widget=quiet(DateParts())))


def time_field(label: str, weekday: str) -> forms.Field:
    field = forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M"],
        widget=quiet(forms.TextInput()),
        error_messages={"invalid": f"{label}, {weekday}: must be a time, like 08:30"},
    )
    return in_plain_words(field)


def chosen_field(label: str, names: dict[str, str]) -> forms.Field:
    choices = [("", "Choose"), *[(key, capital(name)) for key, name in names.items()]]
    return in_plain_words(forms.ChoiceField(label=label, required=False, choices=choices, widget=quiet(forms.Select())))
