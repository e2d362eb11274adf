"""The services of an area as rows that a patient can read."""

from collections.abc import Iterable
from typing import Any

from alongside.apps.public.queries import Service
from alongside.domain.site_notices import sentence
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column

COLUMNS = [
    Column("service", "Service"),
    Column("site", "Where"),
    Column("run_by", "Run by"),
    Column("postcode", "Postcode"),
    Column("notices", "Changes announced"),
]
SOURCE_COLUMN = Column("source", "Source")


def one_source(shown: Iterable[dict[str, Any]]) -> tuple[list[Column], str]:
    """When every row has the same source it is said once, under the table, instead of in a column."""
    sources = {row["source"] for row in shown}
    return (COLUMNS, sources.pop()) if len(sources) == 1 else ([*COLUMNS, SOURCE_COLUMN], "the last column")


def rows(found: Iterable[Service]) -> list[dict[str, Any]]:
    made = [
        {
            "service": treatment_function_name(each.function),
            "function": each.function,
            "site": each.site.name,
            "run_by": "Independent" if each.site.organisation.kind == "independent" else "NHS",
            "postcode": each.site.postcode,
            "source": each.source,
            "notices": ". ".join(sentence(notice) for notice in each.notices),
        }
        for each in found
    ]
    return sorted(made, key=lambda row: (row["service"], row["site"]))
