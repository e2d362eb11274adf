"""Each part of a site's word is good for 90 days or until it changes, whatever is said of the others."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.site_sections import (
    ALWAYS,
    DECIDING,
    SECTION_LABELS,
    Section,
    Standing,
    Word,
    due,
    last_good_day,
    section_standing,
    standings,
)

DAY = date(2026, 1, 1)


@pytest.mark.row("M-16")
@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (0, Standing.ATTESTED),
        (75, Standing.ATTESTED),
        (76, Standing.DUE),
        (90, Standing.DUE),
        (91, Standing.STALE),
        (-1, Standing.NEVER),
    ],
)
def test_word_lasts_90_days_with_a_reminder_after_76(days: int, standing: Standing) -> None:
    assert section_standing(Word(DAY, "x"), "x", DAY + timedelta(days)) is standing


@pytest.mark.row("M-16")
def test_reasons_name_the_part_and_the_rule() -> None:
    words = {
        Section.LEVEL: Word(DAY, 1),
        Section.SERVICES: Word(DAY + timedelta(50), []),
        Section.SUPPORT: Word(DAY + timedelta(50), "was"),
        Section.RULES: None,
    }
    held: dict[Section, object] = {
        Section.LEVEL: 1,
        Section.SERVICES: [],
        Section.SUPPORT: "is",
        Section.RULES: {"": 1},
    }
    found = due(words, held, DAY + timedelta(91))
    assert [reason.rule for reason in found] == ["ATT-1", "ATT-2", "ATT-4"]
    assert found[0].message == "Critical care level: attested on 1 January 2026, over 90 days ago"
    assert "changed since it was attested on 20 February 2026" in found[1].message
    fresh = due({**words, Section.LEVEL: Word(DAY + timedelta(15), 1)}, held, DAY + timedelta(91))
    assert fresh[0].rule == "ATT-3"


def test_every_section_has_words_and_the_deciding_ones_are_always_asked() -> None:
    assert set(SECTION_LABELS) == set(Section)
    assert set(DECIDING) <= ALWAYS <= set(standings({}, {}, DAY))


@given(st.sampled_from(list(Section)), st.integers(0, 200), st.sets(st.sampled_from(list(Section))))
def test_a_word_on_one_section_changes_no_other(section: Section, days: int, spoken: set[Section]) -> None:
    held: dict[Section, object] = dict.fromkeys(Section, "now")
    words: dict[Section, Word | None] = {each: Word(DAY, "now") for each in spoken}
    on = DAY + timedelta(days)
    before, after = standings(words, held, on), standings({**words, section: Word(on, "now")}, held, on)
    assert after[section] is Standing.ATTESTED
    assert {s: v for s, v in before.items() if s is not section} == {s: v for s, v in after.items() if s is not section}


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_last_good_day_is_the_last(on: date) -> None:
    last = last_good_day(on)
    assert section_standing(Word(on, 1), 1, last) is Standing.DUE
    assert section_standing(Word(on, 1), 1, last + timedelta(1)) is Standing.STALE
