"""What do the host's sites lack of what the operations of an agreement ask, and what have they not attested?"""

from collections.abc import Iterable
from datetime import date

from alongside.apps.directory.facts import SiteRecord, facts_of
from alongside.domain.agreement_force import Service
from alongside.domain.eligibility import ask_needs
from alongside.domain.reasons import Reason

# The rules of a thing that is there and that nobody stands for as it is.
UNATTESTED = ("ELG-8", "ELG-9")


def wanting(
    sites: Iterable[SiteRecord], services: frozenset[Service], on: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lacking, then not attested: each with the operation and the site. One that a site does not list is not asked."""
    lacking: list[str] = []
    unattested: list[str] = []
    for site in sites:
        facts = facts_of(site, on)
        for group in site.offered:
            if not services & {Service(group.treatment_function), Service(group.treatment_function, group.code)}:
                continue
            needs = site.needs.get(group.code)
            for finding in ask_needs(needs, facts, on) if needs else ():
                words = told(finding.reason, f"{group.name} at {site.site.name}")
                (unattested if finding.reason.rule in UNATTESTED else lacking).append(words)
    return tuple(lacking), tuple(unattested)


def told(reason: Reason, what: str) -> str:
    """Of which operation where; who mends it is said by the page that the words lead to."""
    words = reason.message.partition(". Mended by")[0].replace("This operation", what)
    return f"{words} ({reason.rule})"
