"""A partnership as a row, as facts, as a card to print, and with what was drilled and learnt."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from markupsafe import Markup, escape

from alongside.apps.governance.presenters import tel
from alongside.apps.meetings.presenters import rhythm_words
from alongside.apps.partnerships.facts import Record, number_of
from alongside.apps.partnerships.models import Drill, Lead, Visit
from alongside.apps.partnerships.presenters import LIGHTS, TAG
from alongside.domain.buddies import NUMBERS, Missing
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column
from alongside.web.words import long_date, plural, short_date

COLUMNS = [
    Column("pair", "Partnership", sort=True, link="href"),
    Column("tag", "State", sort=True),
    Column("missing", "Missing", "number", sort=True),
    Column("next_drill", "Next drill", sort=True),
    Column("km", "Straight line", "km", sort=True),
    Column("meets", "Meets"),
]
SORTS = {"pair": "pair", "tag": "rank", "missing": "missing", "next_drill": "drill_by", "km": "km_sort"}
FILE_COLUMNS = [
    Column("trust", "NHS trust"),
    Column("site", "Independent site"),
    Column("host", "Independent provider"),
    Column("state", "State"),
    Column("missing", "Missing", "number"),
    Column("gaps", "What is missing"),
    Column("lead_trust", "Lead at the trust"),
    Column("ring_trust", "Number of the lead at the trust"),
    Column("lead_host", "Lead at the site"),
    Column("ring_host", "Number of the lead at the site"),
    Column("services", "Services"),
    Column("km", "Straight line to the trust’s nearest hospital with high dependency care", "km"),
    Column("nearest", "That hospital"),
    Column("meets", "Meets"),
    Column("route", "Unplanned transfer goes to"),
    Column("escalate", "Escalated after minutes", "number"),
    Column("last_drill", "Last drill", "date"),
    Column("drill", "Drill"),
    Column("next_drill", "Next drill"),
    Column("last_visit", "Last visit", "date"),
    Column("started_on", "Partners since", "date"),
    Column("ended_on", "Ended", "date"),
    Column("source", "Source"),
]
GAP_COLUMNS = [
    Column("part", "Part"),
    Column("words", "What is missing"),
    Column("mended_by", "Who can mend it"),
    Column("mend", "What to do", link="href"),
    Column("rule", "Rule"),
]
DRILL_COLUMNS = [
    Column("on", "Day", "date"),
    Column("kind", "What was done"),
    Column("outcome", "Outcome"),
    Column("minutes", "Minutes"),
    Column("learned", "What was learnt"),
    Column("who", "Logged by"),
]
VISIT_COLUMNS = [
    Column("on", "Day", "date"),
    Column("visitors", "Who went"),
    Column("who", "Posts"),
    Column("learned", "What was learnt"),
    Column("by", "Logged by"),
]
# Which page mends which gap, and in what words.
MENDS = {
    "PAR-1": ("name-lead", "Name our lead"),
    "PAR-2": ("name-lead", "Name our lead"),
    "PAR-3": ("settle", "Say how it works"),
    "PAR-4": ("set-rhythm", "Say how often"),
    "PAR-5": ("settle", "Say how it works"),
    "PAR-6": ("settle", "Say how it works"),
    "PAR-7": ("log-drill", "Drill, and log it"),
}


def state_of(record: Record, on: date) -> tuple[int, str, str]:
    """What asks for somebody first: rank, colour, words."""
    if record.partnership.ended_on and record.partnership.ended_on <= on:
        return 4, "grey", "Ended"
    gaps = record.gaps(on)
    if any(gap.rule != "PAR-7" for gap in gaps):
        return 1, "orange", "Incomplete"
    return (0, "red", "Drill red") if gaps else (2, "green", "Complete")


def services_words(codes: Iterable[str]) -> str:
    return ", ".join(treatment_function_name(code) for code in codes)


def next_drill(record: Record, on: date) -> str:
    due = record.drill(on).due_on
    return "now" if due is None or record.is_red(on) else short_date(due)


def row_of(record: Record, on: date) -> dict[str, Any]:
    partnership, kept, (rank, colour, words) = record.partnership, record.kept, state_of(record, on)
    gaps, standing = record.gaps(on), record.drill(on)
    hospital, km = record.nearest or (None, None)
    return {
        "pair": f"{partnership.trust.name} and {partnership.site.name}",
        "href": reverse("partnerships:show-partnership", args=[partnership.pk]),
        "trust": partnership.trust.name,
        "site": partnership.site.name,
        "host": partnership.host.name,
        "rank": rank,
        "state": words,
        "tag": TAG.format(colour, words),
        "missing": len(gaps),
        "is_red": record.is_red(on),
        "gaps": "; ".join(f"{gap.part}: {gap.words}" for gap in gaps) or "nothing",
        "lead_trust": kept.lead_trust or "not named",
        "ring_trust": number_of(record.lead_trust) or "none",
        "lead_host": kept.lead_host or "not named",
        "ring_host": number_of(record.lead_host) or "none",
        "services": services_words(kept.services) or "not said",
        "km": km,
        "km_sort": km if km is not None else float("inf"),
        "nearest": hospital.name if hospital else "none records high dependency care",
        "meets": rhythm_words(record.meets_every_days),
        "route": kept.route or "not said",
        "escalate": kept.escalate_minutes,
        "last_drill": record.drills[0].on if record.drills else None,
        "drill": standing.words,
        "drill_by": standing.due_on or date.min,
        "next_drill": next_drill(record, on),
        "last_visit": record.visits[0].on if record.visits else None,
        "started_on": partnership.started_on,
        "ended_on": partnership.ended_on,
        "source": partnership.source,
    }


def asked(row: dict[str, Any], text: str, state: str) -> bool:
    """Does this row satisfy both filters? Ended ones are chosen by the query."""
    told = f"{row['pair']} {row['host']}".lower()
    holds = {"incomplete": row["rank"] == 1, "red": row["is_red"], "complete": row["rank"] == 2}
    return all(word in told for word in text.lower().split()) and holds.get(state, True)


def gap_rows(record: Record, gaps: Iterable[Missing], side: str) -> Iterator[dict[str, Any]]:
    """`side` is the name of the reader's own organisation where it may write, else empty: then no link."""
    for gap in gaps:
        name, words = MENDS[gap.rule]
        may = side and (side == gap.mended_by if name == "name-lead" else True)
        href = mend_address(name, record) if may else ""
        yield {
            "part": gap.part,
            "words": gap.words,
            "mended_by": gap.mended_by,
            "mend": words if may else "Ask them",
            "href": href,
            "rule": gap.rule,
        }


