"""What state is an agreement in, in words, and what happens next?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.facts import AgreementRecord, VersionRecord
from alongside.domain.agreement_clauses import services_of, term_of
from alongside.domain.agreement_state import GIVEN, IN_FORCE, Act, Side, State, ended_from, first_day, given
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column
from alongside.web.words import long_date, plural

TAG = Markup('<strong class="nhsuk-tag nhsuk-tag--{} al-tag">{}</strong>')
STATES = {
    State.DRAFT: ("Draft", "grey"),
    State.CLINICALLY_AGREED: ("Clinically agreed", "blue"),
    State.SIGNED: ("Signed, not begun", "aqua-green"),
    State.ACTIVE: ("In force", "green"),
    State.REVIEW_DUE: ("In force, review due", "yellow"),
    State.EXPIRED: ("Expired", "orange"),
    State.TERMINATED: ("Ended", "red"),
    State.SENT_BACK: ("Sent back", "orange"),
    State.SUPERSEDED: ("Replaced", "grey"),
}
COLUMNS = [
    Column("pair", "Agreement", sort=True, link="href"),
    Column("tag", "State", sort=True),
    Column("services_shown", "Services"),
    Column("ends_on", "Last day", "date", sort=True),
    Column("days_shown", "Days left", sort=True),
    Column("missing", "Missing before signing", "number", sort=True),
    Column("ready_shown", "Days to ready", sort=True),
    Column("asides", "Words to settle", "number"),
]
# What asks for somebody first.
RANKS = (
    State.CLINICALLY_AGREED,
    State.DRAFT,
    State.REVIEW_DUE,
    State.EXPIRED,
    State.TERMINATED,
    State.SIGNED,
    State.ACTIVE,
    State.SENT_BACK,
    State.SUPERSEDED,
)
NAMED_BELOW = Markup('<a href="#missing">{} to write</a>, named below')
NOT_RUNNING, NOT_READY = "not in force", "not yet"
FILE_COLUMNS = [
    Column("guest", "Patients of"),
    Column("host", "Treated at"),
    Column("version", "Version", "number"),
    Column("state", "State"),
    Column("services", "Services"),
    Column("starts_on", "First day", "date"),
    Column("ends_on", "Last day", "date"),
    Column("days_left", "Days left", "number"),
    Column("missing", "Missing before signing", "number"),
    Column("ready", "Days to ready", "number"),
    Column("asides", "Words to settle", "number"),
]
NONE_COLUMNS = [
    Column("guest", "Patients of"),
    Column("host", "Treated at"),
    Column("words", "What is missing", link="href"),
]


def columns(rows: Iterable[Mapping[str, Any]]) -> list[Column]:
    """The columns of the page: words to settle only where there are some."""
    return COLUMNS if any(row["asides"] for row in rows) else COLUMNS[:-1]


def state_tag(state: State) -> Markup:
    text, colour = STATES[state]
    return TAG.format(colour, text)


def row(record: AgreementRecord, on: date, asides: int) -> dict[str, Any]:
    """One agreement as a line of the list."""
    version = record.at(on)
    state = version.state(on)
    term = term_of(version.clauses)
    running = state in IN_FORCE and term is not None
    last = last_day_of(version, on)
    left, ready = (last - on).days + 1 if running and last else None, record.ready_after
    drafting = record.is_written(on)
    return {
        "pair": f"{record.names[0]} patients at {record.names[1]}",
        "guest": record.names[0],
        "host": record.names[1],
        "href": reverse("agreements:show-agreement", args=[record.agreement.pk]),
        "version": version.number,
        "state": STATES[state][0],
        "rank": RANKS.index(state),
        "tag": state_tag(state),
        "services": services_words(version),
        "services_shown": shortened(services_words(version).split(", ")),
        "starts_on": term.starts_on if term else None,
        "ends_on": last,
        "days_left": left,
        "days_shown": NOT_RUNNING if left is None else f"{left:,}",
        "missing": len(record.latest.gaps(on, record.names)) if drafting else 0,
        "ready": ready,
        "ready_shown": NOT_READY if ready is None else f"{ready:,}",
        "asides": asides,
    }


def last_day_of(version: VersionRecord, on: date) -> date | None:
    """The last whole day on which the version holds: of its term, or the day before it was ended."""
    term = term_of(version.clauses)
    ended = ended_from(version.facts, on)
    if term is None:
        return None
    return min(term.ends_on, date.fromordinal(ended.toordinal() - 1)) if ended else term.ends_on


def services_words(version: VersionRecord) -> str:
    functions = sorted({treatment_function_name(service.function) for service in services_of(version.clauses)})
    return ", ".join(functions) or "none named"


def shortened(names: Sequence[str], most: int = 3) -> str:
    """
    >>> shortened(["Pain", "Urology"]), shortened(["A", "B", "C", "D", "E"])
    ('Pain, Urology', 'A, B, C and 2 more')
    """
    left = len(names) - most
    return ", ".join(names) if left < 2 else f"{', '.join(names[:most])} and {left} more"


def without_row(guest: Organisation, host: Organisation) -> dict[str, Any]:
    return {
        "guest": guest.name,
        "host": host.name,
        "words": "No agreement: see what is needed",
        "href": reverse("agreements:show-between", args=[guest.pk, host.pk]),
    }


def sentence(record: AgreementRecord, on: date) -> str:
    """Where the agreement stands today, in one sentence."""
    version = record.at(on)
    state, last = version.state(on), last_day_of(version, on)
    ending = ended_from(version.facts, on)
    if state is State.TERMINATED:
        step = next(step for step in version.steps if step.act == Act.TERMINATE and step.takes_effect == ending)
        who = record.names[0] if step.side == Side.GUEST else record.names[1]
        return f"Ended from {long_date(ending)} by {who}: {step.reason}"
    if state in IN_FORCE and ending:
        return f"In force until {long_date(last)}: it has been ended from {long_date(ending)}"
    if state in IN_FORCE:
        return f"In force until the end of {long_date(last)}"
    if state is State.EXPIRED:
        return f"Expired at the end of {long_date(last)}"
    if state is State.SIGNED and version.facts.term:
        return f"Signed by both; it begins on {long_date(version.facts.term.starts_on)}"
    return "Not in force: nobody may be placed under it until both have signed"


def next_steps(record: AgreementRecord, on: date, side: Side | None, gaps: int) -> list[str]:
    """What has to happen to the newest version, in the order in which it has to."""
    latest = record.latest
    if not record.is_written(on):
        return []
    agreed, signed = (given(latest.facts, act, on) for act in (Act.AGREE, Act.SIGN))
    steps: list[str] = [NAMED_BELOW.format(plural(gaps, "thing"))] if gaps else []
    for verb, done in (("agree clinically", agreed), ("sign", signed)):
        for each, name in zip(Side, record.names, strict=True):
            if each not in done:
                steps.append(f"{'Your organisation' if each is side else name} has to {verb}")
    return steps


def coming(record: AgreementRecord, on: date) -> str:
    """The version signed by both that will replace the one in force."""
    latest = record.latest
    begins = first_day(latest.facts)
    if latest.state(on) is not State.SIGNED or latest is record.at(on) or begins is None:
        return ""
    return f"Version {latest.number} is signed by both and begins on {long_date(begins)}. Below is the one that holds"


def went_back(record: AgreementRecord, on: date) -> str:
    """Who sent the version before this one back, and why; "" where nobody did or this one is no longer written."""
    before = record.versions[-2].steps if len(record.versions) > 1 and record.is_written(on) else ()
    step = next((step for step in before if step.act == Act.SEND_BACK), None)
    if step is None:
        return ""
    who = record.names[0] if step.side == Side.GUEST else record.names[1]
    return f"{who} sent version {record.versions[-2].number} back on {long_date(step.on)}: {step.reason}"


def lapsed(record: AgreementRecord, on: date) -> list[str]:
    """Who agreed or signed words that have changed since."""
    latest = record.latest
    names = dict(zip(Side, record.names, strict=True))
    old = [step for step in latest.steps if step.act in GIVEN and step.digest != latest.facts.digest and step.on <= on]
    return list(
        dict.fromkeys(
            f"{names[Side(step.side)]} {'agreed' if step.act == Act.AGREE else 'signed'} on {long_date(step.on)}"
            for step in old
        )
    )


def history(record: AgreementRecord) -> list[dict[str, Any]]:
    """Every version begun and every step taken, newest first."""
    verbs = {
        Act.AGREE: "agreed clinically",
        Act.SIGN: "signed",
        Act.TERMINATE: "ended the agreement",
        Act.SEND_BACK: "sent it back",
    }
    names = dict(zip(Side, record.names, strict=True))
    events = []
    for one in record.versions:
        version = one.version
        opened = {"at": version.made_at, "when": version.opened_on, "by": version.made_by_name, "text": version.why}
        events.append({**opened, "title": f"Version {one.number} begun"})
        for step in one.steps:
            text = f"From {long_date(step.takes_effect)}: {step.reason}" if step.act == Act.TERMINATE else step.reason
            if step.act in GIVEN and step.digest != one.facts.digest:
                text = "The words have changed since, so this no longer counts"
            title = f"{names[Side(step.side)]} {verbs[Act(step.act)]} (version {one.number})"
            events.append({"at": step.at, "when": step.on, "by": step.by_name, "text": text, "title": title})
    return sorted(events, key=lambda event: event["at"], reverse=True)


def version_rows(record: AgreementRecord, on: date) -> Sequence[dict[str, Any]]:
    """Each version with its days and a way to read what it changed."""
    return [
        {
            "version": f"Version {one.number}",
            "href": reverse("agreements:compare-versions", args=[record.agreement.pk, one.number]),
            "tag": state_tag(one.state(on)),
            "starts_on": one.facts.term.starts_on if one.facts.term else None,
            "ends_on": one.facts.term.ends_on if one.facts.term else None,
            "ready": one.ready_after,
        }
        for one in reversed(record.versions)
    ]


VERSION_COLUMNS = [
    Column("version", "Version", link="href"),
    Column("tag", "State"),
    Column("starts_on", "First day", "date"),
    Column("ends_on", "Last day", "date"),
    Column("ready", "Days to ready", "number"),
]
