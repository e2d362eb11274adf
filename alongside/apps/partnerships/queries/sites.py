"""What do the host's sites lack of what the operations of an agreement ask, and what have they not attested?"""

from collections.abc import Iterable
from datetime import date

from alongside.apps.directory.facts import SiteRecord, facts_of
from alongside.domain.agreement_force import Service
from alongside.domain.eligibility import ask_needs

# The rules of a thing that is there and that nobody stands for as it is.
UNATTESTED = ("ELG-8", "ELG-9")


def wanting(
    sites: Iterable[SiteRecord], services: frozenset[Service], on: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lacking, then not attested: each with its site, the operation and what would mend it. An operation that the site
    does not list is not asked about."""
    lacking: list[str] = []
    unattested: list[str] = []
    for site in sites:
        facts = facts_of(site)
        for group in site.offered:
            if not services & {Service(group.treatment_function), Service(group.treatment_function, group.code)}:
                continue
            needs = site.needs.get(group.code)
            for finding in ask_needs(needs, facts, on) if needs else ():
                words = f"{site.site.name}, {group.name}: {finding.reason.message} ({finding.reason.rule})"
                (unattested if finding.reason.rule in UNATTESTED else lacking).append(words)
    return tuple(lacking), tuple(unattested)
