"""What one more session a week, or one more bed a night, is worth in patients: in words, most first."""

from typing import Any

from alongside.apps.plans.models import Plan
from alongside.planner.worth import BED
from alongside.web.tables import Column
from alongside.web.words import number, plural

MOST_SHOWN = 10
COLUMNS = [
    Column("what", "One more", sort=True),
    Column("site", "Site", sort=True),
    Column("specialty", "Specialty", sort=True),
    Column("patients", "More patients, about", "number", sort=True, note="modelled, over all these weeks"),
    Column("waiting", "Without a place who could go there", "number", sort=True),
    Column("weeks_waited", "Weeks waited by those first in line", "number", sort=True, note="on average"),
    Column("weeks", "Weeks that get one more", "number", sort=True),
]
FIRST = "-patients"
NOT_KEPT = "This plan was made before what one more session is worth was kept with a plan. Plan again to have it."
MODELLED = (
    "Worked out from the plan’s prices, one at a time: they do not add up. Planning again with the session gives the "
    "answer: in trials the sum was up to a third more than it, and single figures were up to 27 patients off."
)


def is_kept(plan: Plan) -> bool:
    """Plans of an earlier day have none."""
    return "worth" in plan.summary


def rows(plan: Plan) -> list[dict[str, Any]]:
    """One for each site and specialty with sessions, and one for the beds of each site; most patients first."""
    columns = plan.summary.get("worth", {})
    return [row(dict(zip(columns, values, strict=True))) for values in zip(*columns.values(), strict=True)]


def row(found: dict[str, Any]) -> dict[str, Any]:
    is_bed = found["unit"] == BED
    patients = about(found["patients"])
    return {
        "what": "Bed every night" if is_bed else f"Session a week of {hours(found['minutes'])}",
        "unit": found["unit"],
        "code": found["site"],
        "site": found["site_name"],
        "function": found["function"],
        "specialty": "All" if is_bed else found["function_name"],
        "patients": patients,
        "waiting": found["waiting"],
        "weeks_waited": round(found["weeks_waited"]) if patients else None,
        "weeks": found["weeks"],
    }


def about(patients: float) -> int:
    """No more figures than the model deserves.

    >>> about(0.4), about(7.6), about(83.7), about(131.2)
    (0, 8, 85, 130)
    """
    step = 1 if patients < 20 else 5 if patients < 100 else 10
    return round(patients / step) * step


def hours(minutes: int) -> str:
    """
    >>> hours(240), hours(210), hours(60)
    ('4 hours', '3½ hours', '1 hour')
    """
    whole, half = divmod(round(minutes / 30), 2)
    return "½ hour" if not whole else f"{whole}{'½' if half else ''} hour{'' if whole == 1 and not half else 's'}"


def sentences(plan: Plan) -> list[dict[str, str]]:
    """The most valuable, each as what would be added and what it brings."""
    return [sentence(plan, one) for one in rows(plan)[:MOST_SHOWN] if one["patients"]]


def sentence(plan: Plan, one: dict[str, Any]) -> dict[str, str]:
    when = "" if one["weeks"] == plan.weeks else f" (in the {plural(one['weeks'], 'week')} with any)"
    what = (
        f"One more bed every night at {one['site']}{when}"
        if one["unit"] == BED
        else f"One more {one['specialty']} session a week at {one['site']}{when}"
    )
    return {"what": what, "brings": f"about {plural(one['patients'], 'more patient')}", "of": rest(one)}


def rest(one: dict[str, Any]) -> str:
    """Out of whom."""
    return (
        f"of {number(one['waiting'])} without a place who could go there; those first in line have waited "
        f"{plural(one['weeks_waited'], 'week')} on average"
    )
