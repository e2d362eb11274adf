"""The services of an area as rows that a patient can read."""

from collections.abc import Iterable
from typing import Any

from alongside.apps.insight.presenters import SOURCE as STATISTICS
from alongside.apps.public.queries import Published, Service
from alongside.domain.site_notices import sentence
from alongside.domain.treatment_functions import treatment_function_name
from alongside.formats.rtt import Statistics
from alongside.web.tables import Column
from alongside.web.words import number

COLUMNS = [
    Column("service", "Service"),
    Column("site", "Where"),
    Column("run_by", "Run by"),
    Column("postcode", "Postcode"),
    Column("notices", "Changes announced"),
]
WAITS_COLUMN = Column("waits", "Published waits", note="of the organisation, for this service")
SOURCE_COLUMN = Column("source", "Source")
NO_FIGURE = "No published figure"


def columns_of(published: Published) -> list[Column]:
    """Without published figures there is no column of them."""
    return [*COLUMNS[:-1], WAITS_COLUMN, COLUMNS[-1]] if published.month else COLUMNS


def one_source(shown: Iterable[dict[str, Any]], columns: list[Column]) -> tuple[list[Column], str]:
    """When every row has the same source it is said once, under the table, instead of in a column."""
    sources = {row["source"] for row in shown}
    return (columns, sources.pop()) if len(sources) == 1 else ([*columns, SOURCE_COLUMN], "the last column")


def waits_source(published: Published) -> str:
    return f"{STATISTICS}, {published.month:%B %Y}" if published.month else ""


def waits(figures: Statistics | None) -> str:
    """What was published of those who wait, the same for every organisation.

    >>> from alongside.formats.rtt.statistics import statistics_of
    >>> waits(statistics_of([100, 80, 60, 40, 20], total=303, unknown_start=3)), waits(None)
    ('303 wait, 100.0% of them up to 18 weeks; half over 1.6 weeks', 'No published figure')
    """
    if figures is None or figures.within_18_percent is None:
        return NO_FIGURE
    half = figures.median_text if figures.median_weeks is None else number(figures.median_weeks, 1)
    share = number(figures.within_18_percent, 1)
    return f"{number(figures.total)} wait, {share}% of them up to 18 weeks; half over {half} weeks"


def rows(found: Iterable[Service], published: Published) -> list[dict[str, Any]]:
    made = [
        {
            "service": treatment_function_name(each.function),
            "function": each.function,
            "site": each.site.name,
            "run_by": "Independent" if each.site.organisation.kind == "independent" else "NHS",
            "postcode": each.site.postcode,
            "waits": waits(published.figures.get((each.site.organisation.code, each.function))),
            "source": each.source,
            "notices": ". ".join(sentence(notice) for notice in each.notices),
        }
        for each in found
    ]
    return sorted(made, key=lambda row: (row["service"], row["site"]))
