"""Which parts of a site's word are still good, and which are due to be given again?

A site is attested section by section, or whole. Each section's word lasts 90 days on its own, or until what it covers
changes. Basis: the 90 days of domain/criteria.py; a reminder comes two weeks before. Rules ATT-1 to ATT-4.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alongside.domain.criteria import ATTESTATION_DAYS
from alongside.domain.reasons import Reason, Severity

NOTICE_DAYS = 14


class Section(StrEnum):
    """The parts of what the directory holds of a site, in the order of its page."""

    LEVEL = "level"
    SERVICES = "services"
    SUPPORT = "support"
    RULES = "versions"
    EQUIPMENT = "equipment"
    STAFF = "staff"
    INFECTION = "infection"
    ACCESS = "access"
    HOURS = "hours"


SECTION_LABELS = {
    Section.LEVEL: "critical care level",
    Section.SERVICES: "operations",
    Section.SUPPORT: "support services",
    Section.RULES: "whom it takes",
    Section.EQUIPMENT: "equipment",
    Section.STAFF: "staff competence",
    Section.INFECTION: "infection pathway",
    Section.ACCESS: "access for patients",
    Section.HOURS: "opening hours",
}
# Every site answers for these, with or without an entry.
ALWAYS = frozenset({Section.LEVEL, Section.SERVICES, Section.SUPPORT, Section.RULES})
# What is there beyond what decides; a site answers for these once it has recorded something.
IN_DEPTH = (Section.EQUIPMENT, Section.STAFF, Section.INFECTION, Section.ACCESS, Section.HOURS)
# What decides about a patient: without these four nothing is answered with yes. Of the operations it is the one asked
# about that must be covered, and of the rules the site's own and those of that operation.
DECIDING = (Section.LEVEL, Section.SERVICES, Section.SUPPORT, Section.RULES)


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said of one section: the day, and what the section held then."""

    on: date
    covers: object


class Standing(StrEnum):
    """How far one section can be trusted today, best first."""

    ATTESTED = "attested"
    DUE = "due"
    STALE = "stale"
    CHANGED = "changed"
    NEVER = "never"


def last_good_day(on: date) -> date:
    """The last day on which a word given on `on` counts.

    >>> last_good_day(date(2026, 1, 1))
    datetime.date(2026, 4, 1)
    """
    return on + timedelta(days=ATTESTATION_DAYS)


def section_standing(word: Word | None, held: object, on: date) -> Standing:
    """How one section stands: never said, changed since, older than 90 days, due within two weeks, or good.

    >>> [section_standing(Word(date(2026, 1, 1), 2), 2, date(2026, 1, 1) + timedelta(n)).value for n in (75, 76, 91)]
    ['attested', 'due', 'stale']
    >>> section_standing(Word(date(2026, 1, 1), 2), 3, date(2026, 1, 2)).value
    'changed'
    """
    if word is None or word.on > on:
        return Standing.NEVER
    if word.covers != held:
        return Standing.CHANGED
    days = (on - word.on).days
    if days > ATTESTATION_DAYS:
        return Standing.STALE
    return Standing.DUE if days >= ATTESTATION_DAYS - NOTICE_DAYS else Standing.ATTESTED


def standings(
    words: Mapping[Section, Word | None], held: Mapping[Section, object], on: date
) -> dict[Section, Standing]:
    """How every section stands. One that holds nothing, and of which nobody spoke, is left out: it says nothing yet."""
    found = {}
    for section in Section:
        word, content = words.get(section), held.get(section)
        if section in ALWAYS or word or content:
            found[section] = section_standing(word, content, on)
    return found


def due(words: Mapping[Section, Word | None], held: Mapping[Section, object], on: date) -> tuple[Reason, ...]:
    """What somebody at the site should attest, and why, in the order of the page.

    ATT-1 older than 90 days, ATT-2 changed since, ATT-3 within two weeks of its last good day, ATT-4 never said.
    """
    return tuple(reason(section, found, words.get(section)) for section, found in wanting(words, held, on))


def wanting(
    words: Mapping[Section, Word | None], held: Mapping[Section, object], on: date
) -> Iterable[tuple[Section, Standing]]:
    return [(s, found) for s, found in standings(words, held, on).items() if found is not Standing.ATTESTED]


def reason(section: Section, standing: Standing, word: Word | None) -> Reason:
    label = SECTION_LABELS[section]
    name = f"{label[0].upper()}{label[1:]}"
    if standing is Standing.NEVER or word is None:
        return Reason("ATT-4", Severity.NEEDS_INFO, f"{name}: nobody has attested this")
    if standing is Standing.CHANGED:
        return Reason("ATT-2", Severity.NEEDS_INFO, f"{name}: changed since it was attested on {word.on:%-d %B %Y}")
    if standing is Standing.STALE:
        return Reason("ATT-1", Severity.NEEDS_REVIEW, f"{name}: attested on {word.on:%-d %B %Y}, over 90 days ago")
    return Reason("ATT-3", Severity.WARNS, f"{name}: counts until {last_good_day(word.on):%-d %B %Y}")
