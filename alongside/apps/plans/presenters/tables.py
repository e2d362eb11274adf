"""The columns and rows of the lists of plans, patients and changes."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.plans.models import Adjustment, Plan, PlanLine
from alongside.apps.plans.wording import reason, week_words
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column
from alongside.web.words import plural

# A cell that is empty because there is nothing to know.
NOTHING = Markup("")
# Pathway identifier and issuer by pathway, of those that may be seen.
Identifiers = Mapping[UUID, tuple[str, str]]
STATE_COLOURS = {
    "queued": "grey",
    "running": "blue",
    "ready": "yellow",
    "approved": "green",
    "replaced": "grey",
    "failed": "red",
    "cancelled": "grey",
}
PLAN_COLUMNS = [
    Column("name", "Plan", link="href"),
    Column("state", "State"),
    Column("waiting", "Waiting", "number"),
    Column("placed", "Placed", "number"),
    Column("share", "Share", "percent"),
    Column("made", "Made by"),
    Column("made_at", "On", "moment"),
]
LINE_COLUMNS = [
    Column("result", "Place or reason", link="href"),
    Column("specialty", "Specialty", sort=True),
    Column("provider", "Provider", sort=True),
    Column("priority", "Priority", sort=True),
    Column("weeks", "Weeks waited", "number", sort=True),
    Column("week", "Week of the place", sort=True),
    Column("km", "Distance", "km", sort=True),
    Column("words", "In words"),
]
FILE_COLUMNS = [
    Column("identifier", "Pathway identifier"),
    Column("issuer", "Issuer"),
    Column("pathway", "Line"),
    Column("code", "Code"),
    *(Column("km", "Distance (km)", "km") if column.key == "km" else column for column in LINE_COLUMNS),
    Column("would_change", "What would change it"),
    Column("notes", "Assumed"),
    Column("review", "To be reviewed first by"),
]
SORTS = {
    "specialty": "treatment_function",
    "provider": "provider__name",
    "priority": "priority",
    "weeks": "days_waited",
    "week": "week",
    "km": "km",
}
CHANGE_COLUMNS = [
    Column("what", "Change"),
    Column("state", "In this plan"),
    Column("why", "Why"),
    Column("by", "By"),
    Column("at", "On", "moment"),
]


def plan_row(plan: Plan, lapsed: int = 0) -> dict[str, Any]:
    """`lapsed`: how many places of an approved plan do not hold as things are now."""
    known = plan.has_answer
    more = f"; {plural(lapsed, 'place does', 'places do')} not hold now" if lapsed else ""
    return {
        "name": plan.name,
        "href": reverse("plans:show-plan", args=[plan.pk]),
        "state": plan.get_state_display() + more,
        "waiting": plan.waiting if known else None,
        "placed": plan.placed if known else None,
        "share": round(plan.placed / plan.waiting, 4) if known and plan.waiting else None,
        "made": plan.made_by_name,
        "made_at": plan.made_at,
    }


def line_row(plan: Plan, line: PlanLine, known: Identifiers) -> dict[str, Any]:
    identifier, issuer = known.get(line.pathway_id, ("", ""))
    return {
        "identifier": identifier,
        "issuer": issuer,
        "pathway": str(line.pathway_id),
        # Asked for by a page alone: a file of forty thousand has no addresses.
        "href": partial(reverse, "plans:show-line", args=[plan.pk, line.pathway_id]),
        "result": line.site.name if line.site else reason(line.code),
        "code": line.code,
        "specialty": treatment_function_name(line.treatment_function),
        "provider": line.provider.name,
        "priority": line.priority or None,
        "weeks": None if line.days_waited is None else line.days_waited // 7,
        "week": week_words(plan.starts_on, line.week) or "",
        "km": line.km if line.site_id else NOTHING,
        "words": line.words,
        "would_change": line.would_change,
        "notes": line.notes,
        "review": line.review_by,
    }


def change_words(plan: Plan, change: Adjustment, known: Identifiers) -> str:
    """What was changed, in one phrase."""
    site = change.site.name if change.site else ""
    when = week_words(plan.starts_on, change.week)
    specialty = treatment_function_name(change.treatment_function) if change.treatment_function else ""
    patient = patient_words(change.pathway_id, known) if change.pathway_id else ""
    return {
        Adjustment.Kind.PIN: f"Keep {patient} at {site}" + (f" in {when}" if when else ""),
        Adjustment.Kind.EXCLUDE_PATIENT: f"Leave {patient} out",
        Adjustment.Kind.EXCLUDE_SITE: f"Do not use {site}",
        Adjustment.Kind.EXCLUDE_SESSIONS: f"Do not use {specialty} at {site}, {when}",
    }[Adjustment.Kind(change.kind)]


def patient_words(pathway_id: UUID, known: Identifiers) -> str:
    """By the pathway's identifier on the list, or by the start of its line where the list may not be seen."""
    return f"patient {known[pathway_id][0] if pathway_id in known else str(pathway_id)[:8]}"


def change_state(change: Adjustment) -> str:
    if change.lifted:
        return "Yes; lifted for the next plan"
    return "Yes" if change.in_question else "Not yet: waits for “Plan again”"
