"""The governance pack as tables and files: what is missing, committees, the ladder, and every earlier version."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from markupsafe import Markup, escape

from alongside.apps.governance.presenters import tel
from alongside.apps.partnerships.facts import number_of
from alongside.apps.partnerships.facts.governance import PackRecord
from alongside.apps.partnerships.models import Committee, Rung
from alongside.domain.buddies import Missing
from alongside.domain.joint_governance import KINDS, LADDER, Kind
from alongside.web.tables import Column
from alongside.web.words import long_date, plural

LADDER_COLUMNS = [
    Column("after", "Ring"),
    Column("post", "Whom", link="href"),
    Column("organisation", "Of"),
    Column("numbers", "Telephone"),
    Column("go_up", "Go up when"),
]
COMMITTEE_FILE_COLUMNS = [
    Column("name", "Committee"),
    Column("kind", "Kind"),
    Column("purpose", "What for"),
    Column("terms", "Terms of reference"),
    Column("chair", "Chair"),
    Column("rhythm", "Meets"),
    Column("seats_trust", "Seats of the NHS trust"),
    Column("seats_host", "Seats of the independent provider"),
    Column("quorum_trust", "Quorum of the NHS trust", "number"),
    Column("quorum_host", "Quorum of the independent provider", "number"),
    Column("version", "Version", "number"),
    Column("on", "Said on", "date"),
    Column("who", "Said by"),
    Column("source", "Source"),
]
LADDER_FILE_COLUMNS = [
    Column("after_minutes", "Ring after minutes", "number"),
    Column("post", "Whom"),
    Column("organisation", "Of"),
    Column("phone", "Telephone"),
    Column("hours", "Answered when"),
    Column("night_phone", "Nights and weekends"),
    Column("go_up", "Go up when"),
    Column("version", "Version", "number"),
    Column("on", "Said on", "date"),
    Column("who", "Said by"),
    Column("source", "Source"),
]
HISTORY_COLUMNS = [
    Column("on", "Day", "date"),
    Column("what", "Part"),
    Column("version", "Version", "number"),
    Column("words", "What it said"),
    Column("state", "State"),
    Column("who", "Said by"),
]
BY_NAME = {name: kind for kind, name in KINDS.items()}


def counted(pack: PackRecord, on: date) -> str:
    """One line for the page of the partnership."""
    if not pack.is_begun:
        return "nothing is written yet"
    found, gaps = plural(len(pack.committees), "committee"), len(pack.gaps(on))
    missing = f"{plural(gaps, 'thing')} missing" if gaps else "nothing missing"
    return f"{found}, a ladder of {plural(len(pack.rungs), 'rung')}; {missing}"


def gap_rows(pack: PackRecord, gaps: Iterable[Missing], *, may_write: bool) -> Iterator[dict[str, Any]]:
    """Each with the form that mends it, for those who may write."""
    for gap in gaps:
        yield {
            "part": gap.part,
            "words": gap.words,
            "mended_by": gap.mended_by,
            "mend": mend_words(gap) if may_write else "Ask them",
            "href": mend_address(gap, pack) if may_write else "",
            "rule": gap.rule,
        }


def mend_words(gap: Missing) -> str:
    if gap.part == LADDER:
        return "Change this rung" if gap.rule == "GOV-9" else "Add a rung"
    return "Add it" if gap.part in BY_NAME and gap.rule in ("GOV-1", "GOV-2", "GOV-3") else "Change it"


def mend_address(gap: Missing, pack: PackRecord) -> str:
    of = pack.partnership.pk
    if gap.part == LADDER:
        silent = next((one for one in pack.rungs if not number_of(one)), None)
        if gap.rule == "GOV-9" and silent:
            return reverse("partnerships:change-rung", args=[of, silent.line])
        return reverse("partnerships:new-rung", args=[of])
    held = next((one for one in pack.committees if one.name == gap.part), None)
    if gap.rule in ("GOV-1", "GOV-2", "GOV-3") or held is None:
        return reverse("partnerships:new-committee", args=[of])
    return reverse("partnerships:change-committee", args=[of, held.line])


def committee_cards(pack: PackRecord, gaps: Iterable[Missing]) -> Iterator[dict[str, Any]]:
    """Each committee as facts, with what it lacks."""
    lacking: dict[str, list[str]] = {}
    for gap in gaps:
        lacking.setdefault(gap.part, []).append(f"{gap.words} ({gap.rule})")
    for row in pack.committees:
        yield {
            "name": row.name,
            "kind": KINDS[Kind(row.kind)] if row.name != KINDS[Kind(row.kind)] else "",
            "purpose": row.purpose,
            "terms": [line for line in row.terms.splitlines() if line.strip()],
            "rows": committee_rows(pack, row),
            "lacks": lacking.get(row.name, []),
            "said": f"Version {row.number}, said on {long_date(row.on)} by {who(row)}. {row.source}",
            "change": reverse("partnerships:change-committee", args=[pack.partnership.pk, row.line]),
            "withdraw": reverse("partnerships:withdraw-committee", args=[pack.partnership.pk, row.line]),
        }


def committee_rows(pack: PackRecord, row: Committee) -> list[dict[str, Any]]:
    trust, host = pack.partnership.trust.name, pack.partnership.host.name
    return [
        {"key": "Chair", "value": chair_words(row)},
        {"key": "Meets", "value": rhythm(row)},
        {"key": f"Seats of {trust}", "value": seats_words(row.seats_trust)},
        {"key": f"Seats of {host}", "value": seats_words(row.seats_host)},
        {"key": "Quorum", "value": f"{row.quorum_trust} of {trust}, {row.quorum_host} of {host}"},
    ]


def chair_words(row: Committee) -> str:
    return f"{row.chair_post}, {row.chair.name}" if row.chair else "nobody is named"


def rhythm(row: Committee) -> str:
    if not row.every_weeks:
        return "not said"
    return "every week" if row.every_weeks == 1 else f"every {row.every_weeks} weeks"


def seats_words(seats: Iterable[str]) -> str:
    return "; ".join(seats) or "none"


def who(row: Committee | Rung) -> str:
    return row.by_name


def committee_file_rows(pack: PackRecord) -> Iterator[dict[str, Any]]:
    for row in pack.committees:
        yield {
            "name": row.name,
            "kind": KINDS[Kind(row.kind)],
            "purpose": row.purpose,
            "terms": row.terms or "not written",
            "chair": chair_words(row),
            "rhythm": rhythm(row),
            "seats_trust": seats_words(row.seats_trust),
            "seats_host": seats_words(row.seats_host),
            "quorum_trust": row.quorum_trust,
            "quorum_host": row.quorum_host,
            "version": row.number,
            "on": row.on,
            "who": who(row),
            "source": row.source,
        }


def when_rung(row: Rung) -> str:
    return "At once" if not row.after_minutes else f"After {plural(row.after_minutes, 'minute')}"


def ladder_rows(pack: PackRecord, *, may_write: bool) -> Iterator[dict[str, Any]]:
    """From the first to be rung to the last, each number to be tapped."""
    for row in pack.rungs:
        change = reverse("partnerships:change-rung", args=[pack.partnership.pk, row.line])
        phone, night, hours = numbers(row)
        yield {
            "after": when_rung(row),
            "after_minutes": row.after_minutes,
            "post": row.post,
            "href": change if may_write else "",
            "organisation": row.organisation.name,
            "numbers": tapped(phone, night, hours),
            "phone": phone or "none",
            "hours": hours,
            "night_phone": night,
            "go_up": row.go_up or "not said",
            "version": row.number,
            "on": row.on,
            "who": who(row),
            "source": row.source,
        }


def numbers(row: Rung) -> tuple[str, str, str]:
    """The number, the one for nights where it is another, and when it is answered where the directory says so."""
    phone = number_of(row)
    held = row.contact if phone else None
    return (phone, held.night_phone, held.hours) if held else (phone, "", "")


def tapped(phone: str, night: str, hours: str) -> Markup:
    if not phone:
        return Markup("no number")
    said = dial(phone) + (escape(f" ({hours})") if hours else Markup(""))
    return said + Markup("<br>nights ") + dial(night) if night else said


def dial(phone: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(tel(phone), phone)


def history_rows(pack: PackRecord) -> Iterator[dict[str, Any]]:
    """Every version of everything, newest first: nothing that was said is lost."""
    kept = {row.pk for row in (*pack.committees, *pack.rungs)}
    rows: list[Committee | Rung] = [*pack.every_committee, *pack.every_rung]
    for row in sorted(rows, key=lambda one: (one.at, one.number), reverse=True):
        state = "Stands" if row.pk in kept else "Replaced"
        yield {
            "on": row.on,
            "what": row.name if isinstance(row, Committee) else f"Rung: {row.post}",
            "version": row.number,
            "words": said_words(row),
            "state": f"Withdrawn: {row.why}" if row.withdrawn else state,
            "who": who(row),
        }


def said_words(row: Committee | Rung) -> str:
    """All of a version in one line."""
    if isinstance(row, Rung):
        return f"{when_rung(row)}: {row.post}, {row.organisation.name}, {numbers(row)[0] or 'no number'}. {row.go_up}"
    parts = (
        row.purpose,
        f"Chair: {chair_words(row)}",
        f"Meets {rhythm(row)}",
        f"Seats: {seats_words(row.seats_trust)} | {seats_words(row.seats_host)}",
        f"Quorum: {row.quorum_trust} and {row.quorum_host}",
        f"Terms: {row.terms or 'not written'}",
    )
    return ". ".join(parts)


def saved_meanwhile(row: Committee | Rung) -> str:
    """What the other person saved, for the one who was writing at the same time."""
    return f"{row.by_name} saved version {row.number} meanwhile: {said_words(row)}"


def withdrawing(row: Committee | Rung) -> str:
    return f"{row} no longer stands from now on. Its {plural(row.number, 'version')} can still be read."
