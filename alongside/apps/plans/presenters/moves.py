"""Whose place differs between two plans, and why?"""

from typing import Any

from django.urls import reverse

from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters.tables import Identifiers
from alongside.apps.plans.wording import reason, week_words
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column

DIFFER_COLUMNS = [
    Column("a", "First plan", link="href_a"),
    Column("b", "Second plan", link="href_b"),
    Column("specialty", "Specialty"),
    Column("provider", "Provider"),
    Column("priority", "Priority"),
    Column("weeks", "Weeks waited", "number"),
]
MOVE_COLUMNS = [Column("why", "Why"), *DIFFER_COLUMNS]
NAMED = [Column("identifier", "Pathway identifier"), Column("issuer", "Issuer"), Column("pathway", "Line")]
CAUSE_COLUMNS = [
    Column("why", "Why"),
    Column("gained", "Gained a place", "number"),
    Column("lost", "Lost their place", "number"),
    Column("moved", "Another site or week", "number"),
]
OFF_LIST = "off_list"
# Why somebody is not where the plan before had them: the planner's causes.
CAUSES = {
    "left_out": "Left out by hand",
    "by_hand": "Kept at a site by hand",
    "site_out": "Their site takes no part any more",
    "session_gone": "The session where they were is gone",
    "not_accepted": "The site where they were can no longer take them",
    "fewer_minutes": "Fewer theatre minutes where they were",
    "fewer_beds": "Fewer bed nights where they were",
    "better": "A better place became free",
    "made_way": "Made way for {other}",
    "new": "New on the list",
    "changed": "What is known of them has changed",
    "room_added": "Took room that was added",
    "room_freed": "Took room that became free",
}
NOT_LISTED = "No longer on the list"
TAKEN_OFF = "No longer to be planned, such as with a date by now"


def continues(a: Plan, b: Plan) -> bool:
    """Does the second plan go on from the first?"""
    return b.keeps_places and b.based_on_id == a.pk


def columns(a: Plan, b: Plan) -> list[Column]:
    return MOVE_COLUMNS if continues(a, b) else DIFFER_COLUMNS


def file_columns(a: Plan, b: Plan) -> list[Column]:
    """With what names the patient to those who may see the list."""
    return NAMED + columns(a, b)


def cause_row(moved_by: str | None, gained: int, lost: int, moved: int) -> dict[str, Any]:
    """How many moved for one cause; None: their line is gone."""
    several = {OFF_LIST: TAKEN_OFF, None: NOT_LISTED}
    words = several.get(moved_by) or CAUSES.get(str(moved_by), "Not recorded").format(other="others")
    return {"why": words, "gained": gained, "lost": lost, "moved": moved}


def why(row: dict[str, Any], known: Identifiers) -> str:
    """The cause of a move in words; who was made way for is named to those who may see the list.

    >>> why({"moved_by": "made_way", "made_way_for": None, "code_b": "full"}, {})
    'Made way for another patient'
    """
    if row["code_b"] is None:
        return NOT_LISTED
    if row["moved_by"] == OFF_LIST:
        return reason(row["code_b"])
    other = known.get(row["made_way_for"], ("",))[0]
    return CAUSES.get(row["moved_by"], "").format(other=f"pathway {other}" if other else "another patient")


def differ_row(a: Plan, b: Plan, row: dict[str, Any], known: Identifiers) -> dict[str, Any]:
    waited = row["days_waited"]
    identifier, issuer = known.get(row["pathway_id"], ("", ""))
    return {
        "identifier": identifier,
        "issuer": issuer,
        "pathway": str(row["pathway_id"]),
        "why": why(row, known) if continues(a, b) else "",
        "a": place(a, row["site_a"], row["week_a"], row["code_a"]),
        "b": place(b, row["site_b"], row["week_b"], row["code_b"]),
        "href_a": reverse("plans:show-line", args=[a.pk, row["pathway_id"]]) if row["code_a"] else "",
        "href_b": reverse("plans:show-line", args=[b.pk, row["pathway_id"]]) if row["code_b"] else "",
        "specialty": treatment_function_name(row["function"]),
        "provider": row["provider"],
        "priority": row["priority"] or None,
        "weeks": None if waited is None else waited // 7,
    }


def place(plan: Plan, site: str | None, week: int | None, code: str | None) -> str:
    if site:
        return f"{site}, {week_words(plan.starts_on, week)}"
    return reason(code) if code else "Not on this plan"
