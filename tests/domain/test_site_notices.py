"""A notice holds on its days, for what it names, and stops an operation only when it is paused or moved."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.site_notices import Notice, NoticeKind, closing, covers, is_over, sentence, stopping, told

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 10)
PAUSE = Notice(NoticeKind.PAUSED, "110", FIRST, LAST, words="The lift is replaced")


@pytest.mark.parametrize(
    ("notice", "function", "on", "rule"),
    [
        (PAUSE, "110", FIRST, "DIR-3"),
        (PAUSE, "110", LAST, "DIR-3"),
        (PAUSE, "110", LAST + timedelta(1), None),
        (PAUSE, "110", FIRST - timedelta(1), "DIR-4"),
        (PAUSE, "130", FIRST, None),
        (Notice(NoticeKind.PAUSED, "", FIRST), "130", date(2030, 1, 1), "DIR-3"),
        (Notice(NoticeKind.MOVED, "", FIRST, to_site="B"), "130", FIRST, "DIR-3"),
        (Notice(NoticeKind.REMOTE, "110", FIRST), "110", FIRST, "DIR-4"),
    ],
)
def test_notice_closes_or_is_told(notice: Notice, function: str, on: date, rule: str | None) -> None:
    closed = closing([notice], function, on)
    found = [closed.rule] if closed else [reason.rule for reason in told([notice], function, on)]
    assert found == ([rule] if rule else [])


def test_sentence_says_what_how_long_and_why() -> None:
    words = "Trauma and Orthopaedics paused from 1 March 2026 to 10 March 2026. The lift is replaced"
    assert sentence(PAUSE).lower() == words.lower()
    assert sentence(Notice(NoticeKind.REMOTE, "", FIRST)).startswith("Everything here: appointments by telephone")


@given(st.integers(-5, 40), st.one_of(st.none(), st.integers(0, 30)))
def test_notice_covers_exactly_its_days(at: int, length: int | None) -> None:
    last = None if length is None else FIRST + timedelta(length)
    notice, on = Notice(NoticeKind.PAUSED, "", FIRST, last), FIRST + timedelta(at)
    assert covers(notice, "110", on) is (at >= 0 and (length is None or at <= length))
    assert (stopping([notice], "110", on) is notice) is covers(notice, "110", on)
    assert is_over(notice, on) is (length is not None and at > length)


def test_notice_ended_before_it_began_is_over() -> None:
    ended = Notice(NoticeKind.PAUSED, "", FIRST, FIRST - timedelta(1))
    assert is_over(ended, FIRST - timedelta(5))
    assert not told([ended], "110", FIRST - timedelta(5))
