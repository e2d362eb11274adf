"""What is at a site in depth: tables for its page and files, and in a word for the list of sites."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory.facts import SiteRecord
from alongside.apps.directory.presenters.rules import capital
from alongside.apps.directory.presenters.sites import TAG, one_source
from alongside.domain.site_capability import (
    DAYS,
    EQUIPMENT,
    FEATURES,
    PATHWAY_LABELS,
    SKILLS,
    STAFF_GROUPS,
    Capability,
    Competence,
    Hours,
    ends,
    running_out,
)
from alongside.domain.site_sections import SECTION_LABELS, Section
from alongside.web.tables import Column

Rows = list[dict[str, Any]]
SOURCE = Column("source", "Source")
COLUMNS = {
    Section.EQUIPMENT: [Column("kind", "Equipment"), Column("count", "How many", "number"), SOURCE],
    Section.STAFF: [
        Column("skill", "Skill"),
        Column("staff", "Staff group"),
        Column("trained", "Trained", "number"),
        Column("until", "Earliest last day", "date"),
        Column("standing", "Counts"),
        SOURCE,
    ],
    Section.INFECTION: [Column("colour", "Infection pathway"), Column("since", "Since", "date"), SOURCE],
    Section.ACCESS: [Column("feature", "What a patient finds"), Column("has", "Here"), SOURCE],
    Section.HOURS: [Column("day", "Day"), Column("open", "Open"), SOURCE],
}
LIST_COLUMNS = [
    Column("equipment", "Equipment"),
    Column("skills", "Skills that count"),
    Column("lapsed", "Skills run out"),
    Column("pathway", "Infection pathway"),
    Column("access", "Patients find"),
    Column("no_access", "Patients do not find"),
]


@dataclass(frozen=True, slots=True)
class Part:
    """One section as a table."""

    key: str
    name: str
    columns: list[Column]
    rows: Rows
    href: str

    @property
    def summary(self) -> str:
        """What a folded part says of itself."""
        gone = sum(row.get("counts") is False for row in self.rows)
        lapsed = f", {gone} of them counted as absent" if gone else ""
        said = "; ".join(str(row["colour"]) for row in self.rows if "colour" in row)
        return f"{self.name}: {said}" if said else f"{self.name}: {len(self.rows)} recorded{lapsed}"

    @property
    def shown(self) -> tuple[list[Column], str]:
        """The columns of the page, and the source where all rows have one."""
        return one_source(self.rows, self.columns)


def parts(record: SiteRecord, on: date) -> list[Part]:
    """The five sections, in the order of the page."""
    return [
        Part(
            section.value,
            capital(SECTION_LABELS[section]),
            columns,
            rows_of(section, record, on),
            reverse(f"directory:edit-{section.value}", args=[record.id]),
        )
        for section, columns in COLUMNS.items()
    ]


def rows_of(section: Section, record: SiteRecord, on: date) -> Rows:
    """Only what is held: the record's site came with these rows."""
    site: Any = record.site
    if section is Section.STAFF:
        found = {(each.staff_group, each.skill): each for each in record.capability.competences}
        held = sorted(site.competences.all(), key=lambda row: (list(SKILLS).index(row.skill), row.staff_group))
        return [{**staff_row(found[row.staff_group, row.skill], on), "source": row.source} for row in held]
    if section is Section.EQUIPMENT:
        rows = {row.kind: (row.count, row.source) for row in site.equipment.all()}
        return listed(EQUIPMENT, rows, "kind", "count")
    if section is Section.ACCESS:
        rows = {row.feature: ("Yes" if row.has else "No", row.source) for row in site.access_features.all()}
        return listed(FEATURES, rows, "feature", "has")
    return infection_rows(site, record.capability) if section is Section.INFECTION else hours_rows(site, record)


def listed(labels: dict[str, str], rows: dict[str, tuple[Any, str]], name: str, value: str) -> Rows:
    return [
        {name: capital(label), value: rows[key][0], "source": rows[key][1]}
        for key, label in labels.items()
        if key in rows
    ]


def staff_row(found: Competence, on: date) -> dict[str, Any]:
    text, colour = ("No: nobody trained", "red") if not found.trained else ("Yes", "green")
    if ends(found, on):
        text, colour = ("Yes, ends soon", "yellow") if found.counts(on) else ("No: run out", "red")
    return {
        "skill": capital(SKILLS[found.skill]),
        "staff": capital(STAFF_GROUPS[found.staff_group]),
        "trained": found.trained,
        "until": found.expires_on,
        "counts": found.counts(on),
        "standing": TAG.format(colour, text),
    }


def infection_rows(site: Any, found: Capability) -> Rows:
    if not found.pathway:
        return []
    source = site.infection_pathway.source
    return [{"colour": PATHWAY_LABELS[found.pathway], "since": found.pathway_from, "source": source}]


def hours_rows(site: Any, record: SiteRecord) -> Rows:
    """Every day once any is recorded: a day left out is closed."""
    by_day = {found.weekday: found for found in record.capability.hours}
    sources = {row.weekday: row.source for row in site.opening_hours.all()}
    days = enumerate(DAYS) if by_day else ()
    return [{"day": name, "open": hours_words(by_day.get(i)), "source": sources.get(i, "")} for i, name in days]


def hours_words(hours: Hours | None) -> str:
    if hours is None:
        return "Closed"
    return "Day and night" if hours.is_whole_day else f"{hours.opens:%H:%M} to {hours.closes:%H:%M}"


def in_a_word(found: Capability, on: date) -> dict[str, str]:
    """The cells of the list of sites, for its files."""
    lapsed = [each.name for each in found.competences if not each.counts(on)]
    return {
        "equipment": names(EQUIPMENT, [kind for kind, count in found.equipment.items() if count]),
        "skills": names(SKILLS, [skill for skill in SKILLS if found.has_skill(skill, on)]),
        "lapsed": "; ".join(lapsed),
        "pathway": capital(found.pathway or ""),
        "access": names(FEATURES, [key for key, has in found.features.items() if has]),
        "no_access": names(FEATURES, [key for key, has in found.features.items() if not has]),
    }


def names(labels: dict[str, str], keys: Iterable[str]) -> str:
    return "; ".join(labels.get(key, key) for key in keys)


def lapsing(records: Iterable[SiteRecord], by: Acting, on: date) -> Rows:
    """Our own sites whose trained staff have run out or soon do (DIR-5, DIR-6), for those who keep the list."""
    if not by.may(Permission.EDIT_SITE):
        return []
    own = [record for record in records if record.site.organisation_id == by.organisation_id]
    return [
        {"site": record.site.name, "href": reverse("directory:edit-staff", args=[record.id]), "reasons": reasons}
        for record in own
        if (reasons := running_out(record.capability.competences, on))
    ]
