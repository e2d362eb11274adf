"""A named person says that what the directory holds of their site is true today: all of it, or some sections."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.actions.ownership import lock, must_be_as_seen
from alongside.apps.directory.facts import SiteRecord, held, sections_shown
from alongside.apps.directory.models import Attestation, SectionAttestation, Site
from alongside.domain.site_sections import Section

Links = Mapping[Section, str]


@transaction.atomic
def attest(
    *, site: Site, seen: str, note: str = "", evidence: Links | None = None, by: Acting, today: date
) -> Attestation:
    """Attest exactly what the person was shown: ChangedMeanwhileError when it is no longer what is held."""
    record = lock(site, by, Permission.ATTEST)
    must_be_as_seen(record, seen)
    links = {str(section): link for section, link in (evidence or {}).items() if link}
    attestation = Attestation.objects.create(**said(site, by, today), note=note, covers=shown(record), evidence=links)
    record_event("directory.attested", target=site, by=by, covers=seen, note=note, evidence=links)
    return attestation


@transaction.atomic
def attest_sections(
    *,
    site: Site,
    seen: str,
    sections: Collection[Section],
    note: str = "",
    evidence: Links | None = None,
    by: Acting,
    today: date,
) -> list[SectionAttestation]:
    """Attest these sections as the person was shown them; the word on the others stays as it was."""
    record = lock(site, by, Permission.ATTEST)
    must_be_as_seen(record, seen)
    content = held(record)
    rows = [
        SectionAttestation(
            **said(site, by, today),
            section=section,
            covers=content[section],
            note=note,
            evidence_link=(evidence or {}).get(section, ""),
        )
        for section in Section
        if section in sections
    ]
    SectionAttestation.objects.bulk_create(rows)
    names = [row.section for row in rows]
    record_event("directory.sections_attested", target=site, by=by, sections=names, covers=seen, note=note)
    return rows


def shown(record: SiteRecord) -> dict[str, Any]:
    """What the page shows of each section: one that holds nothing, and of which nobody spoke, is no part of a word."""
    content = held(record)
    return {section.value: content[section] for section in sections_shown(record)}


def said(site: Site, by: Acting, today: date) -> dict[str, Any]:
    return {
        "site": site,
        "organisation": site.organisation,
        "on": today,
        "by": by.user,
        "by_name": by.name,
        "by_role": by.role.title,
    }
