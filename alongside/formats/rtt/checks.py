"""Can this file's figures be trusted? Refuses what would give wrong figures; notes what is odd but harmless."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from alongside.formats.rtt.faults import WrongExtract
from alongside.formats.rtt.layout import BANDS, KEY, PARTS, TITLES, TOTAL_FUNCTION

NEVER_BLANK = ("period", "provider_code", "part", "treatment_function")
SUM_OF_ROW = pl.sum_horizontal(*BANDS, "unknown_start")
TOTAL_OF_ROW = pl.coalesce("total_all", "sum_of_row")


def refuse_blank(frame: pl.DataFrame, file: str) -> None:
    for name in NEVER_BLANK:
        blank = frame.filter(pl.col(name).is_null())
        if not blank.is_empty():
            raise WrongExtract(f"{file}: the column '{TITLES[name]}' is blank in row {blank['row'][0]:,}.")


def refuse_negative(frame: pl.DataFrame, counts: Sequence[str], file: str) -> None:
    lowest = frame.select(pl.col(counts).min()).row(0, named=True)
    for name, least in lowest.items():
        if least is not None and least < 0:
            row = frame.filter(pl.col(name) < 0)["row"][0]
            raise WrongExtract(f"{file}: the column '{TITLES[name]}' has {least:,} in row {row:,}: counts start at 0.")


def only_month(frame: pl.DataFrame, file: str) -> date:
    """The first of the month that every row is about; raises WrongExtract when there are several."""
    periods = frame["period"].unique().to_list()
    months = {_month(period, file) for period in periods}
    if len(months) > 1:
        first, second = sorted(months)[:2]
        raise WrongExtract(
            f"{file}: the column 'Period' holds {len(months)} months ({first:%B %Y} and {second:%B %Y}"
            f"{' and more' if len(months) > 2 else ''}): give the extract of one month."
        )
    return months.pop()


def _month(period: str, file: str) -> date:
    try:
        return datetime.strptime(period.casefold(), "rtt-%B-%Y").date()  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        raise WrongExtract(
            f"{file}: the column 'Period' has '{period[:40]}', where a month such as 'RTT-January-2026' should be."
        ) from None


def part_codes(frame: pl.DataFrame, file: str) -> pl.Series:
    """`2A` for `Part_2A`; raises WrongExtract for a part that the return does not have."""
    parts = frame["part"].str.to_uppercase().str.strip_prefix("PART_")
    unknown = frame.filter(~parts.is_in(PARTS))
    if not unknown.is_empty():
        raise WrongExtract(
            f"{file}: the column 'RTT Part Type' has '{unknown['part'][0]}' in row {unknown['row'][0]:,}, where one of "
            "Part_1A, Part_1B, Part_2, Part_2A, Part_3 should be."
        )
    return parts


def refuse_incomplete(frame: pl.DataFrame, file: str) -> None:
    waiting = frame["part"] == "2"
    if not waiting.any():
        raise WrongExtract(f"{file}: the column 'RTT Part Type' has no 'Part_2' row, so nobody in it is waiting.")
    if not (waiting & (frame["treatment_function"] == TOTAL_FUNCTION)).any():
        raise WrongExtract(f"{file}: the column 'Treatment Function Code' has no 'C_999' row, so it holds no totals.")


def refuse_repeated(frame: pl.DataFrame, file: str) -> None:
    repeated = frame.filter(~pl.struct(KEY).is_first_distinct())
    if not repeated.is_empty():
        again = repeated.row(0, named=True)
        raise WrongExtract(
            f"{file}: row {again['row']:,} repeats an earlier row with the same 'Provider Org Code' "
            f"({again['provider_code']}), 'Commissioner Org Code', 'RTT Part Type' and 'Treatment Function Code', so "
            "its patients would be counted twice."
        )


def oddities(frame: pl.DataFrame) -> tuple[str, ...]:
    """One sentence for each kind of oddity that stops nothing but that a reader of the figures must know."""
    notes = (_blank_totals(frame), _rows_that_do_not_add_up(frame), _functions_that_do_not_add_up(frame))
    return tuple(note for note in notes if note)


def _blank_totals(frame: pl.DataFrame) -> str | None:
    rows = frame.filter(pl.col("total_all").is_null())["row"]
    if rows.is_empty():
        return None
    return f"'Total All' is blank in {_rows(rows)}: the sum of its weeks and unknown starts is used."


def _rows_that_do_not_add_up(frame: pl.DataFrame) -> str | None:
    rows = frame.filter((pl.col("part") != "3") & (pl.col("sum_of_row") != TOTAL_OF_ROW))["row"]
    if rows.is_empty():
        return None
    return (
        f"Weeks and unknown starts do not add up to 'Total All' in {_rows(rows)}: "
        "totals use 'Total All', percentages and waits use the weeks."
    )


def _functions_that_do_not_add_up(frame: pl.DataFrame) -> str | None:
    is_total = pl.col("treatment_function") == TOTAL_FUNCTION
    group = ("provider_code", "commissioner_code", "part")
    rows = frame.select(*group, stated=is_total * TOTAL_OF_ROW, added=~is_total * TOTAL_OF_ROW)
    sums = rows.group_by(group, maintain_order=True).sum()
    wrong = sums.filter(pl.col("stated") != pl.col("added"))
    if wrong.is_empty():
        return None
    first = wrong.row(0, named=True)
    places = "1 place" if wrong.height == 1 else f"{wrong.height:,} places"
    commissioner = first["commissioner_code"] or "blank"
    return (
        f"Treatment functions do not add up to the total (C_999) in {places}, first at provider "
        f"{first['provider_code']}, commissioner {commissioner}, part {first['part']}: totals use C_999."
    )


def _rows(rows: pl.Series) -> str:
    return f"row {rows[0]:,}" if len(rows) == 1 else f"{len(rows):,} rows (first: row {rows[0]:,})"
