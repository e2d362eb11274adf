"""Which columns does the open-pathways list have, what are they called here, and what must they hold?

Source: NHS England, Waiting List Minimum Data Set, open pathways, as seen in an integrated care board's public data
model (read November 2026). The table itself is `layout.csv`; columns named ALONGSIDE_... are our own and optional. One
more of them for each fact of the acceptance criteria comes from `domain.clinical_fields`.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from alongside.domain.clinical_fields import FIELDS
from alongside.domain.clinical_fields import Kind as FactKind


class Kind(StrEnum):
    TEXT = "text"
    DATE = "date"
    CODE = "code"
    NUMBER = "number"
    INTEGER = "integer"


class Need(StrEnum):
    """Required: the row is returned without it. Wanted: kept, but the planner will ask for it."""

    REQUIRED = "required"
    WANTED = "wanted"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list.

    `form` is the code list or shape of a code (a leading ~ marks a list that is not verified, so it only warns),
    `past` or `any` for a date, and the believable range for a number.
    """

    name: str
    field: str
    kind: Kind
    need: Need
    form: str
    label: str
    synonyms: tuple[str, ...]
    meaning: str

    @property
    def is_local(self) -> bool:
        """True for our own columns, which the national layout lacks."""
        return self.name.startswith("ALONGSIDE_")

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that look at this column alone or beside others, in order.

        >>> BY_FIELD["decision_to_admit"].rules
        ('WL-2', 'WL-3', 'WL-4', 'WL-5', 'WL-16', 'WL-26')
        """
        needs = {Need.REQUIRED: ("WL-1",), Need.WANTED: ("WL-21",), Need.OPTIONAL: ()}[self.need]
        found = {"WL-2", *needs, *_RULES_OF_KIND[self.kind], *_RULES_OF_FIELD.get(self.field, ())}
        if self.kind is Kind.CODE and self.field not in OWN_RULES:
            found.add(rule_of_form(self.form))
        return tuple(sorted(found, key=lambda rule: int(rule.partition("-")[2])))


OWN_RULES = {"nhs_number": "WL-7", "ppid": "WL-11"}
"""Fields whose form has a rule id of its own."""

SHAPES = ("organisation", "three_characters", "consultant", "opcs", "postcode", "treatment_function")
"""Forms that are checked by shape and not by a list."""

_RULES_OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("WL-20",),
    Kind.DATE: ("WL-3", "WL-4", "WL-5", "WL-26"),
    Kind.CODE: (),
    Kind.NUMBER: ("WL-19",),
    Kind.INTEGER: ("WL-19",),
}
_RULES_OF_FIELD = {
    "week_ending": ("WL-18",),
    "nhs_number": ("WL-7", "WL-8", "WL-23"),
    "local_patient_identifier": ("WL-8",),
    "birth_date": ("WL-6", "WL-23"),
    "ppid": ("WL-11", "WL-12", "WL-17", "WL-22", "WL-24"),
    "ppid_issuer": ("WL-17", "WL-24"),
    "provider": ("WL-13",),
    "rtt_start": ("WL-6", "WL-16", "WL-17", "WL-24"),
    "rtt_end": ("WL-15",),
    "rtt_status": ("WL-14",),
    "decision_to_admit": ("WL-16",),
}


def rule_of_form(form: str) -> str:
    """The rule that judges a code of this form: WL-10 a shape, WL-25 an unverified list, WL-9 a national list."""
    if form in SHAPES:
        return "WL-10"
    return "WL-25" if form.startswith("~") else "WL-9"


def _load() -> tuple[Column, ...]:
    table = (files("alongside.formats.wlmds") / "layout.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        Column(
            name=row["name"],
            field=row["field"],
            kind=Kind(row["kind"]),
            need=Need(row["need"]),
            form=row["form"],
            label=row["label"],
            synonyms=tuple(row["synonyms"].split(";")),
            meaning=row["meaning"],
        )
        for row in csv.DictReader(table)
    )


def _facts(known: tuple[Column, ...]) -> tuple[Column, ...]:
    """One column for each fact that the table lacks; age comes from the date of birth."""
    there = {column.field for column in known} | {"age_years"}
    return tuple(
        Column(
            name=f"ALONGSIDE_{field.name.upper()}",
            field=field.name,
            kind=Kind.CODE if field.kind is FactKind.YES_NO else Kind.NUMBER,
            need=Need.OPTIONAL,
            form="yes_no" if field.kind is FactKind.YES_NO else f"{field.lowest}..{field.highest}",
            label=field.label,
            synonyms=(field.label.lower(),),
            meaning=f"Whether the patient {field.says}"
            if field.kind is FactKind.YES_NO
            else f"{field.label}{f', in {field.unit}' if field.unit else ''}",
        )
        for field in FIELDS.values()
        if field.name not in there
    )


COLUMNS = (*_load(), *_facts(_load()))
BY_FIELD = {column.field: column for column in COLUMNS}
NATIONAL = tuple(column for column in COLUMNS if not column.is_local)
LOCAL = tuple(column for column in COLUMNS if column.is_local)
KEY = ("ppid", "ppid_issuer", "rtt_start")
"""What makes a row one waiting period: pathway identifier, its issuer and the clock start."""

SOURCE_ROW = "source_row"
PROBLEMS = "problems"
READING_PROBLEM = "reading_problem"
"""Columns that reader and checker add; a returned file that is sent in again loses them first."""
OURS = (SOURCE_ROW, PROBLEMS, READING_PROBLEM)
