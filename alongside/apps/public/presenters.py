"""The services of an area as rows that a patient can read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.facts import SiteRecord, is_modelled
from alongside.apps.directory.models import Site
from alongside.apps.directory.presenters.capability import hours_words
from alongside.apps.insight.presenters import SOURCE as STATISTICS
from alongside.apps.public.queries import Published, Service
from alongside.domain.expecting import expectations
from alongside.domain.site_capability import DAYS
from alongside.domain.site_notices import sentence
from alongside.domain.treatment_functions import treatment_function_name
from alongside.formats.rtt import Statistics
from alongside.web.tables import Column
from alongside.web.words import long_date, number

COLUMNS = [
    Column("service", "Service"),
    Column("site", "Where", link="href"),
    Column("run_by", "Run by"),
    Column("postcode", "Postcode"),
    Column("notices", "Changes announced"),
]
WAITS_COLUMN = Column("waits", "Published waits", note="of the organisation, for this service")
SOURCE_COLUMN = Column("source", "Source")
NO_FIGURE = "No published figure"
EXPECTED = [Column("about", "About"), Column("words", "What to expect"), Column("known", "Known")]


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
    >>> waits(statistics_of([0, 0, 1], total=1))
    '1 waits, 100.0% of them up to 18 weeks; half over 2.5 weeks'
    """
    if figures is None or figures.within_18_percent is None:
        return NO_FIGURE
    half = figures.median_text if figures.median_weeks is None else number(figures.median_weeks, 1)
    share = number(figures.within_18_percent, 1)
    who = "1 waits" if figures.total == 1 else f"{number(figures.total)} wait"
    return f"{who}, {share}% of them up to 18 weeks; half over {half} weeks"


def rows(area_code: str, found: Iterable[Service], published: Published) -> list[dict[str, Any]]:
    made = [
        {
            "service": treatment_function_name(each.function),
            "function": each.function,
            "site": each.site.name,
            "href": reverse("public:show-site", args=[area_code, each.site.code]),
            "run_by": run_by(each.site),
            "postcode": each.site.postcode,
            "waits": waits(published.figures.get((each.site.organisation.code, each.function))),
            "source": each.source,
            "notices": ". ".join(sentence(notice) for notice in each.notices),
        }
        for each in found
    ]
    return sorted(made, key=lambda row: (row["service"], row["site"]))


def run_by(site: Site) -> str:
    return "Independent" if site.organisation.kind == "independent" else "NHS"


def crumbs(area: Organisation) -> list[dict[str, str]]:
    return [{"text": f"Services in {area.name}", "href": reverse("public:list-services", args=[area.code])}]


def about_site(record: SiteRecord) -> list[dict[str, str]]:
    site = record.site
    run = f"{site.organisation.name} ({'an independent provider' if run_by(site) == 'Independent' else 'NHS'})"
    found = [("Run by", run), ("Postcode", site.postcode), ("Telephone", site.phone), ("Open", opening(record))]
    return [{"key": key, "value": value or "Not given"} for key, value in found]


def opening(record: SiteRecord) -> str:
    """Days one after the other with the same hours are said together."""
    by_day = {found.weekday: hours_words(found) for found in record.capability.hours}
    if not by_day:
        return ""
    spells: list[list[str]] = []
    for at, day in enumerate(DAYS):
        words = by_day.get(at, "closed").lower()
        if spells and spells[-1][2] == words:
            spells[-1][1] = day
        else:
            spells.append([day, day, words])
    return "; ".join(f"{first if first == last else f'{first} to {last}'}, {words}" for first, last, words in spells)


def expected(record: SiteRecord) -> list[dict[str, str]]:
    """What is different there, in the same order for every site."""
    found = expectations(record.site.critical_care_level, record.support, record.capability.features)
    return [{"about": one.about, "words": one.words, "known": "yes" if one.is_known else "no"} for one in found]


def done_at(record: SiteRecord, published: Published) -> tuple[list[Column], list[dict[str, str]]]:
    """Each service of the site, with what was published of those who wait for it at its organisation."""
    columns = [column for column in columns_of(published) if column.key in ("service", "waits")]
    organisation = record.site.organisation.code
    done = [
        {"service": treatment_function_name(code), "waits": waits(published.figures.get((organisation, code)))}
        for code in record.functions
    ]
    return columns, sorted(done, key=lambda row: row["service"])


def who_says_so(record: SiteRecord, on: date) -> tuple[str, str]:
    """The tag and the words for where this is from (AL-12): no name of a person is public."""
    word = record.attestation
    if word is None:
        return "", f"Nobody at this hospital has confirmed it. As of {long_date(on)}."
    if is_modelled(word):
        return "modelled", f"For a demonstration: nobody at this hospital has said it. As of {long_date(on)}."
    return "attested", f"Said by the hospital itself on {long_date(word.on)}. As of {long_date(on)}."
