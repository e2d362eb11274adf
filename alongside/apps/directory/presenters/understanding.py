"""How well the area knows itself, as figures and a table of specialties."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from alongside.apps.directory.facts import WHOLE_SITE, SiteRecord, is_modelled
from alongside.apps.directory.presenters.sites import Standing, standing
from alongside.domain.treatment_functions import treatment_function_name
from alongside.domain.understanding import KnownSite, Understanding, by_function, understanding
from alongside.web.tables import Column
from alongside.web.words import number, percent

COLUMNS = [
    Column("function", "Specialty"),
    Column("sites", "Sites", "number"),
    Column("attested", "Attested", "number"),
    Column("share", "Share attested", "percent"),
    Column("age", "Age of their word", "number", note="median days"),
]
GAP_COLUMNS = [
    Column("function", "Specialty"),
    Column("every_never", "Nobody has spoken for"),
    Column("every_unruled", "No rule stated by"),
]
FILE_COLUMNS = [*COLUMNS, *GAP_COLUMNS[1:]]


def known(record: SiteRecord, on: date) -> KnownSite:
    word = None if is_modelled(record.attestation) else record.attestation
    whole = WHOLE_SITE in record.versions
    functions = dict.fromkeys(record.functions, whole)
    for group in record.offered:
        functions[group.treatment_function] |= group.code in record.versions
    attested = standing(record, on) is Standing.ATTESTED
    return KnownSite(record.site.name, attested, (on - word.on).days if word else None, functions)


def rows(sites: Iterable[KnownSite]) -> list[dict[str, Any]]:
    return [
        {
            "function": treatment_function_name(function),
            "sites": found.sites,
            "attested": found.attested,
            "share": found.share,
            "age": found.median_age_days,
            "every_never": "; ".join(found.never),
            "every_unruled": "; ".join(found.without_rules),
        }
        for function, found in by_function(sites).items()
    ]


def gap_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The specialties in which some site has not spoken or states no rule."""
    return [row for row in rows if row["every_never"] or row["every_unruled"]]


def figures(sites: Iterable[KnownSite]) -> list[dict[str, Any]]:
    found: Understanding = understanding(sites)
    age = "not known" if found.median_age_days is None else f"{number(found.median_age_days)} days"
    return [
        {"figure": percent(found.share), "label": f"of {found.sites} sites attested, in force today"},
        {"figure": age, "label": "median age of what sites have said"},
        {"figure": number(len(found.never)), "label": "sites for which nobody has spoken"},
        {"figure": number(len(found.without_rules)), "label": "sites that state no rule for whom they take"},
    ]
