"""A joint problem as a row, as facts and as what happened."""

from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.agreements.presenters.states import TAG
from alongside.apps.meetings.facts.problems import Standing, standing
from alongside.apps.meetings.models import Problem, ProblemStep
from alongside.web.tables import Column
from alongside.web.words import long_date, plural

State = ProblemStep.State
COLOURS = {State.OPEN: "red", State.AGREED: "blue", State.SOLVED: "green", State.NOT_OURS: "grey"}
COLUMNS = [
    Column("statement", "Problem", link="href"),
    Column("between", "Between"),
    Column("figure", "Figure"),
    Column("state", "State", sort=True),
    Column("raised", "Raised", "date", sort=True),
    Column("age", "Days open", "number", sort=True),
]
SORTS = {"state": "rank", "raised": "raised", "age": "age"}
FILE_COLUMNS = [
    *COLUMNS[:3], Column("figure_source", "Source of the figure"), Column("figure_on", "Day of the figure", "date"),
    Column("state_words", "State"), Column("words", "Last word"), Column("trust_owner", "Owner at the trust"),
    Column("host_owner", "Owner at the partner"), *COLUMNS[4:], Column("closed", "Closed", "date"),
    Column("source", "Source"),
]  # fmt: skip
NOBODY = "nobody named yet"


def problem_row(problem: Problem, on: date) -> dict[str, Any]:
    now = standing(problem)
    return {
        "statement": problem.statement,
        "href": reverse("meetings:show-problem", args=[problem.pk]),
        "between": f"{problem.trust.name} and {problem.host.name}",
        "codes": (problem.trust.code, problem.host.code),
        "figure": problem.figure,
        "figure_source": problem.figure_source,
        "figure_on": problem.figure_on,
        "key": now.state,
        "rank": (State.values.index(now.state), problem.raised_on),
        "state": TAG.format(COLOURS[State(now.state)], State(now.state).label),
        "state_words": State(now.state).label,
        "words": now.words,
        "trust_owner": now.owners.get(problem.trust_id, NOBODY),
        "host_owner": now.owners.get(problem.host_id, NOBODY),
        "raised": problem.raised_on,
        "age": ((now.closed_on or on) - problem.raised_on).days,
        "closed": now.closed_on,
        "source": problem.source,
    }


def asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    """Does this problem satisfy every filter that was set?"""
    told = " ".join(str(row[name]) for name in ("statement", "between", "figure", "words")).lower()
    return (
        all(word in told for word in said.get("q", "").lower().split())
        and said.get("state", "") in ("", row["key"])
        and (not said.get("partner") or said["partner"] in row["codes"])
    )


def facts(problem: Problem, now: Standing, on: date) -> list[dict[str, str]]:
    open_for = plural(((now.closed_on or on) - problem.raised_on).days, "day")
    return [
        {"key": "The figure", "value": problem.figure},
        {"key": "Its source", "value": f"{problem.figure_source}, {long_date(problem.figure_on)}"},
        *(
            {
                "key": f"Owner at {side.name}",
                "value": now.owners.get(side.pk, NOBODY)[:1].upper() + now.owners.get(side.pk, NOBODY)[1:],
            }
            for side in (problem.trust, problem.host)
        ),
        {
            "key": "Raised",
            "value": f"{long_date(problem.raised_on)}, {'closed after' if now.closed_on else 'open for'} {open_for}",
        },
    ]


def history(problem: Problem) -> list[dict[str, Any]]:
    """What was said, the newest first."""
    told = []
    for step in reversed(list(problem.steps.all())):
        owner = f" Owner: {step.owner}." if step.owner else ""
        by = f"{step.by_name}, {step.organisation.name}"
        text = f"{step.words.rstrip('.')}.{owner}"
        told.append({"title": State(step.state).label, "when": step.on, "by": by, "text": text})
    return told
