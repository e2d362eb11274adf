"""Lines of the registers as rows of a page and of a file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.urls import reverse

from alongside.apps.governance.models import Responsibility, SystemUse
from alongside.domain.pathway_steps import PathwayStep, without_anybody
from alongside.web.query import query
from alongside.web.tables import Column

SOURCE = Column("source", "Source")
SYSTEM_COLUMNS = [
    Column("purpose", "For", link="href"),
    Column("organisation", "At"),
    Column("patients", "Whose patients"),
    Column("system", "System"),
    Column("who_has_access", "Who has access"),
    Column("how_to_get", "How to get access"),
]
RESPONSIBILITY_COLUMNS = [
    Column("step", "Step", link="href"),
    Column("pathway", "Pathway"),
    Column("organisation", "At"),
    Column("patients", "Whose patients"),
    Column("responsible", "Does it"),
    Column("accountable", "Answers for it"),
    Column("consulted", "Is asked first"),
    Column("informed", "Is told"),
]
RESPONSIBILITY_FILE_COLUMNS = [*RESPONSIBILITY_COLUMNS, Column("code", "Code of the pathway"), SOURCE]
NOBODY = "nobody is named"


def change_href(name: str, row: Any, ours: bool) -> str:
    return reverse(f"governance:{name}", args=[row.pk]) if ours else ""


def system_row(row: SystemUse, ours: bool) -> dict[str, Any]:
    return {
        "purpose": row.get_purpose_display(),
        "organisation": row.organisation.name,
        "organisation_code": row.organisation.code,
        "patients": row.partner.name if row.partner else "Everybody’s",
        "system": row.system,
        "who_has_access": row.who_has_access,
        "how_to_get": row.how_to_get or "not recorded",
        "source": row.source,
        "href": change_href("change-system", row, ours),
    }


def responsibility_row(row: Responsibility, ours: bool) -> dict[str, Any]:
    return {
        "step": row.get_step_display(),
        "pathway": row.pathway,
        "code": code_of(row),
        "organisation": row.organisation.name,
        "organisation_code": row.organisation.code,
        "patients": row.partner.name,
        "responsible": row.responsible,
        "accountable": row.accountable,
        "consulted": row.consulted or "nobody",
        "informed": row.informed or "nobody",
        "source": row.source,
        "is_missing": False,
        "href": change_href("change-responsibility", row, ours),
    }


def code_of(row: Responsibility) -> str:
    """Of its pathway, as forms name it; "" for one that is named by its words alone."""
    return f"{row.function}/{row.group}" if row.function else ""


def matrix(rows: Iterable[Responsibility], keeper: UUID | None) -> list[dict[str, Any]]:
    """Every standard step of every pathway, in order; where nobody is named, a line that says so.

    A pathway is the same by its code, whatever it was called when a line was written. `keeper` is the organisation
    whose lines this person may change.
    """
    pathways: dict[tuple[UUID, UUID, str], list[Responsibility]] = defaultdict(list)
    for row in rows:
        pathways[row.organisation_id, row.partner_id, code_of(row) or row.pathway].append(row)
    found = []
    for lines in pathways.values():
        ours = lines[0].organisation_id == keeper
        named = [(row.step, responsibility_row(row, ours)) for row in lines]
        missing = [
            (step.code, missing_row(lines[0], step, ours)) for step in without_anybody(code for code, _ in named)
        ]
        found += [line for _, line in sorted(named + missing, key=itemgetter(0))]
    return found


def missing_row(row: Responsibility, step: PathwayStep, ours: bool) -> dict[str, Any]:
    """A step of the same pathway that has nobody; its keeper is led to the form."""
    service = code_of(row)
    start = {"partner": str(row.partner_id), "step": step.code, "service": service}
    start |= {} if service else {"pathway": row.pathway}
    nobody = {"responsible": NOBODY, "accountable": NOBODY, "consulted": "nobody", "informed": "nobody"}
    return responsibility_row(row, ours) | nobody | {
        "step": step.name,
        "source": "No line is kept for this standard step (RESP-1)",
        "is_missing": True,
        "href": reverse("governance:add-responsibility") + query(start) if ours else "",
    }  # fmt: skip


def unassigned(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """A sentence for each pathway that has steps without anybody."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row["is_missing"]:
            found[row["pathway"], row["organisation"], row["patients"]].append(row["step"])
    return [
        f"{pathway} at {organisation}, patients of {patients}. Nobody is named for: {'; '.join(steps).lower()}."
        for (pathway, organisation, patients), steps in found.items()
    ]
