"""The topics that a ward asks about."""

import pytest

from alongside.domain.care_topics import TOPICS, find_topics, topic_name


def test_codes_and_names_are_each_used_once():
    assert len({topic.code for topic in TOPICS}) == len({topic.name for topic in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize(
    ("text", "codes"),
    [("Sepsis", ["sepsis"]), ("news2", ["deterioration"]), ("home oxygen", ["oxygen"]), ("zebra", [])],
)
@pytest.mark.row("M-63")
def test_topic_is_found_by_what_people_call_it(text, codes):
    assert [topic.code for topic in find_topics(text)] == codes


def test_nothing_asked_finds_every_topic():
    assert find_topics("  ") == TOPICS


def test_unknown_code_is_its_own_name():
    assert topic_name("zebra") == "zebra"
