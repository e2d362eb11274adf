"""Every gap is named, every word is signed, and a difference can be read."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.agreement_clauses import (
    Clause,
    Drill,
    differences,
    digest,
    joined,
    missing,
    parts_of,
    same_words,
    services_of,
    term_of,
)
from alongside.domain.agreement_force import Service
from alongside.domain.agreement_sharing import NO_STANDING, Standing
from alongside.domain.agreement_state import Side, Term
from alongside.domain.agreement_templates import TEMPLATES
from alongside.domain.agreement_topics import TOPICS, FactKind, Topic

pytestmark = pytest.mark.row("M-39")
ON = date(2026, 1, 31)
MET = Standing("Standards met", date(2025, 6, 30))


def whole(topic):
    facts = {part.key: part.label for part in TOPICS[topic].facts}
    facts |= {
        Topic.SERVICES: {"services": ("110", "130/cataract")},
        Topic.SHARING: {"items": ("waiting",)},
        Topic.TRANSFER_BACK: {"drilled_on": "2026-01-10"},
        Topic.SAFETY: {"hazards": ("Bleeding | Blood held | Sister",)},
    }.get(topic, {})
    days = (date(2026, 1, 1), date(2026, 12, 31)) if topic is Topic.TERM else (None, None)
    return Clause(topic, 1, "Answer", facts, "Dr A", "Dr B", "link", *days)


ALL = {topic: whole(topic) for topic in Topic}


def gaps(clauses, dspt=(MET, MET), on=ON):
    return [(gap.reason.rule, gap.topic, gap.side) for gap in missing(clauses, dspt, on)]


def test_nothing_is_missing_when_everything_is_written():
    assert gaps(ALL) == []


def test_an_empty_agreement_names_every_topic():
    named = gaps({}, (NO_STANDING, NO_STANDING))
    assert {topic for _, topic, _ in named} == {*Topic, None}
    order = [topic for _, topic, _ in named if topic]
    assert order == sorted(order, key=list(TOPICS).index)


@pytest.mark.parametrize(
    ("topic", "change", "rule", "side"),
    [
        (Topic.BEDS, {"answer": " "}, "CLA-1", None),
        (Topic.BEDS, {"guest_owner": ""}, "CLA-2", Side.GUEST),
        (Topic.BEDS, {"host_owner": " "}, "CLA-3", Side.HOST),
        (Topic.INDEMNITY, {"evidence": ""}, "CLA-4", None),
        (Topic.TERM, {"starts_on": None}, "CLA-5", None),
        (Topic.TERM, {"ends_on": date(2025, 12, 31)}, "CLA-5", None),
        (Topic.TERM, {"ends_on": date(2026, 1, 30)}, "CLA-5", None),
        (Topic.BEDS, {"ends_on": date(2026, 12, 30)}, "CLA-5", None),
        (Topic.BEDS, {"starts_on": date(2026, 1, 2)}, "CLA-5", None),
        (Topic.SERVICES, {"facts": {"services": ()}}, "CLA-9", None),
        (Topic.SAFETY, {"facts": {**ALL[Topic.SAFETY].facts, "go_host": ""}}, "CLA-10", None),
        (Topic.SAFETY, {"facts": {**ALL[Topic.SAFETY].facts, "hazards": ("Bleeding",)}}, "CLA-10", None),
        (Topic.RTT_REPORTING, {"facts": {}}, "CLA-11", None),
    ],
)
def test_one_thing_missing_is_one_gap(topic, change, rule, side):
    assert gaps({**ALL, topic: replace(ALL[topic], **change)}) == [(rule, topic, side)]


@pytest.mark.row("M-48")
@pytest.mark.parametrize(
    ("drilled", "found"),
    [("2026-01-31", []), ("2025-01-31", []), ("2025-01-30", ["CLA-6"]), ("2026-02-01", ["CLA-6"]), ("", ["CLA-6"])],
)
def test_a_transfer_counts_only_when_drilled_within_a_year(drilled, found):
    facts = {**ALL[Topic.TRANSFER_BACK].facts, "drilled_on": drilled}
    clauses = {**ALL, Topic.TRANSFER_BACK: replace(ALL[Topic.TRANSFER_BACK], facts=facts)}
    assert [rule for rule, _, _ in gaps(clauses)] == found


def logged(*days, site="Ashford Site"):
    """Drills of January 2026 by their day; a day below nought is one that failed."""
    return [Drill(site, date(2026, 1, abs(day)), day > 0) for day in days]


@pytest.mark.row("M-48")
@pytest.mark.parametrize(
    ("drills", "on", "sites"),
    [
        (logged(10), ON, []),
        (logged(-10), ON, ["Ashford Site"]),
        (logged(-10, 20), ON, []),
        (logged(20, -10), ON, []),
        (logged(10, -20), ON, ["Ashford Site"]),
        (logged(-20, 20), ON, []),
        (logged(20, -20), ON, ["Ashford Site"]),
        (logged(10, -20), date(2026, 1, 19), []),
        (logged(-10, 20), date(2026, 1, 19), ["Ashford Site"]),
        ([*logged(20), *logged(-10, site="Second site")], ON, ["Second site"]),
    ],
)
def test_a_way_back_whose_newest_drill_failed_is_a_gap_of_both(drills, on, sites):
    """Though the clause vouches for a drill of its own; of one day what was logged last counts, and each site apart."""
    found = missing(ALL, (MET, MET), on, drills=drills)
    assert [(gap.reason.rule, gap.topic, gap.side, gap.drilled_at) for gap in found] == [
        ("CLA-6", Topic.TRANSFER_BACK, None, site) for site in sites
    ]


def test_a_failed_drill_is_told_with_its_place_and_day():
    (gap,) = missing(ALL, (MET, MET), ON, drills=logged(-9, site="Site A"))
    assert gap.reason.message == (
        "Unplanned transfer: the drill at Site A on 9 January 2026 failed: mend what failed, and drill and log it again"
    )


@pytest.mark.row("M-48")
@pytest.mark.parametrize("part", ["route", "phone", "alternate_1", "alternate_2"])
def test_every_part_of_an_unplanned_transfer_is_required(part):
    facts = {**ALL[Topic.TRANSFER_BACK].facts, part: ""}
    clauses = {**ALL, Topic.TRANSFER_BACK: replace(ALL[Topic.TRANSFER_BACK], facts=facts)}
    assert gaps(clauses) == [("CLA-6", Topic.TRANSFER_BACK, None)]


@pytest.mark.row("M-64")
@pytest.mark.parametrize("part", [part.key for part in TOPICS[Topic.SHARING].facts])
def test_every_part_of_the_sharing_clause_is_required(part):
    facts = {**ALL[Topic.SHARING].facts, part: ()}
    assert gaps({**ALL, Topic.SHARING: replace(ALL[Topic.SHARING], facts=facts)}) == [("CLA-7", Topic.SHARING, None)]


def test_each_toolkit_is_asked_by_side():
    assert gaps(ALL, (NO_STANDING, MET)) == [("CLA-8", None, Side.GUEST)]
    late = Standing("Standards met", date(2024, 6, 30))
    assert gaps(ALL, (MET, late)) == [("CLA-8", None, Side.HOST)]


def test_suggested_words_still_need_owners():
    for template in TEMPLATES.values():
        clauses = {topic: Clause(topic, 1, words) for topic, words in template.answers.items()}
        rules = {rule for rule, topic, _ in gaps(clauses) if topic in template.answers}
        assert {"CLA-2", "CLA-3"} <= rules
        assert "CLA-1" not in rules


WORDS = st.text(max_size=30)
CLAUSES = st.builds(
    lambda topic, answer, owner, evidence, day: Clause(topic, 1, answer, {}, owner, "", evidence, day),
    st.sampled_from(Topic),
    WORDS,
    WORDS,
    WORDS,
    st.none() | st.dates(),
)


@given(CLAUSES, CLAUSES)
def test_two_clauses_have_one_digest_only_when_they_say_the_same(one, other):
    same = one.topic is other.topic and same_words(one, other)
    blank = all(same_words(each, Clause(each.topic, 0)) for each in (one, other))
    assert (digest({one.topic: one}) == digest({other.topic: other})) is (same or blank)


@given(CLAUSES, CLAUSES)
def test_a_difference_holds_every_word_of_both(before, after):
    for change in differences({before.topic: before}, {after.topic: after}):
        old = parts_of(before) if before.topic is change.topic else {}
        new = parts_of(after) if after.topic is change.topic else {}
        for part in change.parts:
            kept = [span.text for span in part.spans if span.kind != "added"]
            came = [span.text for span in part.spans if span.kind != "removed"]
            assert " ".join(kept).split() == old.get(part.label, "").split()
            assert " ".join(came).split() == new.get(part.label, "").split()


@given(CLAUSES)
def test_the_same_words_differ_in_nothing(clause):
    assert differences({clause.topic: clause}, {clause.topic: replace(clause, number=7)}) == ()


@given(CLAUSES, WORDS, WORDS)
def test_joining_loses_no_word(clause, answer, owner):
    other = Clause(clause.topic, 0, answer, {}, owner)
    both = joined(clause, other, keep=True)
    for words in (clause.answer, answer):
        assert words in both.answer
    for words in (clause.guest_owner, owner):
        assert words in both.guest_owner
    assert both.number == clause.number


def test_joining_parts_joins_lists_and_takes_the_other_day():
    mine = whole(Topic.SERVICES)
    other = replace(mine, facts={"services": ["110", "100"]})
    assert joined(mine, other, keep=True).facts["services"] == ("110", "130/cataract", "100")
    assert joined(mine, other, keep=False).facts["services"] == ["110", "100"]
    back = whole(Topic.TRANSFER_BACK)
    other = replace(back, facts={"drilled_on": "2026-01-20", "route": "Ambulance"})
    both = joined(back, other, keep=True).facts
    assert both["drilled_on"] == "2026-01-20"
    assert both["route"] == "Named route back; Ambulance"
    assert both["phone"] == back.facts["phone"]


def test_services_and_term_are_read_out_of_their_clauses():
    assert services_of(ALL) == {Service("110"), Service("130", "cataract")}
    assert services_of({}) == frozenset()
    assert services_of({Topic.SERVICES: Clause(Topic.SERVICES, 1, facts={"services": "110"})}) == frozenset()
    assert term_of(ALL) == Term(date(2026, 1, 1), date(2026, 12, 31))
    assert term_of({}) is None


def test_every_part_of_every_clause_shows_in_its_words():
    for topic, clause in ALL.items():
        labels = set(parts_of(clause))
        assert {part.label for part in TOPICS[topic].facts if part.kind is not FactKind.ITEMS} <= labels
    assert parts_of(None) == {}


def test_a_list_differs_line_by_line_in_the_readers_words():
    before = Clause(Topic.SERVICES, 1, facts={"services": ["100", "110"]})
    after = Clause(Topic.SERVICES, 2, facts={"services": ["110", "120"]})
    names = {"100": "General surgery", "110": "Bones and joints", "120": "Ear, nose and throat"}

    def said(clause):
        return {"Services": "\n".join(names[code] for code in clause.facts["services"])} if clause else {}

    (change,) = differences({Topic.SERVICES: before}, {Topic.SERVICES: after}, said)
    (part,) = change.parts
    assert part.by_line
    assert [(span.kind, span.text) for span in part.spans] == [
        ("removed", "General surgery"),
        ("kept", "Bones and joints"),
        ("added", "Ear, nose and throat"),
    ]
