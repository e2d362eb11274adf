"""A team space as a row, as facts, and with its team, steps and notes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.presenters.states import TAG
from alongside.apps.governance.facts import numbers_of
from alongside.apps.governance.models import Contact
from alongside.apps.governance.presenters import tel
from alongside.apps.governance.presenters.registers import RESPONSIBILITY_COLUMNS
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.spaces import closing_of, corrections, purpose_of, team
from alongside.apps.meetings.models import Meeting, Space, SpaceMember, SpaceNote
from alongside.apps.meetings.queries.spaces import Direction
from alongside.domain.agreement_force import Permit
from alongside.domain.call_tests import Light
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.query import query
from alongside.web.tables import Column
from alongside.web.words import long_date, short_date

COLUMNS = [
    Column("name", "Pathway", sort=True, link="href"),
    Column("between", "Between"),
    Column("team", "In the team", "number"),
    Column("actions", "Open actions", "number", sort=True),
    Column("problems", "Open problems", "number", sort=True),
    Column("last", "Last note", "date", sort=True),
    Column("state", "State", sort=True),
]
SORTS = {
    "name": "name",
    "actions": "actions",
    "problems": "problems",
    "last": "last",
    "state": "rank",
}
FILE_COLUMNS = [
    *COLUMNS[:2], Column("specialty", "Specialty"), Column("purpose", "Purpose"), *COLUMNS[2:6],
    Column("notes", "Notes", "number"), Column("state_words", "State"), Column("opened", "Opened", "date"),
    Column("closed", "Closed", "date"), Column("why", "Why it was closed"), Column("source", "Source"),
]  # fmt: skip
MEMBER_COLUMNS = [
    Column("post", "Post"),
    Column("organisation", "Organisation"),
    Column("person", "Who"),
    Column("reach_shown", "How to reach"),
    Column("take_out", "Change", link="href"),
]
MEMBER_FILE_COLUMNS = [
    *MEMBER_COLUMNS[:3], Column("contact", "Contact of the directory"), Column("reach", "How to reach"),
    Column("on", "Named", "date"), Column("by", "Named by"), Column("source", "Source"),
]  # fmt: skip
STEP_COLUMNS = [column for column in RESPONSIBILITY_COLUMNS if column.key != "pathway"]
NOTE_FILE_COLUMNS = [
    Column("at", "Written", "moment"),
    Column("by", "By"),
    Column("organisation", "Organisation"),
    Column("kind", "Kind"),
    Column("text", "Note"),
    Column("link", "Link"),
    Column("state", "State"),
    Column("source", "Source"),
]
NOT_TESTED = "nobody has tried this number lately"


def state_of(space: Space) -> tuple[str, str, int]:
    closing = closing_of(space)
    return ("grey", f"Closed on {short_date(closing.on)}", 1) if closing else ("green", "Open", 0)


def row_of(space: Space, actions: Counter[Any], problems: Counter[Any]) -> dict[str, Any]:
    colour, words, rank = state_of(space)
    closing, notes, purpose = closing_of(space), list(space.notes.all()), purpose_of(space)
    return {
        "name": space.name,
        "href": reverse("meetings:show-space", args=[space.pk]),
        "between": Pair(space.trust, space.host).name,
        "codes": (space.trust.code, space.host.code),
        "specialty": treatment_function_name(space.function),
        "purpose": purpose.text if purpose else "",
        "team": len(team(space)),
        "actions": actions[space.pk],
        "problems": problems[space.pk],
        "notes": len(notes),
        "last": max(note.on for note in notes),
        "key": "closed" if closing else "open",
        "rank": (rank, space.name, -space.number),
        "state": TAG.format(colour, words),
        "state_words": words,
        "opened": space.opened_on,
        "closed": closing.on if closing else None,
        "why": closing.why if closing else "",
        "source": space.source,
    }


def asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    told = " ".join(str(row[name]) for name in ("name", "specialty", "between", "purpose")).lower()
    return (
        all(word in told for word in said.get("q", "").lower().split())
        and said.get("state", "") in ("", row["key"])
        and (not said.get("partner") or said["partner"] in row["codes"])
    )


def facts(space: Space, ways: list[Direction], meeting: Meeting | None, due: date | None) -> list[dict[str, Any]]:
    pair = Pair(space.trust, space.host)
    coming = {
        "key": "Next meeting",
        "value": f"Due by {long_date(due)}; none is arranged" if due else "No day: none is arranged",
    }
    if meeting:
        href = reverse("meetings:show-meeting", args=[meeting.pk])
        coming |= {"value": f"{long_date(meeting.on)}: {meeting.title}", "href": href, "action": "Open"}
    else:
        coming |= {"href": reverse("meetings:show-pair", args=pair.key), "action": "Meetings"}
    return [*(line for way in ways for line in way_lines(way, pair)), coming]


def way_lines(way: Direction, pair: Pair) -> Iterator[dict[str, Any]]:
    """The agreement and whose policy applies; from the partner to the trust only where something permits it."""
    if isinstance(way.answer, Permit):
        until = f" until {long_date(way.answer.last_day)}" if way.answer.last_day else ""
        words = f"In force for this pathway{until}"
    elif way.guest == pair.host:
        return
    else:
        words = f"{way.answer.reason.message} ({way.answer.reason.rule})"
    yield {
        "key": f"Patients of {way.guest.name} at {way.host.name}",
        "value": words,
        "href": reverse("agreements:show-between", args=[way.guest.pk, way.host.pk]),
        "action": "Agreement",
    }
    where = {"host": way.host.code, "guest": way.guest.code}
    yield {
        "key": f"Whose policy applies at {way.host.name}",
        "value": "Topic by topic, with the number to ring",
        "href": reverse("governance:ask") + query(where),
        "action": "Ask",
        "action_hidden": f"whose policy applies at {way.host.name}",
    }


def member_row(member: SpaceMember, known: Mapping[UUID, Contact], me: UUID, on: date) -> dict[str, Any]:
    contact = known.get(member.contact_id) if member.contact_id else None
    lines = ([(member.phone, "")] if member.phone else []) + [
        (each.phone, f"{each.when}{'; ' + NOT_TESTED if each.standing.light is Light.RED else ''}")
        for each in (numbers_of(contact, on) if contact else [])
    ]
    ended = "Its contact has ended: name the post again with another"
    plain = "; ".join(f"{phone} ({when})" if when else phone for phone, when in lines) or ended
    return {
        "post": member.post,
        "organisation": member.organisation.name,
        "person": member.person or "whoever fills it",
        "contact": contact.post if contact else "",
        "reach": plain,
        "reach_shown": reach(lines) or plain,
        "on": member.on,
        "by": member.by_name,
        "source": member.source,
        "take_out": "Take out" if member.organisation_id == me else "",
        "href": reverse("meetings:take-out", args=[member.pk]) if member.organisation_id == me else "",
    }


def reach(lines: list[tuple[str, str]]) -> Markup:
    """Each number to be tapped, with when it is for."""
    shown = (
        Markup('<a href="{}">{}</a>{}').format(tel(phone), phone, f" {when}" if when else "") for phone, when in lines
    )
    return Markup("<br>").join(shown)


def note_rows(space: Space, me: UUID) -> list[dict[str, Any]]:
    """Every note, the newest first, with what came in its place or what it corrects."""
    newer, by_id = corrections(space), {note.pk: note for note in space.notes.all()}
    return [
        note_row(note, newer.get(note.pk), by_id[note.corrects_id] if note.corrects_id else None, me)
        for note in space.notes.all()
    ]


def note_row(note: SpaceNote, newer: SpaceNote | None, older: SpaceNote | None, me: UUID) -> dict[str, Any]:
    state = f"Corrected on {short_date(newer.on)} by {newer.by_name}" if newer else "Holds"
    return {
        "id": note.pk,
        "at": note.at,
        "on": note.on,
        "by": note.by_name,
        "organisation": note.organisation.name,
        "code": note.organisation.code,
        "kind": note.get_kind_display(),
        "is_purpose": note.kind == SpaceNote.Kind.PURPOSE,
        "text": note.text,
        "link": note.link,
        "state": state,
        "is_corrected": newer is not None,
        "corrects": f"Corrects what was written on {short_date(older.on)}" if older else "",
        "may_correct": newer is None and note.organisation_id == me,
        "source": note.source,
    }


def note_asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    told = f"{row['text']} {row['link']} {row['by']} {row['organisation']}".lower()
    holds = {"standing": not row["is_corrected"], "link": bool(row["link"]), "purpose": row["is_purpose"]}
    return (
        all(word in told for word in said.get("q", "").lower().split())
        and said.get("partner", "") in ("", row["code"])
        and holds.get(said.get("show", ""), True)
    )


def step_words(space: Space) -> str:
    return (
        f"From the register “Who does what”, pathway “{space.name}” by its code. A step is written there once, by the "
        "organisation at which it is done."
    )


def add_step_href(space: Space, partner: Organisation) -> str:
    """The form of the register, with the pathway and the partner filled in."""
    start = {"partner": str(partner.pk), "service": f"{space.function}/{space.group}"}
    return reverse("governance:add-responsibility") + query(start)
