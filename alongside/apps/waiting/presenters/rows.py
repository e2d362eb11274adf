"""What does one line of the list say? Nothing of who the patient is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.waiting.facts import needs_information
from alongside.apps.waiting.models import Pathway
from alongside.apps.waiting.queries import Headline
from alongside.domain.treatment_functions import treatment_function_name
from alongside.domain.waits import days_waited
from alongside.web.tables import Column
from alongside.web.words import number, percent, short_date

COLUMNS = [
    Column("reference", "Pathway", link="href"),
    Column("provider", "Provider", sort=True),
    Column("specialty", "Specialty", sort=True),
    Column("operation", "Operation"),
    Column("priority", "Priority", sort=True),
    Column("weeks", "Weeks waited", "number", sort=True),
    Column("decided", "Decision to admit", sort=True),
    Column("needs", "Needs information"),
]
FILE_COLUMNS = [
    Column("reference", "Pathway identifier"),
    Column("issuer", "Issuer"),
    Column("provider", "Provider"),
    Column("site", "Site code"),
    Column("tfc", "Treatment function code"),
    Column("specialty", "Specialty"),
    Column("operation", "Operation"),
    Column("priority", "Clinical priority"),
    Column("clock_start", "Clock started", "date"),
    Column("days", "Days waited", "number"),
    Column("weeks", "Whole weeks waited", "number"),
    Column("decided_on", "Decision to admit", "date"),
    Column("coming_on", "Date to come in", "date"),
    Column("decile", "Deprivation decile", "number"),
    Column("needs", "Needs information"),
    Column("source", "Source"),
]
SORTS = {
    "provider": "provider__name",
    "specialty": "treatment_function",
    "priority": "priority_rank",
    "weeks": "clock_start",
    "decided": "decision_to_admit_on",
    "coming": "to_come_in_on",
}


@dataclass(frozen=True, slots=True)
class PathwayRow:
    """A pathway in the words of the page, waits counted to `as_of`."""

    pathway: Pathway
    as_of: date

    @property
    def reference(self) -> str:
        return self.pathway.pathway_identifier

    @property
    def href(self) -> str:
        return reverse("waiting:show-pathway", args=[self.pathway.pk])

    @property
    def provider(self) -> str:
        return self.pathway.provider.name

    @property
    def tfc(self) -> str:
        return self.pathway.treatment_function

    @property
    def specialty(self) -> str:
        return treatment_function_name(self.pathway.treatment_function)

    @property
    def operation(self) -> str:
        group = self.pathway.procedure_group
        return group.name if group else self.pathway.procedure_code or ("Not known" if self.decided_on else "–")

    @property
    def priority(self) -> str:
        return self.pathway.priority or ("Not known" if self.decided_on else "–")

    @property
    def days(self) -> int | None:
        start, stop = self.pathway.clock_start, self.pathway.clock_stop
        last = min(stop, self.as_of) if stop else self.as_of
        return days_waited(start, last) if start and start <= last else None

    @property
    def weeks(self) -> int | None:
        return None if self.days is None else self.days // 7

    @property
    def decided_on(self) -> date | None:
        return self.pathway.decision_to_admit_on

    @property
    def decided(self) -> str:
        return short_date(self.decided_on) if self.decided_on else "–"

    @property
    def needs(self) -> str:
        return ", ".join(needs_information(self.pathway))


def rows(pathways: Iterable[Pathway], as_of: date) -> Iterator[PathwayRow]:
    return (PathwayRow(pathway, as_of) for pathway in pathways)


def list_columns(with_provider: bool) -> list[Column]:
    return [column for column in COLUMNS if with_provider or column.key != "provider"]


def headline_stats(counts: Headline) -> list[dict[str, Any]]:
    """The strip of figures over the list, each for exactly the rows that the filters show."""
    unknown = counts.total - counts.known
    note = f"{number(unknown)} with an unknown start are left out" if unknown else "The standard is 92%"
    return [
        {"figure": number(counts.total), "label": "pathways"},
        {"figure": percent(counts.within_18_share), "label": "within 18 weeks", "note": note},
        {"figure": number(counts.over_52), "label": "over 52 weeks", "tone": "bad" if counts.over_52 else ""},
        {"figure": number(counts.decided), "label": "with a decision to admit"},
    ]