def mend_address(name: str, record: Record) -> str:
    """How often they meet is said with their meetings; everything else with the partnership."""
    if name == "set-rhythm":
        return reverse("meetings:set-rhythm", args=record.parties)
    return reverse(f"partnerships:{name}", args=[record.partnership.pk])


def lead_words(lead: Lead | None) -> Markup:
    """With the number to tap, and when it is answered where the directory says so."""
    if lead is None:
        return Markup("not named")
    said, phone = escape(f"{lead.name}, {lead.post}"), number_of(lead)
    hours = f" ({lead.contact.hours})" if phone and lead.contact and lead.contact.hours else ""
    return said + number(phone) + hours if phone else said + Markup("<br>") + "No number to ring in the day"


def number(phone: str) -> Markup:
    return Markup('<br><a class="par-number" href="{}">{}</a>').format(tel(phone), phone)


def facts(record: Record, on: date, *, concerns: bool) -> list[dict[str, Any]]:
    row = row_of(record, on)
    visit = record.visits[0].on if record.visits else None
    meetings = {"href": reverse("meetings:show-pair", args=record.parties), "action": "Meetings"}
    place = f"{row['km']:.1f} km in a straight line to {row['nearest']}" if record.nearest else row["nearest"]
    return [
        {"key": "Lead at the trust", "value": lead_words(record.lead_trust)},
        {"key": "Lead at the site", "value": lead_words(record.lead_host)},
        {"key": "Services", "value": row["services"]},
        {"key": "Distance", "value": place},
        {"key": "Meets", "value": row["meets"], **(meetings if concerns else {})},
        {"key": "Last visit", "value": long_date(visit) if visit else "nobody has visited yet"},
        {"key": "Partners since", "value": long_date(record.partnership.started_on)},
    ]


def transfer_rows(record: Record) -> list[dict[str, Any]]:
    """The way back as lines of a card, each number to be tapped; without numbers for those who may not read them."""
    row = record.partnership
    ways = (
        ("Goes to", row.route, "phone"),
        ("First alternate", row.alternate_1, "phone_1"),
        ("Second alternate", row.alternate_2, "phone_2"),
    )
    found = [{"key": key, "value": way(record, words, name)} for key, words, name in ways]
    after = f"{plural(row.escalate_minutes, 'minute')} without transport" if row.escalate_minutes else "not said"
    return [*found, {"key": "Escalate after", "value": after}]


def way(record: Record, words: str, name: str) -> Markup:
    phone = getattr(record.numbers, name) if record.numbers else ""
    said = escape(words or "not said")
    return said + number(phone) if phone else said


def numbers_note(record: Record, is_shown: bool) -> str:
    given = f"{record.partnership.numbers} of {NUMBERS} telephone numbers are given"
    return "" if is_shown else f"{given}; they are shown to both sides and their board."


def card_rows(record: Record) -> list[dict[str, Any]]:
    """What both sides pin to a wall."""
    leads = ((record.partnership.trust, record.lead_trust), (record.partnership.host, record.lead_host))
    return [*({"key": side.name, "value": lead_words(lead)} for side, lead in leads), *transfer_rows(record)]


def drill_rows(drills: Iterable[Drill]) -> Iterator[dict[str, Any]]:
    for drill in drills:
        yield {
            "on": drill.on,
            "kind": drill.get_kind_display(),
            "outcome": TAG.format(*(("green", "Worked") if drill.passed else ("red", "Failed"))),
            "minutes": drill.minutes if drill.minutes is not None else "not timed",
            "learned": drill.learned or "nothing written",
            "who": drill.by_name,
        }


def visit_rows(visits: Iterable[Visit]) -> Iterator[dict[str, Any]]:
    for visit in visits:
        yield {
            "on": visit.on,
            "visitors": f"People of {visit.visitors.name}",
            "who": visit.who,
            "learned": visit.learned,
            "by": visit.by_name,
        }


def drill_tag(record: Record, on: date) -> Markup:
    standing = record.drill(on)
    colour, words = LIGHTS[standing.light]
    return TAG.format(colour, words)
