"""What two organisations do together, in the words of a page."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.agreements.presenters.states import TAG
from alongside.apps.meetings.facts import Record, done_of, is_overdue, overdue
from alongside.apps.meetings.facts.problems import standing
from alongside.apps.meetings.models import AgendaItem, JointAction, Meeting
from alongside.domain.relationship import cadence, health, next_due
from alongside.web.tables import Column
from alongside.web.words import long_date, short_date

RHYTHMS = {7: "Every week", 14: "Every two weeks", 28: "Every four weeks", 56: "Every eight weeks",
           91: "Every quarter", 0: "No fixed rhythm"}  # fmt: skip

PAIR_COLUMNS = [
    Column("name", "Between", sort=True, link="href"),
    Column("rhythm", "Rhythm"),
    Column("last", "Last met", "date", sort=True),
    Column("due", "Next due", "date", sort=True),
    Column("kept", "Held, of those due in 26 weeks"),
    Column("problems", "Open problems", "number", sort=True),
    Column("open", "Open actions", "number", sort=True),
    Column("overdue", "Overdue", "number", sort=True),
    Column("health", "Health of 100", sort=True),
]
PAIR_SORTS = {
    "name": "name",
    "last": "last",
    "due": "due",
    "problems": "problems",
    "open": "open",
    "overdue": "overdue",
    "health": "score",
}
MEETING_COLUMNS = [
    Column("title", "Meeting", link="href"),
    Column("on", "Day", "date"),
    Column("state", "State"),
]
ACTION_COLUMNS = [
    Column("what", "Action", link="href"),
    Column("owner", "Taken on by"),
    Column("post", "Post"),
    Column("due", "Due", "date", sort=True),
    Column("state", "State", sort=True),
    Column("from", "From"),
]
ACTION_SORTS = {"due": "due", "state": "rank"}
ACTION_FILE_COLUMNS = [
    *ACTION_COLUMNS[:4], Column("opened", "Opened", "date"), Column("state_words", "State"),
    Column("done", "Done on", "date"), Column("note", "What came of it"), Column("between", "Between"),
    Column("from", "From"), Column("source", "Source"),
]  # fmt: skip
AGENDA_COLUMNS = [
    Column("heading", "Heading"),
    Column("words", "What"),
    Column("source", "Source"),
    Column("on", "Day", "date"),
]
MINUTE_COLUMNS = [
    Column("part", "Part"),
    Column("heading", "Heading"),
    Column("text", "What"),
    Column("count", "Patients"),
    Column("who", "Who"),
    Column("due", "Due", "date"),
    Column("state", "State"),
    Column("source", "Source"),
    Column("on", "Day", "date"),
]


def rhythm_words(every: int | None) -> str:
    return "Nobody has said" if every is None else RHYTHMS.get(every, f"Every {every} days")


def pair_href(record: Record) -> str:
    return reverse("meetings:show-pair", args=record.pair.key)


def pair_row(record: Record, me: UUID, on: date) -> dict[str, Any]:
    due, kept = cadence(record.together, on)
    score = health(record.together, on).score
    return {
        "name": record.pair.seen_by(me),
        "href": pair_href(record),
        "rhythm": rhythm_words(record.every_days),
        "last": max((meeting.on for meeting in record.held if meeting.on <= on), default=None),
        "due": next_due(record.together, on),
        "kept": f"{kept} of {due}" if due else "None was due",
        "problems": sum(standing(problem).closed_on is None for problem in record.problems),
        "open": len(record.open_actions),
        "overdue": len(overdue(record.actions, on)),
        "score": score,
        "health": "not known" if score is None else str(score),
    }


def meeting_state(meeting: Meeting, on: date) -> tuple[str, str]:
    if meeting.was_held:  # type: ignore[attr-defined]
        return "green", "Held"
    if meeting.on > on:
        return "blue", "To come"
    return "grey", "Not minuted as held"


def tag(colour: str, words: str) -> Markup:
    return TAG.format(colour, words)


def meeting_tag(meeting: Meeting, on: date) -> Markup:
    return TAG.format(*meeting_state(meeting, on))


def meeting_row(meeting: Meeting, on: date) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "href": reverse("meetings:show-meeting", args=[meeting.pk]),
        "on": meeting.on,
        "state": meeting_tag(meeting, on),
    }


def action_state(action: JointAction, on: date) -> tuple[str, str, int]:
    done = done_of(action)
    if done:
        return "green", f"Done on {short_date(done.on)}", 2
    return ("red", "Overdue", 0) if is_overdue(action, on) else ("blue", "Open", 1)


def action_row(action: JointAction, on: date) -> dict[str, Any]:
    colour, words, rank = action_state(action, on)
    done = done_of(action)
    return {
        "what": action.what,
        "href": reverse("meetings:show-action", args=[action.pk]),
        "owner": action.owner.name,
        "owner_code": action.owner.code,
        "post": action.post,
        "due": action.due_on,
        "opened": action.opened_on,
        "state": TAG.format(colour, words),
        "state_words": words,
        "rank": (rank, action.due_on),
        "key": ("overdue", "open", "done")[rank],
        "done": done.on if done else None,
        "note": done.note if done else "",
        "between": f"{action.trust.name} and {action.host.name}",
        "from": origin(action),
        "source": action.source,
    }


def origin(action: JointAction) -> str:
    if action.meeting is None:
        return str(action.problem or f"Team space, {action.space}")
    return f"{action.meeting.title}, {short_date(action.meeting.on)}"


def asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    """Does this action satisfy every filter that was set? An overdue one is open."""
    told = " ".join(str(row[name]) for name in ("what", "owner", "post", "from")).lower()
    state = said.get("state", "")
    return (
        all(word in told for word in said.get("q", "").lower().split())
        and said.get("owner", "") in ("", row["owner_code"])
        and (state in ("", row["key"]) or (state == "open" and row["key"] == "overdue"))
    )


def item_row(item: AgendaItem) -> dict[str, Any]:
    count = "" if item.count is None else f"{item.count:,}"
    return {
        "heading": item.get_kind_display(),
        "text": item.text,
        "words": f"{item.text}: {count} patients" if count else item.text,
        "count": count,
        "source": item.source,
        "on": item.on,
    }


def minutes(meeting: Meeting, items: list[AgendaItem], actions: list[JointAction], on: date) -> list[dict[str, Any]]:
    """The whole meeting as rows of one file."""
    empty = dict.fromkeys((column.key for column in MINUTE_COLUMNS), "")
    rows = [{**empty, "part": "Agenda", "due": None, **item_row(item)} for item in items]
    for each in meeting.attendances.select_related("of"):
        rows.append({**empty, "part": "There", "text": each.person, "who": each.of.name})
    for decision in meeting.decisions.all():
        rows.append({**empty, "part": "Decision", "text": decision.text, "source": decision.source})
    for action in actions:
        given = action_row(action, on)
        who, state = f"{given['post']}, {given['owner']}", given["state_words"]
        told = {"text": given["what"], "who": who, "due": given["due"], "state": state, "source": given["source"]}
        rows.append({**empty, "part": "Action", **told})
    return [{**row, "due": row["due"] or None, "on": row["on"] or meeting.on} for row in rows]


def attendance(meeting: Meeting) -> list[dict[str, str]]:
    """Each side with who was there of it."""
    people = list(meeting.attendances.all())
    return [
        {
            "key": side.name,
            "value": "; ".join(each.person for each in people if each.of_id == side.pk) or "Nobody recorded",
        }
        for side in (meeting.trust, meeting.host)
    ]


def decisions(meeting: Meeting) -> list[dict[str, Any]]:
    return [{"text": each.text, "source": each.source} for each in meeting.decisions.all()]


def about(on: date) -> dict[str, object]:
    return {"Source": "What these organisations have kept in Alongside", "As of": long_date(on)}
