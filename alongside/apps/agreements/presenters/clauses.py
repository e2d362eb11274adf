"""What does each clause say, what does it lack, who wrote it, and what changed between versions?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.agreements.models import ClauseAside, ClauseEdit
from alongside.apps.agreements.queries import service_words
from alongside.apps.agreements.told import WayBack
from alongside.domain.agreement_clauses import Clause, ClauseChange, Gap, PartChange, parts_of
from alongside.domain.agreement_sharing import ITEM_WORDS, MOMENT_WORDS, Item, Moment, Seen
from alongside.domain.agreement_state import Side
from alongside.domain.agreement_topics import TOPICS, Topic
from alongside.web.query import query
from alongside.web.tables import Column
from alongside.web.words import long_date

GAP_COLUMNS = [
    Column("message", "What to write or do", link="href"),
    Column("who", "Who can"),
    Column("rule", "Rule"),
]
EDIT_COLUMNS = [
    Column("number", "Edit"),
    Column("at", "When", "moment"),
    Column("by", "Who"),
    Column("words", "Words"),
]
CLAUSE_FILE = [
    Column("topic", "Clause"),
    Column("words", "Words"),
    Column("missing", "Missing"),
    Column("by", "Last written by"),
    Column("at", "When", "moment"),
]
CHANGE_COLUMNS = [
    Column("topic", "Clause"),
    Column("part", "Part"),
    Column("before", "Before"),
    Column("after", "After"),
]
SEEN_COLUMNS = [
    Column("item", "What"),
    *(Column(moment.name.lower(), text) for moment, text in MOMENT_WORDS.items()),
    Column("why", "Why"),
]
MARK = {
    "kept": Markup("{}"),
    "added": Markup('<ins><span class="nhsuk-u-visually-hidden">added: </span>{}</ins>'),
    "removed": Markup('<del><span class="nhsuk-u-visually-hidden">removed: </span>{}</del>'),
}


def address_of(agreement_id: UUID, topic: Topic) -> str:
    return reverse("agreements:edit-clause", args=[agreement_id, topic.value])


def gap_rows(
    gaps: Iterable[Gap], names: tuple[str, str], agreement_id: UUID, side: Side | None
) -> list[dict[str, Any]]:
    """Each gap, who can fill it, and for a side of the agreement the page on which to."""
    rows = []
    for gap in gaps:
        sides = dict(zip(Side, names, strict=True))
        either = f"{names[0]} and {names[1]} together" if gap.drilled_at else f"{names[0]} or {names[1]}"
        who = sides[gap.side] if gap.side else either
        rows.append(
            {
                "message": gap.reason.message,
                "rule": gap.reason.rule,
                "who": f"Medical director, {who}" if gap.topic is None else who,
                "href": gap_address(gap, agreement_id, side),
            }
        )
    return rows


def gap_address(gap: Gap, agreement_id: UUID, side: Side | None) -> str:
    if side is None or (gap.topic is None and gap.side is not side):
        return ""
    if gap.drilled_at:
        return reverse("partnerships:list-partnerships") + query({"q": gap.drilled_at})
    return address_of(agreement_id, gap.topic) if gap.topic else reverse("agreements:state-security")


def in_words(clause: Clause | None, names: Mapping[str, str]) -> dict[str, str]:
    """The parts of a clause with codes put into words."""
    if clause is None:
        return {}
    parts = parts_of(clause)
    if clause.topic is Topic.SERVICES and "Services" in parts:
        parts["Services"] = "\n".join(service_words(code, names) for code in parts["Services"].splitlines())
    if clause.topic is Topic.SHARING and "What may be shared" in parts:
        known = {item.value: text for item, text in ITEM_WORDS.items()}
        items = parts["What may be shared"].splitlines()
        parts["What may be shared"] = "\n".join(known.get(item, item) for item in items)
    return parts


def services_in_words(clauses: Mapping[Topic, Clause], names: Mapping[str, str]) -> Markup:
    """Every service that the agreement covers, each on a line of its own."""
    return lines(in_words(clauses.get(Topic.SERVICES), names).get("Services", "No service"))


def lines(text: str) -> Markup:
    return Markup("<br>").join(text.splitlines())


def way_back_words(way: WayBack) -> str:
    """What a partnership says of the last drill, which is what counts of how well the way back works today."""
    if way.drilled_on is None:
        return f"{way.site}: its partnership has logged no drill yet"
    ended = "went well" if way.passed else "failed"
    return f"{way.site}: the last drill that its partnership has logged was on {long_date(way.drilled_on)} and {ended}"


def cards(
    clauses: Mapping[Topic, Clause],
    edits: Mapping[Topic, ClauseEdit],
    gaps: Sequence[Gap],
    asides: Mapping[Topic, list[ClauseAside]],
    names: Mapping[str, str],
    agreement_id: UUID,
) -> list[dict[str, Any]]:
    """Every clause in the order of the topics: its words, who wrote them, how much is missing."""
    missing: dict[Topic | None, list[str]] = defaultdict(list)
    for gap in gaps:
        missing[gap.topic].append(gap.reason.message)
    made = []
    for topic, rule in TOPICS.items():
        parts, edit = in_words(clauses.get(topic), names), edits.get(topic)
        made.append(
            {
                "slug": topic.value,
                "topic": rule.label,
                "question": rule.question,
                "href": address_of(agreement_id, topic),
                "rows": [{"key": label, "value": lines(text)} for label, text in parts.items()],
                "words": "; ".join(f"{label}: {text}" for label, text in parts.items()),
                "missing": "; ".join(missing[topic]),
                "gaps": missing[topic],
                "by": f"{edit.by_name}, {edit.by_organisation.name}" if edit else "",
                "at": edit.at if edit else None,
                "asides": len(asides.get(topic, ())),
            }
        )
    return made


def aside_cards(
    asides: Iterable[ClauseAside], clauses: Mapping[UUID, Clause], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Words that came second, each with its writer."""
    return [
        {
            "id": aside.pk,
            "by": f"{aside.by_name}, {aside.by_organisation.name}",
            "at": aside.at,
            "rows": [
                {"key": label, "value": lines(text)} for label, text in in_words(clauses[aside.pk], names).items()
            ],
        }
        for aside in asides
    ]


