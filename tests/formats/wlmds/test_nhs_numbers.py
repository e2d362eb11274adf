"""The check digit of a whole column agrees with the domain's rule for one number."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.domain.identifiers import is_valid_nhs_number
from alongside.formats.wlmds.nhs_numbers import has_check_digit, is_placeholder, tidied

NUMBERS = st.one_of(
    st.integers(0, 9_999_999_999).map(lambda number: f"{number:010d}"),
    st.text(st.sampled_from("0123456789 -x"), max_size=13),
    st.sampled_from(["1" * 10, "0" * 10, "9990000018", "999 000 0018", "999-000-0018", "", "٩٩٩٠٠٠٠٠١٨"]),
)


@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_check_digit_agrees_with_the_domain(written: list[str]) -> None:
    number = tidied(pl.col("n"))
    valid = pl.DataFrame({"n": written}).select(has_check_digit(number) & ~is_placeholder(number)).to_series()
    assert valid.to_list() == [is_valid_nhs_number(text) for text in written]


@settings(deadline=None)
@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_check_digit_notices_any_one_mistyped_digit(stem: int, place: int, change: int) -> None:
    valid = next((f"{stem:09d}{d}" for d in range(10) if is_valid_nhs_number(f"{stem:09d}{d}")), None)
    if valid is None:
        return
    wrong = valid[:place] + str((int(valid[place]) + change) % 10) + valid[place + 1 :]
    assert not pl.DataFrame({"n": [wrong]}).select(has_check_digit(pl.col("n"))).item()
