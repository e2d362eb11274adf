"""A barrier as a row, as facts with its history, and as evidence to send up."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.governance.models import Barrier, BarrierCount, BarrierStep
from alongside.apps.governance.presenters import TAG
from alongside.apps.governance.presenters.registers import SOURCE
from alongside.domain.counted_rules import COUNTED, is_counted
from alongside.web.tables import Column
from alongside.web.words import long_date, number

BARRIER_COLUMNS = [
    Column("rule", "Rule", link="href"),
    Column("organisation", "Logged by"),
    Column("blocks", "Keeps from a place"),
    Column("raised_with", "Raised with"),
    Column("refused", "Cases", "number", note="patients, newest plan of the whole list"),
    Column("without_place", "Without a place", "number", note="of those"),
    Column("plan", "Counted in"),
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
    Column("whole", "Of"),
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
    Column("history", "History"),
    *COUNT_COLUMNS,
]
# A count of fewer could name somebody, and the whole area reads these pages.
SMALLEST = 5
NOT_COUNTED = Markup("not counted")
COLOURS = {"noted": "grey", "raised": "blue", "answered": "orange", "removed": "green"}


def patients(count: int) -> int | Markup:
    """
    >>> patients(0), str(patients(3)), patients(82)
    (0, 'fewer than 5', 82)
    """
    return Markup("fewer than 5") if 0 < count < SMALLEST else count


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
        "refused": patients(newest.refused) if newest else NOT_COUNTED,
        "without_place": patients(newest.without_place) if newest else NOT_COUNTED,
        "plan": f"{newest.plan_name}, list as of {long_date(newest.on)}" if newest else "no plan of the whole list",
        "state": row.get_status_display(),
        "tag": TAG.format(COLOURS[row.status], row.get_status_display()),
        "source": row.source,
        "href": reverse("governance:show-barrier", args=[row.pk]),
        "ours": ours,
    }


def barrier_facts(row: Barrier, own: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {"key": "State", "value": TAG.format(COLOURS[row.status], row.get_status_display())},
        {"key": "Keeps from a place", "value": row.blocks},
        {"key": "What it does", "value": row.effect},
        {"key": "Meanwhile", "value": row.workaround or "Nothing is done"},
        {"key": "Raised with", "value": row.raised_with or "Nobody yet"},
        *([{"key": "Comes of", "value": difference_link(row)}] if row.difference else []),
        {"key": "Rule that counts", "value": rule_that_counts(row, own)},
    ]


def rule_that_counts(row: Barrier, own: Iterable[str]) -> str:
    if not row.counted_by:
        return "None: its cases are not counted"
    if is_counted(row.counted_by, own):
        return row.counted_by
    return f"{row.counted_by}: no site of the area has a rule of this name, so its cases are not counted"


def history(steps: Iterable[BarrierStep]) -> list[dict[str, Any]]:
    """Its steps, newest first, for a timeline."""
    return [
        {
            "title": step.get_status_display(),
            "when": step.on,
            "by": step.by_name,
            "text": " ".join(told) if (told := told_of(step)) else "",
        }
        for step in reversed(list(steps))
    ]


def told_of(step: BarrierStep) -> list[str]:
    told = [f"With {step.raised_with}."] if step.raised_with else []
    return told + ([f"Answer: {step.answer}"] if step.answer else [])


def in_a_line(steps: Iterable[BarrierStep]) -> str:
    """The same for one cell of a file."""
    said = [" ".join([f"{step.get_status_display()} {long_date(step.on)}.", *told_of(step)]) for step in steps]
    return " ".join(said) or "Days were not kept"


def rules_to_name(own: Iterable[str]) -> list[dict[str, str]]:
    """Every rule that a barrier may name, with words for those of the house."""
    named = [{"rule": rule, "words": "a rule of the area’s own"} for rule in sorted(own)]
    return named + [{"rule": rule, "words": words} for rule, words in COUNTED.items()]


def difference_link(row: Barrier) -> Markup:
    href = reverse("regulations:show-difference", args=[row.difference_id])
    return Markup('<a href="{}">{}: what independent hospitals may not do</a>').format(href, row.difference)


def pack_rows(
    row: Barrier, counts: Sequence[BarrierCount], steps: Iterable[BarrierStep], own: Collection[str]
) -> list[dict[str, Any]]:
    """What is sent up: all that is said of the rule on every line, with what each plan counted."""
    said = {
        "rule": row.rule,
        "organisation": row.organisation.name,
        "blocks": row.blocks,
        "effect": row.effect,
        "workaround": row.workaround or "nothing is done",
        "raised_with": row.raised_with or "nobody yet",
        "state": row.get_status_display(),
        "history": in_a_line(steps),
    }
    return [said | count_row(one, own) for one in counts] or [said | {"refused": NOT_COUNTED, "source": row.source}]


def count_row(count: BarrierCount, own: Collection[str]) -> dict[str, Any]:
    """No case of a rule that nothing could have counted is no evidence: it is said to be not counted."""
    said = {column.key: getattr(count, column.key, None) for column in COUNT_COLUMNS}
    said["whole"] = "the whole list" if count.whole_list else "a part of the list"
    said["planned"] = patients(count.planned)
    if not count.refused and not is_counted(count.counted_by, own):
        return said | {"refused": NOT_COUNTED, "without_place": NOT_COUNTED}
    return said | {"refused": patients(count.refused), "without_place": patients(count.without_place)}


def pack_about(row: Barrier, today: date) -> dict[str, str]:
    return {
        "Source": row.source,
        "As of": long_date(today),
        "Counted": "Patients of a plan whom the rule refused, or sent to review first, at one site or more; modelled",
    }


def in_words(row: Barrier) -> str:
    """What the newest plan of the whole list counted by the rule that it names now."""
    count = next(iter(row.latest), None)  # type: ignore[attr-defined]
    if count is None:
        return ""
    touched, planned, placeless = (in_figures(one) for one in (count.refused, count.planned, count.without_place))
    return (
        f"In the plan “{count.plan_name}”, of the whole list as of {long_date(count.on)}, this rule refused "
        f"{touched} of {planned} patients, or sent them to review first, at one site or more; {placeless} of them have "
        "no place. Other rules, distance and room may have kept them too."
    )


def in_figures(count: int) -> str:
    told = patients(count)
    return told if isinstance(told, str) else number(told)
