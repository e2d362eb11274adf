"""Every topic has its working, and nothing that is mended lowers any of them."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.readiness import CLAUSES, SYSTEMS, TOPICS, PairFacts, readiness

READY = PairFacts(
    "A Trust", "B Hospital", written=frozenset(CLAUSES), begun=True, in_force=True, lasts=True, policies_agreed=2,
    contacts_guest=1, contacts_host=2, numbers_given=True, leads_named=True, drilled=True, drill_passed=True,
    drill_recent=True, systems=frozenset(SYSTEMS), reached=frozenset(SYSTEMS), cover_same=True, served=True,
    board=True, deaths=True, ladder=True,
)  # fmt: skip
counts = st.integers(0, 3)
things = st.lists(st.sampled_from(["one", "two"]), max_size=2).map(tuple)
pairs = st.builds(
    PairFacts, st.just("A Trust"), st.just("B Hospital"), st.frozensets(st.sampled_from(sorted(CLAUSES))),
    st.booleans(), counts, st.booleans(), st.booleans(), counts, counts, counts, counts, counts, counts,
    st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.frozensets(st.sampled_from(sorted(SYSTEMS))), st.frozensets(st.sampled_from(sorted(SYSTEMS))),
    st.booleans(), things, st.booleans(), things, things, st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
# What mending one thing makes of each fact: more of what is good, less of what is missing or red.
FEWER = {"gaps", "policies_waiting", "red_guest", "red_host"}
MENDS = [field.name for field in fields(PairFacts) if field.name not in ("guest", "host")]


def mended(facts: PairFacts, name: str, clause: str) -> PairFacts:
    value = getattr(facts, name)
    if name == "written":
        return replace(facts, written=value | {clause})
    if name in ("systems", "reached"):
        return replace(facts, **{name: value | {sorted(SYSTEMS)[len(clause) % len(SYSTEMS)]}})
    if isinstance(value, tuple):
        return replace(facts, **{name: value[1:]})
    if isinstance(value, bool):
        return replace(facts, **{name: True})
    return replace(facts, **{name: max(0, value - 1) if name in FEWER else value + 1})


@pytest.mark.row("M-42")
def test_pair_that_has_everything_is_ready_and_nothing_would_raise_it():
    found = readiness(READY)
    assert found.points == found.of == 43
    assert not any(topic.would_raise for topic in found.topics)


@pytest.mark.row("M-42")
def test_pair_that_has_nothing_is_told_of_every_topic_what_would_raise_it():
    found = readiness(PairFacts("A Trust", "B Hospital"))
    assert found.points == 0
    assert [topic.name for topic in found.topics] == list(TOPICS.values())
    assert [topic.rule for topic in found.topics] == [f"RDY-{number}" for number in range(1, 16)]
    assert all(check.raised_by for topic in found.topics for check in topic.would_raise)


@pytest.mark.row("M-42")
@given(pairs, st.sampled_from(MENDS), st.sampled_from(sorted(CLAUSES)))
def test_closing_a_gap_never_lowers_readiness(facts, name, clause):
    before, after = readiness(facts), readiness(mended(facts, name, clause))
    assert all(new.points >= old.points for old, new in zip(before.topics, after.topics, strict=True))
    assert after.of == before.of


@pytest.mark.parametrize(
    ("change", "topic"),
    [
        ({"written": frozenset(CLAUSES) - {"oxygen"}}, "Oxygen"),
        ({"systems": frozenset(SYSTEMS) - {"imaging"}}, "IT systems"),
        ({"reached": frozenset(SYSTEMS) - {"results"}}, "IT systems"),
        ({"policies_waiting": 1}, "Policies"),
        ({"policies_agreed": 0}, "Policies"),
        ({"red_host": 1}, "Contacts"),
        ({"contacts_guest": 0}, "Contacts"),
        ({"drill_passed": False}, "Transfer drill"),
        ({"cover_differs": ("The last drill failed",)}, "Transfer drill"),
        ({"cover_same": False}, "Transfer drill"),
        ({"board": False}, "Governance"),
        ({"deaths": False}, "Governance"),
        ({"ladder": False}, "Governance"),
        ({"lacking": ("Ashford Site: no image intensifier",)}, "What operations ask"),
        ({"unattested": ("Ashford Site: staff",)}, "What operations ask"),
        ({"served": False}, "What operations ask"),
        ({"lasts": False}, "Agreement"),
        ({"gaps": 1}, "Agreement"),
    ],
)
def test_one_thing_that_is_missing_lowers_its_own_topic_alone(change, topic):
    found = readiness(replace(READY, **change))
    assert [each.name for each in found.topics if each.state != "Ready"] == [topic]
