"""How much better could any plan be, told in places?"""

from typing import Any

from alongside.apps.plans.models import Plan
from alongside.planner.plan import Tier
from alongside.planner.shared import STEP
from alongside.planner.solve import PINNED
from alongside.planner.worth import places_lacking
from alongside.web.tables import Column
from alongside.web.words import number, percent, plural

COLUMNS = [
    Column("who", "Decided together"),
    Column("patients", "Patients", "number"),
    Column("placed", "Placed", "number"),
    Column("reached", "At least this share of the most possible", "percent"),
    Column("lacking", "What any plan could add, at most"),
]
NAMES = {"all patients": "Everybody", PINNED: "Kept at a site by hand"}
# Of a bound so far off nothing can be read.
WIDE = 0.25
WORTH = (
    "The gap is one of worth (clinical priority, time waited, distance, an early week), told in places of the mean "
    "worth of those placed. A plan could place more people and be worth less, by giving up urgent patients or "
    "long waits for short operations."
)
FAIR = "Then nobody holds a place that somebody of a higher priority without one could take."
IN_TIERS = (
    f"All priorities are shared out in one search in which each counts many times the next: at least {STEP:.0f} times, "
    f"and more where the highest would otherwise lose by it. {FAIR}"
)
GOES_ON = (
    "This plan goes on from an earlier one. Patients near what has changed are looked at again in one search, in which "
    f"each priority counts {STEP:.0f} times the next. {FAIR}"
)
LATER = (
    "The bound of a later priority asks only that earlier ones keep their worth: they might go elsewhere, or others of "
    "the same worth in their place. So it widens from one to the next, and for the last it says little of the plan."
)


def rows(plan: Plan) -> list[dict[str, Any]]:
    """One for each tier that has patients."""
    return [
        {
            "who": NAMES.get(tier["name"], tier["name"].capitalize()),
            "patients": tier["patients"],
            "placed": tier["placed"],
            "reached": None if not tier["objective"] else round(1 - tier["gap"], 4),
            "lacking": lacking_words(tier),
        }
        for tier in plan.summary["tiers"]
        if tier["patients"]
    ]


def lacking_words(tier: dict[str, Any]) -> str:
    """
    >>> lacking_words({"name": "", "objective": 100.0, "bound": 100.4, "patients": 90, "placed": 50, "gap": 0.004})
    'Fewer than one more place'
    >>> lacking_words({"name": "", "objective": 100.0, "bound": 110.0, "patients": 90, "placed": 50, "gap": 0.09})
    'About 5 more places, of the 50 placed'
    """
    places = places_lacking(Tier(*(tier[name] for name in ("name", "objective", "bound", "patients", "placed"))))
    if places is None:
        return "Nobody is placed" if tier["bound"] > 0 else "Nothing: nobody could have a place"
    if tier["gap"] > WIDE:
        return "Not known: the bound is too wide"
    if tier["bound"] - tier["objective"] < tier["objective"] / tier["placed"]:
        return "Fewer than one more place"
    return f"About {plural(rounded_up(places), 'more place')}, of the {number(tier['placed'])} placed"


def rounded_up(places: int) -> int:
    """
    >>> rounded_up(33), rounded_up(456)
    (33, 460)
    """
    return places if places < 100 else -(-places // 10) * 10


def sentences(plan: Plan) -> list[str]:
    """One for each tier, for plain text."""
    return [
        f"{row['who']}: {number(row['placed'])} of {number(row['patients'])} placed. It reaches at least "
        f"{percent(row['reached'], 1)} of the most that any plan on this shortlist could. What any plan could add, at "
        f"most: {row['lacking'][0].lower()}{row['lacking'][1:]}."
        for row in rows(plan)
        if row["reached"] is not None
    ]


def notes(plan: Plan) -> list[str]:
    """How to read it."""
    if plan.policy != Plan.Policy.TIERS:
        return [WORTH]
    return [WORTH, GOES_ON if plan.keeps_places and plan.based_on_id else IN_TIERS, LATER]
