"""A site as a line of the directory, as facts with their sources, and how far its word can be trusted today."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.directory.facts import (
    Place,
    Saying,
    SiteRecord,
    distance,
    is_attested,
    is_modelled,
    state_of,
    whose_word,
)
from alongside.apps.directory.models import Site
from alongside.apps.directory.presenters.rules import capital, cover_words, level_words
from alongside.domain.criteria import Attestation as State
from alongside.domain.support_services import SUPPORT_SERVICES
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.maps import Point
from alongside.web.tables import Column
from alongside.web.words import short_date

PROVENANCE = ("published", "modelled", "synthetic", "attested", "entered")
TAG = Markup('<strong class="nhsuk-tag nhsuk-tag--{} al-tag">{}</strong>')


NOBODY = "modelled: nobody at this hospital has attested it"


class Standing(StrEnum):
    """How far what the directory holds can be trusted today."""

    ATTESTED = "attested"
    MODELLED = "modelled"
    CHANGED = "changed"
    STALE = "stale"
    NEVER = "never"


STANDINGS = {
    Standing.ATTESTED: ("Attested", "green"),
    Standing.MODELLED: ("Modelled", "purple"),
    Standing.CHANGED: ("Changed since attested", "orange"),
    Standing.STALE: ("Stale", "orange"),
    Standing.NEVER: ("Never attested", "red"),
}
COLUMNS = [
    Column("name", "Site", sort=True, link="href"),
    Column("organisation", "Organisation", sort=True),
    Column("sector", "Kind", sort=True),
    Column("operations", "Operations", "number", sort=True, note="procedure groups"),
    Column("level", "Critical care level", sort=True),
    Column("attested", "Attested", sort=True),
]
KM_COLUMN = Column("km", "Distance", "km", sort=True, note="straight line")
FILE_COLUMNS = [
    Column("code", "ODS site code"),
    Column("name", "Site"),
    Column("organisation_code", "ODS organisation code"),
    Column("organisation", "Organisation"),
    Column("run_by", "Run by"),
    Column("sector", "Kind of site"),
    Column("postcode", "Postcode"),
    Column("functions", "Treatment functions"),
    Column("operations", "Procedure groups", "number"),
    Column("level_number", "Critical care level", "number"),
    Column("standing", "Attestation"),
    Column("attested_on", "Attested on", "date"),
    Column("attested_by", "Attested by"),
    Column("km", "Straight line km", "km"),
    Column("source", "Source of these facts"),
    Column("level_source", "Source of the level"),
]
SERVICE_COLUMNS = [
    Column("function", "Treatment function"),
    Column("group", "Operation"),
    Column("codes", "OPCS-4 codes"),
    Column("source", "Source"),
]
SUPPORT_COLUMNS = [
    Column("service", "Support service"),
    Column("cover", "When it is there"),
    Column("source", "Source"),
]


def standing_of(state: State, attestation: Saying | None, *, unchanged: bool) -> Standing:
    if state is State.ATTESTED and not unchanged:
        return Standing.CHANGED
    if state is State.ATTESTED and is_modelled(attestation):
        return Standing.MODELLED
    return Standing(state.value)


def standing(record: SiteRecord, on: date) -> Standing:
    return standing_of(state_of(record, on), record.attestation, unchanged=is_attested(record))


def standing_tag(value: Standing) -> Markup:
    words, colour = STANDINGS[value]
    return TAG.format(colour, words)


def attested_words(attestation: Saying | None) -> str:
    if attestation is None:
        return ""
    if is_modelled(attestation):
        return NOBODY
    return f"{short_date(attestation.on)} by {attestation.by_name}, {attestation.by_role}"


def last_attested(attestation: Saying | None) -> str:
    words = attested_words(attestation)
    return f"{capital(words)}." if is_modelled(attestation) else f"Last attested {words}." if words else ""


def site_row(record: SiteRecord, on: date, place: Place | None = None) -> dict[str, Any]:
    """One line of the list and of its files."""
    site, attestation, value = record.site, record.attestation, standing(record, on)
    said = "nobody at this hospital has attested it" if value is Standing.MODELLED else attested_words(attestation)
    words = Markup("{} {}").format(standing_tag(value), said)
    return {
        "record": record,
        "href": reverse("directory:show-site", args=[site.id]),
        "name": site.name,
        "code": site.code,
        "organisation": site.organisation.name,
        "organisation_code": site.organisation.code,
        "run_by": run_by(site),
        "sector": site.get_sector_display(),
        "postcode": site.postcode,
        "functions": ", ".join(treatment_function_name(code) for code in sorted(record.functions)),
        "operations": len(record.offered),
        "level": "not known" if site.critical_care_level is None else str(site.critical_care_level),
        "level_number": site.critical_care_level,
        "attested": words,
        "standing": STANDINGS[value][0],
        "state": value,
        "attested_on": attestation.on if attestation else None,
        "attested_by": attested_by(attestation),
        "km": distance(site, place),
        "source": site.source,
        "level_source": site.level_source,
    }


def attested_by(attestation: Saying | None) -> str:
    return "" if is_modelled(attestation) else whose_word(attestation)


def run_by(site: Site) -> str:
    return "Independent" if site.organisation.kind == "independent" else "NHS"


def service_rows(record: SiteRecord) -> list[dict[str, Any]]:
    services: Any = record.site
    rows = []
    for service in services.held_services:
        group = record.groups.get(service.procedure_group_id)
        rows.append(
            {
                "function": treatment_function_name(service.treatment_function),
                "group": group.name if group else "Sees patients; no operation stated",
                "codes": ", ".join(group.opcs_codes) if group else "",
                "source": service.source,
            }
        )
    return sorted(rows, key=lambda row: (row["function"], row["group"]))


def support_rows(record: SiteRecord) -> list[dict[str, Any]]:
    """Every support service, those that nobody recorded too: not recorded is not "none" (AL-4)."""
    site: Any = record.site
    sources = {service.kind: service.source for service in site.held_support}
    return [
        {"service": capital(name), "cover": cover_words(record.support.get(kind)), "source": sources.get(kind, "")}
        for kind, name in SUPPORT_SERVICES.items()
    ]


def fact_rows(record: SiteRecord) -> list[dict[str, Any]]:
    site = record.site
    level_source = "" if site.level_source == site.source else site.level_source
    return [
        {"key": "Critical care", "value": sourced(level_words(site.critical_care_level), level_source)},
        {"key": "Telephone for clinicians", "value": site.phone or "not known"},
        {"key": "Run by", "value": f"{site.organisation.name} ({run_by(site)})"},
        {"key": "Kind of site", "value": site.get_sector_display()},
        {"key": "Postcode", "value": f"{site.postcode} (place on the map: {site.position_source.replace('_', ' ')})"},
        {"key": "ODS codes", "value": f"site {site.code}, organisation {site.organisation.code}"},
        {"key": "Source of these facts", "value": site.source},
    ]


def sourced(words: str, source: str) -> str:
    return f"{words}. Source: {source}" if source else words


def one_source(rows: list[dict[str, Any]], columns: list[Column]) -> tuple[list[Column], str]:
    """When every row has the same source it is said once, under the table, instead of in a column."""
    sources = {row["source"] for row in rows if row["source"]}
    if len(sources) > 1:
        return columns, ""
    return [column for column in columns if column.key != "source"], f"Source: {sources.pop()}" if sources else ""


def provenance(record: SiteRecord) -> str:
    """What kind of word the rules are, or the other facts when there are no rules (AL-12)."""
    sources = [version.source for _, version in sorted(record.versions.items())]
    return provenance_of((sources or [record.site.source])[0])


def provenance_of(source: str) -> str:
    """The kind of source that its first word names, for the tag.

    >>> provenance_of("Modelled: half the beds"), provenance_of("somebody said")
    ('modelled', '')
    """
    word = source.split(" ")[0].strip(":,.;").lower() if source else ""
    return word if word in PROVENANCE else ""


def points(rows: Iterable[dict[str, Any]]) -> list[Point]:
    return [
        Point(row["name"], row["record"].site.latitude, row["record"].site.longitude, row["run_by"], row["operations"])
        for row in rows
    ]
