"""How well a pair works together: the score, its working, and how it went over four quarters."""

from datetime import date
from typing import Any

from alongside.apps.meetings.facts import Record
from alongside.domain.relationship import Health, has_fallen, health, trend
from alongside.web.tables import Column
from alongside.web.words import plural

PART_COLUMNS = [
    Column("name", "Part"),
    Column("words", "Working"),
    Column("points", "Points of 100"),
    Column("rule", "Rule"),
]
TREND_COLUMNS = [
    Column("on", "26 weeks to", "date"),
    Column("REL-1", "Meetings held"),
    Column("REL-2", "Actions closed"),
    Column("REL-3", "Problems left open"),
    Column("REL-6", "Visits"),
    Column("REL-7", "Answers"),
    Column("score", "Health"),
]
NOT_KNOWN = "not known"


def points(value: int | None) -> str:
    return NOT_KNOWN if value is None else str(value)


def told(record: Record, on: date) -> dict[str, Any]:
    """What the page of a pair says of its health."""
    now, fallen = health(record.together, on), has_fallen(record.together, on)
    known = sum(part.points is not None for part in now.parts)
    return {
        "score": now.score,
        "sentence": now.why
        if now.score is None
        else f"The mean of {plural(known, 'part')} that {'is' if known == 1 else 'are'} known (REL-4)",
        "fallen": f"It fell by {plural(fallen, 'point')} within 13 weeks (REL-5)." if fallen else "",
        "parts": [part_row(now, index) for index in range(len(now.parts))],
        "trend": [trend_row(each) for each in trend(record.together, on)],
    }


def part_row(found: Health, index: int) -> dict[str, Any]:
    part = found.parts[index]
    return {"name": part.name, "words": part.words, "points": points(part.points), "rule": part.rule}


def trend_row(found: Health) -> dict[str, Any]:
    return {"on": found.on, "score": points(found.score), **{part.rule: points(part.points) for part in found.parts}}
