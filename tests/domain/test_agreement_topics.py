"""The parts of a clause are read once, and what is wrong is said in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.agreement_topics import TOPICS, Topic, read_facts


@pytest.mark.parametrize(
    ("topic", "raw", "facts"),
    [
        (Topic.INCIDENTS, {"lead": "  Director  of nursing "}, {"lead": "Director of nursing"}),
        (Topic.INCIDENTS, {"lead": None, "goes_to": ""}, {}),
        (Topic.SERVICES, {"services": ["130", "110/hip", "130"]}, {"services": ("110/hip", "130")}),
        (Topic.SAFETY, {"hazards": "a | b | c\r\n\r\n d | e | f "}, {"hazards": ("a | b | c", "d | e | f")}),
        (Topic.TRANSFER_BACK, {"drilled_on": "2026-01-10"}, {"drilled_on": "2026-01-10"}),
    ],
)
def test_sound_parts_are_kept(topic, raw, facts):
    assert read_facts(topic, raw) == (facts, ())


@pytest.mark.parametrize(
    ("topic", "raw", "words"),
    [
        (Topic.INCIDENTS, {"lead": "x" * 301}, "300 characters or fewer"),
        (Topic.INCIDENTS, {"leader": "x"}, "not a part"),
        (Topic.SERVICES, {"services": ["nonsense"]}, "not a service"),
        (Topic.SERVICES, {"services": ["c_110"]}, "not a service"),
        (Topic.SERVICES, {"services": 110}, "must be a list"),
        (Topic.SAFETY, {"hazards": "x\n" * 1 + "\n".join(map(str, range(70)))}, "60 lines or fewer"),
        (Topic.TRANSFER_BACK, {"drilled_on": "31 February"}, "real date"),
    ],
)
def test_what_is_wrong_is_named(topic, raw, words):
    facts, problems = read_facts(topic, raw)
    assert facts == {}
    assert words in problems[0].message


@given(st.sampled_from(Topic), st.dictionaries(st.text(max_size=8), st.none() | st.text() | st.lists(st.text())))
def test_anything_is_read_without_failing_and_reads_the_same_again(topic, raw):
    known = {part.key: value for part, value in zip(TOPICS[topic].facts, raw.values(), strict=False)}
    facts, _ = read_facts(topic, raw | known)
    assert read_facts(topic, facts) == (facts, ())