def edit_rows(edits: Iterable[ClauseEdit], clauses: Sequence[Clause], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every edit of one clause, newest first."""
    return [
        {
            "number": f"Edit {edit.number}",
            "at": edit.at,
            "by": f"{edit.by_name}, {edit.by_organisation.name}",
            "words": "; ".join(f"{label}: {text}" for label, text in in_words(clause, names).items()),
        }
        for edit, clause in zip(edits, clauses, strict=True)
    ]


def change_blocks(changes: Iterable[ClauseChange]) -> list[dict[str, Any]]:
    """Each changed clause with what came and went marked in its words."""
    return [
        {
            "topic": TOPICS[change.topic].label,
            "parts": [{"key": part.label, "value": marked(part)} for part in change.parts],
        }
        for change in changes
    ]


def marked(part: PartChange) -> Markup:
    """Kept, added and removed words; each line of a list on a line of its own."""
    between = Markup("<br>") if part.by_line else Markup(" ")
    return between.join(MARK[span.kind].format(lines(span.text)) for span in part.spans)


def as_text(part: PartChange, without: str) -> str:
    between = "; " if part.by_line else " "
    return between.join(span.text.replace("\n", between) for span in part.spans if span.kind != without)


def change_rows(changes: Iterable[ClauseChange]) -> list[dict[str, Any]]:
    return [
        {
            "topic": TOPICS[change.topic].label,
            "part": part.label,
            "before": as_text(part, without="added"),
            "after": as_text(part, without="removed"),
        }
        for change in changes
        for part in change.parts
    ]


def seen_rows(by_moment: Mapping[Moment, Sequence[Seen]]) -> list[dict[str, Any]]:
    """Each item with yes or no at each moment, and the reason at the last of them or the first that says no."""
    rows = []
    for index, item in enumerate(Item):
        said = {moment: seen[index] for moment, seen in by_moment.items()}
        no = [seen.reason for seen in said.values() if not seen.sees]
        reason = no[0] if no else said[Moment.DISCHARGED].reason
        told = {moment.name.lower(): "Yes" if seen.sees else "No" for moment, seen in said.items()}
        rows.append({"item": ITEM_WORDS[item], "why": f"{reason.message} ({reason.rule})", **told})
    return rows
