"""A site's own people say what is there in depth: equipment, staff competence, infection pathway, access and hours."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import entered
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.actions.ownership import lock, must_be_as_seen
from alongside.apps.directory.models import (
    AccessFeature,
    Competence,
    Equipment,
    Fact,
    InfectionPathway,
    OpeningHours,
    Site,
)
from alongside.domain.site_sections import Section

Row = Mapping[str, Any]
# The table of each section, and the columns that tell its rows apart.
TABLES: Mapping[Section, tuple[Any, tuple[str, ...]]] = {
    Section.EQUIPMENT: (Equipment, ("kind",)),
    Section.STAFF: (Competence, ("staff_group", "skill")),
    Section.INFECTION: (InfectionPathway, ()),
    Section.ACCESS: (AccessFeature, ("feature",)),
    Section.HOURS: (OpeningHours, ("weekday",)),
}


@transaction.atomic
def say_section(
    *, site: Site, section: Section, rows: Iterable[Row], by: Acting, today: date, seen: str | None = None
) -> None:
    """Say all that one section holds, a row for each thing; what is left out is no longer recorded.

    ValueError when a row is not sound or two speak of the same thing.
    """
    given = by_key(section, rows)
    record = lock(site, by, Permission.EDIT_SITE)
    must_be_as_seen(record, seen, section)
    before = record.capability.content[section]
    write(section, record.site, given, entered(by, today))
    after = [{name: str(value) for name, value in row.items()} for row in given.values()]
    record_event("directory.section_changed", target=site, by=by, section=section, before=before, after=after)


def by_key(section: Section, rows: Iterable[Row]) -> dict[tuple[Any, ...], Row]:
    _, keys = TABLES[section]
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        if key in found:
            raise ValueError("The same thing is named twice")
        found[key] = row
    return found


def write(section: Section, site: Site, after: Mapping[tuple[Any, ...], Row], source: str) -> None:
    """Rows that stay as they are keep their source and their history."""
    table, keys = TABLES[section]
    before = {tuple(getattr(row, name) for name in keys): row for row in table.objects.filter(site=site)}
    for key in set(before) - set(after):
        before[key].delete()
    for key in set(before) & set(after):
        if any(getattr(before[key], name) != value for name, value in after[key].items()):
            filled(before[key], after[key], source).save()
    whose = {"site": site, "organisation": site.organisation}
    new = [filled(table(**whose), given, source) for key, given in after.items() if key not in before]
    table.objects.bulk_create(new)


def filled(row: Fact, given: Row, source: str) -> Fact:
    for name, value in {**given, "source": source}.items():
        setattr(row, name, value)
    must_be_sound(row)
    return row


def must_be_sound(row: Fact) -> None:
    try:
        row.clean_fields(exclude=["site", "organisation"])
    except ValidationError as wrong:
        raise ValueError("; ".join(wrong.messages)) from None
