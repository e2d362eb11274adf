"""Rules that somebody is changing and has not saved: kept in their session until they save or throw them away."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from alongside.apps.directory.actions.criteria import written
from alongside.apps.directory.facts import Rules, SiteRecord, read_rules
from alongside.domain.criteria_reading import read_criteria


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules as they would be, and the version of this group that they started from (0 when there was none)."""

    rules: Rules
    based_on: int
    is_started: bool


def key_of(record: SiteRecord, code: str) -> str:
    return f"criteria-draft:{record.id}:{code or 'all'}"


def find(request: HttpRequest, record: SiteRecord, code: str) -> Draft:
    """The person's draft, or the rules in force when there is none."""
    kept: Any = request.session.get(key_of(record, code))
    if kept:
        return Draft(read_criteria(kept["rules"])[0], kept["based_on"], is_started=True)
    version = record.versions.get(code)
    return Draft(read_rules(version)[0], version.version if version else 0, is_started=False)


def keep(request: HttpRequest, record: SiteRecord, code: str, rules: Rules, based_on: int) -> None:
    request.session[key_of(record, code)] = {"rules": written(rules), "based_on": based_on}


def discard(request: HttpRequest, record: SiteRecord, code: str) -> None:
    request.session.pop(key_of(record, code), None)
