"""The whole area on one map: sites, agreements in force, partnerships; and each pair with its gaps as a row."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.agreements.presenters.states import STATES
from alongside.apps.directory.models import Site
from alongside.apps.partnerships.facts import point
from alongside.apps.partnerships.presenters import TAG
from alongside.apps.partnerships.presenters.pairs import services_words
from alongside.apps.partnerships.queries import Standing
from alongside.domain.agreement_clauses import services_of
from alongside.domain.agreement_state import IN_FORCE
from alongside.domain.agreement_topics import Topic
from alongside.domain.buddy_proposals import HIGH_DEPENDENCY
from alongside.web.charts import Figure
from alongside.web.maps import Flow, distance_km, map_figure
from alongside.web.tables import Column

TITLE = "Who works with whom"
# More lines than this cross each other until none can be followed.
MOST_LINES = 30
THEIRS = "known to its two sides and the board"
COLUMNS = [
    Column("pair", "Patients of, treated at"),
    Column("tag", "Agreement"),
    Column("partnership", "Partnership", link="partnership_href"),
    Column("service_count", "Services", "number"),
    Column("route", "Unplanned transfer"),
    Column("purposes", "IT systems named"),
    Column("gaps_words", "Gaps"),
    Column("ready", "Readiness", link="href"),
]
FILE_COLUMNS = [
    Column("guest", "Patients of"),
    Column("host", "Treated at"),
    Column("state", "Agreement"),
    Column("partnership", "Partnership"),
    Column("services", "Services"),
    Column("route", "Unplanned transfer"),
    Column("registered", "IT systems in the register"),
    Column("systems", "IT systems in the agreement"),
    Column("gaps", "Gaps", "number"),
    Column("gaps_words", "What is missing"),
    Column("points", "Things that stand", "number"),
    Column("of", "Things asked", "number"),
]


def row_of(one: Standing, on: date) -> dict[str, Any]:
    state, colour = agreement_state(one, on)
    gaps = gaps_of(one, on)
    red = [record for record in one.partnerships if record.gaps(on)]
    first = (red or list(one.partnerships))[:1]
    return {
        "pair": f"{one.guest.name}, at {one.host.name}",
        "guest": one.guest.name,
        "host": one.host.name,
        "state": state,
        "tag": TAG.format(colour, state) if one.readiness else THEIRS,
        "stands": bool(one.partnerships) or one.agreement is not None,
        "partnership": partnership_words(one, on),
        "partnership_href": reverse("partnerships:show-partnership", args=[first[0].partnership.pk]) if first else "",
        "services": services_words(functions(one, on)) or "none named",
        "service_count": len(functions(one, on)),
        "route": "; ".join(record.kept.route or "not said" for record in one.partnerships) or "not said",
        "purposes": ", ".join(dict.fromkeys(each.get_purpose_display() for each in one.systems)) or "none",
        "registered": "; ".join(f"{each.get_purpose_display()}: {each.system}" for each in one.systems) or "none",
        "systems": systems(one.agreement, on),
        "gaps": len(gaps),
        "gaps_words": "; ".join(gaps) or "none",
        "points": one.readiness.points if one.readiness else None,
        "of": one.readiness.of if one.readiness else None,
        "ready": f"{one.readiness.points} of {one.readiness.of}" if one.readiness else THEIRS,
        "href": reverse("partnerships:show-readiness", args=[one.guest.pk, one.host.pk]) if one.readiness else "",
    }


def agreement_state(one: Standing, on: date) -> tuple[str, str]:
    if one.readiness is None:
        return THEIRS, ""
    return STATES[one.agreement.at(on).state(on)] if one.agreement else ("None", "red")


def partnership_words(one: Standing, on: date) -> str:
    """How many sites, and how many of them lack something."""
    if not one.partnerships:
        return "none"
    lacking = sum(bool(record.gaps(on)) for record in one.partnerships)
    names = ", ".join(record.partnership.site.name for record in one.partnerships)
    return f"{names}: {'something is missing' if lacking else 'complete'}"


def functions(one: Standing, on: date) -> list[str]:
    """What the agreement names, else what the partnerships do."""
    codes = {service.function for service in services_of(one.agreement.at(on).clauses)} if one.agreement else set()
    return sorted(codes or {code for record in one.partnerships for code in record.kept.services})


def systems(record: AgreementRecord | None, on: date) -> str:
    clause = record.at(on).clauses.get(Topic.SYSTEMS) if record else None
    return clause.answer if clause else "not said"


def gaps_of(one: Standing, on: date) -> list[str]:
    found = [f"{gap.part}: {gap.words}" for record in one.partnerships for gap in record.gaps(on)]
    if one.readiness is None:
        return found
    if one.agreement is None:
        return ["no agreement", *found]
    version = one.agreement.at(on)
    lacks = len(version.gaps(on, one.agreement.names))
    words = [] if version.state(on) in IN_FORCE else ["the agreement is not in force"]
    return [*words, *([f"{lacks} things missing in the agreement"] if lacks else []), *found]


def asked(row: dict[str, Any], text: str, show: str) -> bool:
    """Does this row satisfy both filters? Without a choice, what stands in some way."""
    told = f"{row['guest']} {row['host']} {row['partnership']}".lower()
    holds = {"": row["stands"], "gaps": row["stands"] and row["gaps"] > 0, "none": not row["stands"]}
    return all(word in told for word in text.lower().split()) and holds.get(show, True)


def partnerships_figure(
    found: Iterable[Standing], sites: Sequence[Site], source: str, *, is_whole: bool
) -> Figure | None:
    """A line for each partnership, as thick as the services it names; of a whole area, sites without one as well."""
    lines: Counter[tuple[str, str]] = Counter()
    for one in found:
        guests = hospitals(one.guest.pk, sites)
        for record in one.partnerships:
            for line in closest(guests, [record.partnership.site]):
                lines[line] += max(1, len(record.kept.services))
    alone = [site for site in sites if is_whole and site.organisation.kind == "independent"]
    return drawn("Partnerships", lines, sites, alone, source)


def agreements_figure(found: Iterable[Standing], sites: Sequence[Site], on: date, source: str) -> Figure | None:
    """A line for each agreement in force; None where there are so many that nobody could follow one."""
    lines: Counter[tuple[str, str]] = Counter()
    for one in found:
        if one.agreement is not None and one.agreement.at(on).state(on) in IN_FORCE:
            for line in closest(hospitals(one.guest.pk, sites), hospitals(one.host.pk, sites)):
                lines[line] += max(1, len(functions(one, on)))
    return drawn("Agreements in force", lines, sites, [], source) if len(lines) <= MOST_LINES else None


def drawn(
    title: str, lines: Counter[tuple[str, str]], sites: Sequence[Site], alone: Sequence[Site], source: str
) -> Figure | None:
    flows = [Flow(origin, destination, count) for (origin, destination), count in sorted(lines.items())]
    ends = {end for pair in lines for end in pair}
    shown = [site for site in sites if site.name in ends or site in alone]
    figure = map_figure(title, [point(site) for site in shown], flows, what="Services")
    return replace(figure.sourced(source), size="wide") if flows else None


def hospitals(organisation_id: object, sites: Sequence[Site]) -> list[Site]:
    """Its sites with high dependency care, or all of them where it has none."""
    own = [site for site in sites if site.organisation_id == organisation_id]
    return [site for site in own if (site.critical_care_level or 0) >= HIGH_DEPENDENCY] or own


def closest(ones: Sequence[Site], others: Sequence[Site]) -> list[tuple[str, str]]:
    """The names of the two sites that are nearest to each other; nothing where either side has none."""
    pairs = [(distance_km(point(one), point(other)), one.name, other.name) for one in ones for other in others]
    return [min(pairs)[1:]] if pairs else []
