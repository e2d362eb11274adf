"""Lines of the registers as rows of a page and of a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.governance.models import Barrier, BarrierCount, Responsibility, SystemUse
from alongside.apps.governance.presenters import TAG
from alongside.web.tables import Column
from alongside.web.words import long_date, number

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
BARRIER_COLUMNS = [
    Column("rule", "Rule", link="href"),
    Column("organisation", "Logged by"),
    Column("blocks", "Keeps from a place"),
    Column("raised_with", "Raised with"),
    Column("refused", "Cases", "number", note="patients, newest plan"),
    Column("without_place", "Without a place", "number", note="of those"),
    Column("tag", "State"),
]
BARRIER_FILE_COLUMNS = [
    *[Column(column.key, column.text, column.kind) for column in BARRIER_COLUMNS[:-1]],
    Column("state", "State"),
    Column("effect", "What it does"),
    Column("workaround", "Meanwhile"),
    SOURCE,
]
COUNT_COLUMNS = [
    Column("plan_name", "Plan"),
    Column("on", "As of", "date"),
    Column("counted_by", "Rule"),
    Column("planned", "Planned", "number", note="patients"),
    Column("refused", "Cases", "number", note="refused, or review first"),
    Column("without_place", "Without a place", "number"),
    Column("source", "Source"),
]
PACK_COLUMNS = [
    Column("rule", "The rule"),
    Column("organisation", "Logged by"),
    Column("blocks", "Keeps from a place"),
    Column("effect", "What it does"),
    Column("workaround", "Meanwhile"),
    Column("raised_with", "Raised with"),
    Column("state", "State"),
    *COUNT_COLUMNS,
]
# A count of fewer could name somebody, and the whole area reads these pages.
SMALLEST = 5
COLOURS = {"noted": "grey", "raised": "blue", "answered": "orange", "removed": "green"}


def patients(count: int) -> int | Markup:
    """
    >>> patients(0), str(patients(3)), patients(82)
    (0, 'fewer than 5', 82)
    """
    return Markup("fewer than 5") if 0 < count < SMALLEST else count


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
        "organisation": row.organisation.name,
        "organisation_code": row.organisation.code,
        "patients": row.partner.name,
        "responsible": row.responsible,
        "accountable": row.accountable,
        "consulted": row.consulted or "nobody",
        "informed": row.informed or "nobody",
        "source": row.source,
        "href": change_href("change-responsibility", row, ours),
    }


def barrier_row(row: Barrier, ours: bool) -> dict[str, Any]:
    newest = next(iter(row.latest), None)  # type: ignore[attr-defined]
    return {
        "rule": row.rule,
        "organisation": row.organisation.name,
        "organisation_code": row.organisation.code,
        "blocks": row.blocks,
        "effect": row.effect,
        "workaround": row.workaround or "nothing",
        "raised_with": row.raised_with or "nobody yet",
        "refused": patients(newest.refused) if newest else None,
        "without_place": patients(newest.without_place) if newest else None,
        "state": row.get_status_display(),
        "tag": TAG.format(COLOURS[row.status], row.get_status_display()),
        "source": row.source,
        "href": reverse("governance:show-barrier", args=[row.pk]),
        "ours": ours,
    }


def barrier_facts(row: Barrier) -> list[dict[str, Any]]:
    return [
        {"key": "State", "value": TAG.format(COLOURS[row.status], row.get_status_display())},
        {"key": "Keeps from a place", "value": row.blocks},
        {"key": "What it does", "value": row.effect},
        {"key": "Meanwhile", "value": row.workaround or "Nothing is done"},
        {"key": "Raised with", "value": row.raised_with or "Nobody yet"},
        *([{"key": "Comes of", "value": difference_link(row)}] if row.difference else []),
        {"key": "Rule that counts", "value": row.counted_by or "None: its cases are not counted"},
    ]


def difference_link(row: Barrier) -> Markup:
    href = reverse("regulations:show-difference", args=[row.difference_id])
    return Markup('<a href="{}">{}: what independent hospitals may not do</a>').format(href, row.difference)


def pack_rows(row: Barrier, counts: Sequence[BarrierCount]) -> list[dict[str, Any]]:
    """What is sent up: all that is said of the rule on every line, with what each plan counted."""
    said = {
        "rule": row.rule,
        "organisation": row.organisation.name,
        "blocks": row.blocks,
        "effect": row.effect,
        "workaround": row.workaround or "nothing is done",
        "raised_with": row.raised_with or "nobody yet",
        "state": row.get_status_display(),
    }
    return [said | one for one in map(count_row, counts)] or [said | {"source": row.source}]


def count_row(count: BarrierCount) -> dict[str, Any]:
    said = {column.key: getattr(count, column.key) for column in COUNT_COLUMNS}
    return said | {name: patients(said[name]) for name in ("planned", "refused", "without_place")}


def pack_about(row: Barrier, today: date) -> dict[str, str]:
    return {
        "Source": row.source,
        "As of": long_date(today),
        "Counted": "Patients of a plan whom the rule refused, or sent to review first, at one site or more; modelled",
    }


def in_words(count: BarrierCount) -> str:
    touched, planned, placeless = (in_figures(one) for one in (count.refused, count.planned, count.without_place))
    return (
        f"In the plan “{count.plan_name}” this rule refused {touched} of {planned} patients, or sent them to review "
        f"first, at one site or more; {placeless} of them have no place. Other rules, distance and room may have kept "
        "them too."
    )


def in_figures(count: int) -> str:
    told = patients(count)
    return told if isinstance(told, str) else number(told)
