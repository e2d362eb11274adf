"""What does an agreement still lack before anybody can sign, what do its words come to, and what changed in them?

Rules CLA-1 to CLA-11, docs/rules/agreements.md. Nothing here decides: every gap names the clause, the side and what
to write.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import chain

from alongside.domain.agreement_force import Service
from alongside.domain.agreement_sharing import Standing, is_current
from alongside.domain.agreement_state import Side, Term
from alongside.domain.agreement_topics import TOPICS, FactKind, FactRule, Topic
from alongside.domain.reasons import Reason, Severity

DRILL_DAYS = 365
NO_NAMES = ("the guest", "the host")


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of one topic as they stand. `number` counts the edits of this clause."""

    topic: Topic
    number: int
    answer: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    guest_owner: str = ""
    host_owner: str = ""
    evidence: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Drill:
    """A rehearsal of the unplanned transfer from this site that a partnership of the two has logged."""

    site: str
    on: date
    passed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to write before anybody can sign. `side` None: either may write it. `topic` None: the toolkit.

    `drilled_at`: no words mend it, but a drill of both at this site that goes well.
    """

    reason: Reason
    topic: Topic | None
    side: Side | None = None
    drilled_at: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words: kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of a clause, with its words before and after in reading order; a list `by_line`."""

    label: str
    spans: tuple[Span, ...]
    by_line: bool = False


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that differs, part by part; parts that are the same are left out."""

    topic: Topic
    parts: tuple[PartChange, ...]


def term_of(clauses: Mapping[Topic, Clause]) -> Term | None:
    """The term, once both its days are written and in order."""
    clause = clauses.get(Topic.TERM)
    if clause is None or clause.starts_on is None or clause.ends_on is None or clause.ends_on < clause.starts_on:
        return None
    return Term(clause.starts_on, clause.ends_on)


def services_of(clauses: Mapping[Topic, Clause]) -> frozenset[Service]:
    """The services that the services clause names.

    >>> services_of({Topic.SERVICES: Clause(Topic.SERVICES, 1, facts={"services": ["110/hip"]})})
    frozenset({Service(function='110', group='hip')})
    """
    clause = clauses.get(Topic.SERVICES)
    named = clause.facts.get("services") if clause else None
    parts = [str(code).partition("/") for code in named] if isinstance(named, list | tuple) else []
    return frozenset(Service(function, group) for function, _, group in parts)


def missing(
    clauses: Mapping[Topic, Clause],
    dspt: tuple[Standing, Standing],
    on: date,
    names: tuple[str, str] = NO_NAMES,
    drills: Iterable[Drill] = (),
) -> tuple[Gap, ...]:
    """Every gap on this day, in the order of the topics and the toolkit last; empty when it can be signed.

    `drills` of the two, in the order in which they were logged.
    """
    term = term_of(clauses)
    found: list[Gap] = []
    for topic in TOPICS:
        found += _gaps_of(topic, clauses.get(topic) or Clause(topic, 0), term, on, names)
        found += _failed_gaps(drills, on) if topic is Topic.TRANSFER_BACK else ()
    for side, standing, name in zip(Side, dspt, names, strict=True):
        if not is_current(standing, on):
            found.append(_gap("CLA-8", None, side, _dspt_words(standing, name)))
    return tuple(found)


def _gaps_of(topic: Topic, clause: Clause, term: Term | None, on: date, names: tuple[str, str]) -> Iterator[Gap]:
    rule = TOPICS[topic]
    if rule.needs_answer and not clause.answer.strip():
        yield _gap("CLA-1", topic, None, f"{rule.label}: write the answer to “{rule.question}”")
    yield from _part_gaps(topic, clause, on)
    if rule.needs_owners:
        owners = ((Side.GUEST, "CLA-2", clause.guest_owner), (Side.HOST, "CLA-3", clause.host_owner))
        for (side, number, owner), name in zip(owners, names, strict=True):
            if not owner.strip():
                yield _gap(number, topic, side, f"{rule.label}: name who owns it at {name}")
    if rule.needs_evidence and not clause.evidence.strip():
        yield _gap("CLA-4", topic, None, f"{rule.label}: link the document that shows it")
    words = _term_words(clause, term, on) if topic is Topic.TERM else _dates_words(clause, term)
    if words:
        yield _gap("CLA-5", topic, None, f"{rule.label}: {words}")


def _part_gaps(topic: Topic, clause: Clause, on: date) -> Iterator[Gap]:
    for part in TOPICS[topic].facts:
        words = _part_words(part, clause.facts.get(part.key), on)
        if words:
            yield _gap(part.rule, topic, None, f"{TOPICS[topic].label}: {words}")


def _part_words(part: FactRule, value: object, on: date) -> str:
    label = part.label[:1].lower() + part.label[1:]
    if not value:
        if part.kind in (FactKind.SERVICES, FactKind.ITEMS):
            return f"choose at least one under “{part.label}”"
        return f"write “{label}”"
    if part.key == "drilled_on":
        return _drill_words(str(value), on)
    if part.key == "hazards" and isinstance(value, list | tuple):
        whole = all(len([cell for cell in str(line).split("|") if cell.strip()]) >= 3 for line in value)
        return "" if whole else "give each hazard its control and its owner, parted by |"
    return ""


def _drill_words(text: str, on: date) -> str:
    drilled = date.fromisoformat(text)
    if drilled > on:
        return "the last drill lies in the future"
    if on - drilled > timedelta(days=DRILL_DAYS):
        return f"the last drill is {(on - drilled).days} days ago: rehearse the transfer again"
    return ""


def _failed_gaps(drills: Iterable[Drill], on: date) -> Iterator[Gap]:
    """Whatever day the clause vouches for, a way back whose newest drill failed is none (CLA-6)."""
    newest: dict[str, Drill] = {}
    for drill in drills:
        if drill.on <= on and (drill.site not in newest or drill.on >= newest[drill.site].on):
            newest[drill.site] = drill
    for site, drill in sorted(newest.items()):
        if not drill.passed:
            said = f"the drill at {site} on {drill.on:%-d %B %Y} failed: mend what failed, and drill and log it again"
            message = f"{TOPICS[Topic.TRANSFER_BACK].label}: {said}"
            yield Gap(Reason("CLA-6", Severity.BLOCKS, message), Topic.TRANSFER_BACK, drilled_at=site)


def _term_words(clause: Clause, term: Term | None, on: date) -> str:
    if clause.starts_on is None or clause.ends_on is None:
        return "write its first and its last day"
    if term is None:
        return "its last day is before its first"
    return "its last day has passed" if term.ends_on < on else ""


def _dates_words(clause: Clause, term: Term | None) -> str:
    """A clause with dates of its own must hold on every day of the term."""
    if term is None:
        return ""
    late = clause.starts_on is not None and clause.starts_on > term.starts_on
    early = clause.ends_on is not None and clause.ends_on < term.ends_on
    return "its own dates leave days of the term without it" if late or early else ""


def _dspt_words(standing: Standing, name: str) -> str:
    if standing.on is None:
        return f"Security toolkit: {name} has not stated its standing"
    return f"Security toolkit: {name} is not current (“{standing.status}”, published {standing.on:%-d %B %Y})"


def digest(clauses: Mapping[Topic, Clause]) -> str:
    """What a signature signs: a hash of every word of every clause, whoever wrote them and in whatever order.

    >>> digest({}) == digest({Topic.EXIT: Clause(Topic.EXIT, 3)})
    True
    """
    words = {topic.value: said for topic in Topic if (said := _words(clauses.get(topic)))}
    return sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _words(clause: Clause | None) -> dict[str, object]:
    if clause is None:
        return {}
    facts = {key: list(value) if isinstance(value, tuple) else value for key, value in clause.facts.items() if value}
    said: dict[str, object] = {
        "answer": clause.answer,
        "facts": facts,
        "guest_owner": clause.guest_owner,
        "host_owner": clause.host_owner,
        "evidence": clause.evidence,
        "starts_on": clause.starts_on.isoformat() if clause.starts_on else "",
        "ends_on": clause.ends_on.isoformat() if clause.ends_on else "",
    }
    return {key: value for key, value in said.items() if value}


def same_words(one: Clause | None, other: Clause | None) -> bool:
    """Do two clauses say the same, whoever wrote them?"""
    return _words(one) == _words(other)


def parts_of(clause: Clause | None) -> dict[str, str]:
    """A clause as a reader meets it: the label of each part and its words, in order; empty parts left out."""
    if clause is None:
        return {}
    parts = {"Answer": clause.answer}
    for part in TOPICS[clause.topic].facts:
        value = clause.facts.get(part.key)
        parts[part.label] = "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    parts |= {
        "Owner at the guest": clause.guest_owner,
        "Owner at the host": clause.host_owner,
        "Evidence": clause.evidence,
        "First day": f"{clause.starts_on:%-d %B %Y}" if clause.starts_on else "",
        "Last day": f"{clause.ends_on:%-d %B %Y}" if clause.ends_on else "",
    }
    return {label: words for label, words in parts.items() if words}


def differences(
    before: Mapping[Topic, Clause],
    after: Mapping[Topic, Clause],
    said: Callable[[Clause | None], dict[str, str]] = parts_of,
) -> tuple[ClauseChange, ...]:
    """Every clause that differs, in the order of the topics, with the words that went and came.

    `said` gives the parts of a clause as its reader meets them.
    """
    changes = []
    for topic in TOPICS:
        old, new = said(before.get(topic)), said(after.get(topic))
        labels = dict.fromkeys(chain(old, new))
        parts = [
            _part_change(label, old.get(label, ""), new.get(label, ""))
            for label in labels
            if old.get(label) != new.get(label)
        ]
        if parts:
            changes.append(ClauseChange(topic, tuple(parts)))
    return tuple(changes)


def _part_change(label: str, before: str, after: str) -> PartChange:
    by_line = "\n" in before or "\n" in after
    if by_line:
        return PartChange(label, _spans(before.splitlines(), after.splitlines(), "\n"), by_line)
    return PartChange(label, _spans(before.split(), after.split(), " "))


def _spans(old: list[str], new: list[str], between: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            spans.append(Span("kept", between.join(old[i:j])))
            continue
        if j > i:
            spans.append(Span("removed", between.join(old[i:j])))
        if m > k:
            spans.append(Span("added", between.join(new[k:m])))
    return tuple(spans)


def _gap(rule: str, topic: Topic | None, side: Side | None, message: str) -> Gap:
    return Gap(Reason(rule, Severity.BLOCKS, message), topic, side)


def joined(stands: Clause, other: Clause, *, keep: bool) -> Clause:
    """The clause as it would be with another's words put in; with `keep`, after the words that stand.

    What the other left empty stays as it stands, and of two days the other's counts. It is still based on what stands.
    """
    facts = dict(stands.facts)
    for part in TOPICS[stands.topic].facts:
        value = other.facts.get(part.key)
        if value:
            both = keep and part.kind is not FactKind.DAY
            facts[part.key] = _both(facts.get(part.key), value, "; ") if both else value

    def text(mine: str, theirs: str, between: str = "; ") -> str:
        return str(_both(mine, theirs, between)) if keep else theirs or mine

    return replace(
        stands,
        answer=text(stands.answer, other.answer, "\n\n"),
        facts=facts,
        guest_owner=text(stands.guest_owner, other.guest_owner),
        host_owner=text(stands.host_owner, other.host_owner),
        evidence=text(stands.evidence, other.evidence),
        starts_on=other.starts_on or stands.starts_on,
        ends_on=other.ends_on or stands.ends_on,
    )


def _both(one: object, other: object, between: str) -> object:
    if not one or not other or one == other:
        return one or other or ""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return tuple(dict.fromkeys((*one, *other)))
    return f"{one}{between}{other}"
