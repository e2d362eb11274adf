"""Each section of a site's word: how it stands today, who gave it, until when it counts, and what shows it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory.facts import (
    Saying,
    SiteRecord,
    evidence_of,
    is_modelled,
    sections_due,
    sections_standing,
)
from alongside.apps.directory.models import Attestation, SectionAttestation
from alongside.apps.directory.presenters.rules import capital
from alongside.apps.directory.presenters.sites import NOBODY, TAG
from alongside.domain.site_sections import SECTION_LABELS, Section, Standing, last_good_day
from alongside.web.tables import Column
from alongside.web.words import plural

STANDINGS = {
    Standing.ATTESTED: ("Attested", "green"),
    Standing.DUE: ("Due soon", "yellow"),
    Standing.STALE: ("Stale", "orange"),
    Standing.CHANGED: ("Changed since attested", "orange"),
    Standing.NEVER: ("Never attested", "red"),
}
COLUMNS = [
    Column("section", "Part"),
    Column("standing", "Standing"),
    Column("on", "Attested on", "date"),
    Column("by", "By"),
    Column("until", "Counts until", "date"),
    Column("evidence", "Evidence", link="link"),
]


def rows(record: SiteRecord, on: date) -> list[dict[str, Any]]:
    return [
        row_of(section, standing, record.words.get(section))
        for section, standing in sections_standing(record, on).items()
    ]


def row_of(section: Section, standing: Standing, word: Saying | None) -> dict[str, Any]:
    text, colour = STANDINGS[standing]
    modelled = is_modelled(word)
    good = modelled and standing in (Standing.ATTESTED, Standing.DUE)
    link = evidence_of(word, section) if word else ""
    return {
        "section": capital(SECTION_LABELS[section]),
        "word": "modelled" if good else text.lower(),
        "standing": TAG.format("purple", "Modelled") if good else TAG.format(colour, text),
        "on": word.on if word else None,
        "by": "" if word is None else "nobody at this hospital" if modelled else f"{word.by_name}, {word.by_role}",
        "until": last_good_day(word.on) if word and standing is not Standing.CHANGED else None,
        "evidence": "See what shows it" if link else "",
        "link": link,
    }


def in_a_word(rows: Sequence[dict[str, Any]]) -> str:
    """How the parts stand, for the line under which their table is folded.

    >>> in_a_word([{"word": "attested"}, {"word": "stale"}, {"word": "attested"}])
    '3 parts: 2 attested, 1 stale'
    """
    counts = Counter(row["word"] for row in rows)
    return f"{plural(len(rows), 'part')}: {', '.join(f'{count} {word}' for word, count in counts.items())}"


def reminders(records: Iterable[SiteRecord], by: Acting, on: date) -> list[dict[str, Any]]:
    """Our own sites with a part of their word stale, changed, missing or due within two weeks (ATT-1 to ATT-4)."""
    if not by.may(Permission.ATTEST):
        return []
    own = [record for record in records if record.site.organisation_id == by.organisation_id and record.services]
    return [
        {"site": record.site.name, "href": reverse("directory:attest-site", args=[record.id]), "reasons": reasons}
        for record in own
        if (reasons := sections_due(record, on))
    ]


def history(whole: Sequence[Attestation], parts: Sequence[SectionAttestation]) -> list[dict[str, Any]]:
    """Everybody who ever attested this site or a part of it, newest first."""
    said: list[Saying] = sorted([*whole, *parts], key=lambda word: (word.on, word.at), reverse=True)
    return [event(word) for word in said]


def event(word: Saying) -> dict[str, Any]:
    title = capital(NOBODY) if is_modelled(word) else f"Attested by {word.by_name}"
    if isinstance(word, SectionAttestation):
        title = f"{capital(SECTION_LABELS.get(Section(word.section), word.section))}: {title[0].lower()}{title[1:]}"
    return {"title": title, "when": word.on, "by": "" if is_modelled(word) else word.by_role, "text": word.note}
