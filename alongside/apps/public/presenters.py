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


def rows(found: Iterable[Service]) -> list[dict[str, Any]]:
    made = [
        {
            "service": treatment_function_name(each.function),
            "function": each.function,
            "site": each.site.name,
            "run_by": "Independent" if each.site.organisation.kind == "independent" else "NHS",
            "postcode": each.site.postcode,
            "notices": ". ".join(sentence(notice) for notice in each.notices),
        }
        for each in found
    ]
    return sorted(made, key=lambda row: (row["service"], row["site"]))
