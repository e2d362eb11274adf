"""A month of beds as a grid, and as lines of a file."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.facts import kind_of
from alongside.apps.capacity.models import BedNight
from alongside.apps.capacity.presenters import whose_policy
from alongside.web.tables import Column

COLUMNS = [
    Column("night", "Night", "date"),
    Column("site", "Site"),
    Column("site_code", "Site code"),
    Column("organisation", "Organisation"),
    Column("level", "Level of care", "number"),
    Column("offered", "Beds offered", "number"),
    Column("held", "Held", "number"),
    Column("booked", "Booked", "number"),
    Column("left", "Left", "number"),
    Column("source", "Source"),
]


@dataclass(frozen=True, slots=True)
class BedRow:
    """One site and level through a month; a night without an entry is None. `policy` is where to ask whose applies."""

    site: str
    level: str
    nights: list[Any]
    is_ours: bool
    policy: str


def days_of(month: date) -> list[date]:
    return [month.replace(day=day) for day in range(1, monthrange(month.year, month.month)[1] + 1)]


def grid(found: Iterable[Any], month: date, acting: Acting) -> list[BedRow]:
    days = days_of(month)
    rows: dict[tuple[str, int], BedRow] = {}
    for night in found:
        key = (night.site.name, night.level)
        if key not in rows:
            is_ours = night.organisation_id == acting.organisation_id
            policy = whose_policy(acting, night.organisation, night.site)
            rows[key] = BedRow(night.site.name, night.get_level_display(), [None] * len(days), is_ours, policy)
        rows[key].nights[night.night.day - 1] = night
    return list(rows.values())


def lines(found: Iterable[Any]) -> Iterable[dict[str, Any]]:
    return (line(night) for night in found)


def line(night: Any) -> dict[str, Any]:
    return {
        "night": night.night,
        "site": night.site.name,
        "site_code": night.site.code,
        "organisation": night.organisation.name,
        "level": night.level,
        "offered": night.beds,
        "held": night.held,
        "booked": night.booked,
        "left": night.left,
        "source": night.source,
    }


def sources(found: Iterable[BedNight]) -> list[dict[str, str]]:
    return [{"kind": kind_of(source), "text": source} for source in sorted({night.source for night in found})][:6]
