"""The ways in which hospital systems write a day."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.formats.wlmds.dates import is_in_doubt, parse


def day(*written: str) -> list[date | None]:
    return parse(pl.DataFrame({"raw": written, "count": 1}))["value"].to_list()


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-03",
        "2025-2-3",
        "2025/02/03",
        "20250203",
        "03/02/2025",
        "3/2/2025",
        "03-02-2025",
        "03.02.2025",
        "03-Feb-2025",
        "3 February 2025",
        "03/FEB/2025",
        "2025-02-03 00:00:00",
        "2025-02-03T13:45:00Z",
        "2025-02-03T13:45:00.123+01:00",
        "03/02/2025 09:30",
        "45691",
        "45691.75",
    ],
)
def test_parse_reads_the_same_day(written: str) -> None:
    assert day(written) == [date(2025, 2, 3)]


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2025",
        "2025-02-30",
        "29/02/2025",
        "00/01/2025",
        "2025-13-01",
        "01/02/25",
        "1-Feb-25",
        "1234",
        "99999",
        "tomorrow",
        "2025",
        "02/2025",
        "0000-00-00",
        "3 Fevereiro 2025",
        "2025-02-03x",
        "-45691",
        "٠٣/٠٢/٢٠٢٥",
    ],
)
def test_parse_refuses_what_is_no_day(written: str) -> None:
    assert day(written) == [None]


def test_parse_reads_a_leap_day() -> None:
    assert day("29/02/2024") == [date(2024, 2, 29)]


@settings(deadline=None)
@given(st.dates(date(1928, 1, 1), date(2090, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%Y%m%d"]))
def test_parse_gives_back_every_day_that_was_written(when: date, form: str) -> None:
    assert day(when.strftime(form), str((when - date(1899, 12, 30)).days)) == [when, when]


@pytest.mark.parametrize(
    ("counts", "doubt"),
    [
        ({"03/04/2025": 5}, False),
        ({"03/04/2025": 5, "25/04/2025": 1}, False),
        ({"03/04/2025": 5, "04/25/2025": 1}, True),
        ({"25/04/2025": 99, "04/25/2025": 1}, False),
        ({"25/04/2025": 19, "04/25/2025": 1}, True),
    ],
)
def test_order_is_in_doubt_when_part_of_the_column_can_only_be_month_first(counts: dict[str, int], doubt: bool) -> None:
    assert is_in_doubt(parse(pl.DataFrame({"raw": list(counts), "count": list(counts.values())}))) is doubt
