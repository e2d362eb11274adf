from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.domain.waits import (
    BAND_COUNT,
    LONG_WAIT_MARKS,
    OPEN_BAND,
    band,
    band_label,
    count_over_weeks,
    days_of_band,
    days_waited,
    is_over_weeks,
    is_within_18_weeks,
    percentile_from_bands,
    share_within_18_weeks,
    weeks_waited,
)

DAY = date(2026, 1, 1)


@pytest.mark.row("M-15")
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        *[(0, 0), (7, 0), (8, 1), (14, 1), (15, 2), (119, 16), (120, 17), (126, 17), (127, 18)],
        *[(358, 51), (364, 51), (365, 52), (455, 64), (456, 65), (546, 77), (547, 78)],
        *[(728, 103), (729, 104), (730, 104), (9999, 104)],
    ],
)
def test_band_is_day_exact(days: int, expected: int) -> None:
    assert band(days) == expected


@given(st.integers(0, 4000))
def test_days_of_band_holds_the_days_of_that_band_and_no_other(days: int) -> None:
    first, last = days_of_band(band(days))
    assert first <= days
    assert last is None or days <= last


def test_bands_cover_every_day_once() -> None:
    first, last = days_of_band(0)
    assert (first, last) == (0, 7)
    for number in range(1, BAND_COUNT):
        assert last is not None
        first, next_last = days_of_band(number)
        assert first == last + 1
        last = next_last
    assert last is None


def test_band_refuses_a_negative_wait() -> None:
    with pytest.raises(ValueError, match="cannot be -1 days"):
        band(-1)


@pytest.mark.parametrize("number", [-1, 105])
def test_band_that_does_not_exist_is_refused(number: int) -> None:
    for ask in (days_of_band, band_label):
        with pytest.raises(ValueError, match="bands run from 0 to 104"):
            ask(number)


def test_band_labels_read_as_published() -> None:
    assert [band_label(n) for n in (0, 1, 103, 104)] == [
        "0 to 1 weeks",
        "Over 1 to 2 weeks",
        "Over 103 to 104 weeks",
        "Over 104 weeks",
    ]


@pytest.mark.parametrize(("days", "within"), [(0, True), (126, True), (127, False)])
def test_standard_is_met_up_to_day_126(days: int, within: bool) -> None:
    assert is_within_18_weeks(days) is within


@given(st.integers(0, 1000), st.sampled_from(LONG_WAIT_MARKS))
def test_long_wait_marks_agree_with_the_bands(days: int, weeks: int) -> None:
    """A wait is over a mark exactly when its band is at or above it."""
    assert is_over_weeks(days, weeks) is (band(days) >= weeks)


@pytest.mark.parametrize("weeks", LONG_WAIT_MARKS)
def test_wait_of_exactly_a_mark_is_not_over_it(weeks: int) -> None:
    assert not is_over_weeks(weeks * 7, weeks)
    assert is_over_weeks(weeks * 7 + 1, weeks)


def test_wait_is_counted_from_the_clock_start() -> None:
    assert days_waited(DAY, DAY) == 0
    assert days_waited(DAY, DAY + timedelta(days=126)) == 126
    assert weeks_waited(DAY, DAY + timedelta(days=13)) == 1
    assert weeks_waited(DAY, DAY + timedelta(days=14)) == 2


def test_wait_before_the_clock_start_is_refused() -> None:
    with pytest.raises(ValueError, match="The clock starts on 2026-01-01, after 2025-12-31"):
        days_waited(DAY, DAY - timedelta(days=1))


def test_share_within_18_weeks_counts_bands_0_to_17() -> None:
    assert share_within_18_weeks([1] * 18 + [2] * 9) == 0.5
    assert share_within_18_weeks([]) is None
    assert share_within_18_weeks([0] * BAND_COUNT) is None


def test_count_over_weeks_starts_at_the_mark() -> None:
    counts = list(range(BAND_COUNT))
    assert count_over_weeks(counts, 104) == 104
    assert count_over_weeks(counts, 103) == 207
    with pytest.raises(ValueError, match="no week band 105"):
        count_over_weeks(counts, 105)


@pytest.mark.parametrize(
    ("counts", "p", "expected"),
    [
        ([100, 80, 60, 40, 20], 0.5, 1.625),
        ([100, 80, 60, 40, 20], 0.0, 0.0),
        ([100, 80, 60, 40, 20], 1.0, 5.0),
        ([0, 0, 4], 0.0, 2.0),
        ([7, 0, 0, 93], 0.07, 1.0),
        ([0] * OPEN_BAND + [1], 0.5, None),
        ([1] + [0] * 103 + [9], 0.1, 1.0),
        ([1] + [0] * 103 + [9], 0.11, None),
        ([0, 0], 0.5, None),
        ([], 0.5, None),
    ],
)
def test_percentile_interpolates_inside_its_band(counts: list[int], p: float, expected: float | None) -> None:
    assert percentile_from_bands(counts, p) == expected


@pytest.mark.parametrize(
    ("counts", "p", "words"),
    [
        ([0] * 106, 0.5, "106 bands were given: there are 105"),
        ([3, -1], 0.5, "fewer than no patients"),
        ([3], 1.5, "between 0 and 1"),
        ([3], float("nan"), "between 0 and 1"),
    ],
)
def test_percentile_refuses_what_cannot_be_counted(counts: list[int], p: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        percentile_from_bands(counts, p)


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=BAND_COUNT).filter(any),
    st.integers(0, 1000),
    st.integers(0, 1000),
)
def test_percentile_never_falls_as_the_share_grows(counts: list[int], one: int, other: int) -> None:
    low, high = sorted((one / 1000, other / 1000))
    below, above = percentile_from_bands(counts, low), percentile_from_bands(counts, high)
    if below is None:
        assert above is None
    elif above is not None:
        assert below <= above
