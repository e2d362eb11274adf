"""Which rows of a spreadsheet can be used, and what is wrong with the rest? All of it is checked by column."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from alongside.domain.treatment_functions import NAMES
from alongside.formats.capacity import values
from alongside.formats.capacity.grid import rows_of, table_of
from alongside.formats.capacity.layout import SESSIONS, Layout

FUNCTION = r"^(\d{3}|X0[2-6])$"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as read: `text` is every row as it was written, `good` the typed rows that can be used.

    `problems` maps a row's number in the file to what is wrong with it; `unread` names columns of no known meaning.
    """

    layout: Layout
    text: pl.DataFrame
    good: pl.DataFrame
    problems: Mapping[int, str]
    unread: tuple[str, ...]


def read(raw: bytes) -> Checked:
    """Check a CSV file or workbook of sessions or beds; raises WrongFile when none of it can be used."""
    layout, position, grid = rows_of(raw)
    text, unread = table_of(layout, position, grid)
    typed = sessions(text) if layout is SESSIONS else beds(text)
    typed = typed.with_columns(problem=joined(typed.columns))
    typed = typed.with_columns(problem=pl.coalesce("problem", doubled(layout)))
    bad = typed.filter(pl.col("problem").is_not_null())
    good = typed.filter(pl.col("problem").is_null()).select("source_row", *[field.name for field in layout.fields])
    shown = text.select("source_row", *[field.name for field in layout.fields])
    problems = dict(bad.select("source_row", "problem").iter_rows())
    return Checked(layout, shown, good, problems, tuple(unread))


def sessions(text: pl.DataFrame) -> pl.DataFrame:
    """Typed columns, and beside each a column `wrong_<name>` that says what is wrong with it, or null."""
    typed = text.select(
        "source_row",
        "too_wide",
        values.code("site_code"),
        values.day("on"),
        values.clock("start"),
        values.whole("minutes"),
        values.tidy("room"),
        values.code("treatment_function").str.strip_prefix("C_"),
        values.tidy("procedure_group"),
        values.use("offered_to"),
    )
    name = pl.col("treatment_function")
    return typed.with_columns(
        wrong_site_code=say(pl.col("site_code").is_null(), "Site code is empty: write the ODS code of the site"),
        wrong_on=say(pl.col("on").is_null(), "Date must be a real date, like 2026-02-03 or 3/2/2026"),
        wrong_start=say(pl.col("start").is_null(), "Start time must be a time of the 24-hour clock, like 08:30"),
        wrong_minutes=say(
            ~pl.col("minutes").is_between(1, 1440).fill_null(False), "Minutes must be a whole number from 1 to 1440"
        ),
        wrong_room=say(
            (pl.col("room").str.len_chars() > 60).fill_null(True), "Room must be named, in 60 characters or fewer"
        ),
        wrong_function=say(
            ~(name.is_in(list(NAMES)) | name.str.contains(FUNCTION)).fill_null(False),
            "Treatment function must be a code of 3 digits, like 110, or X02 to X06",
        ),
        wrong_use=say(pl.col("offered_to").is_null(), "Offered to must be “area” or “own”"),
    )


def beds(text: pl.DataFrame) -> pl.DataFrame:
    """As `sessions`, for bed nights."""
    typed = text.select(
        "source_row",
        "too_wide",
        values.code("site_code"),
        values.day("night"),
        values.level("level"),
        values.whole("beds"),
    )
    return typed.with_columns(
        wrong_site_code=say(pl.col("site_code").is_null(), "Site code is empty: write the ODS code of the site"),
        wrong_night=say(pl.col("night").is_null(), "Night must be a real date, like 2026-02-03 or 3/2/2026"),
        wrong_level=say(~pl.col("level").is_between(0, 3).fill_null(False), "Level of care must be 0, 1, 2 or 3"),
        wrong_beds=say(
            ~pl.col("beds").is_between(0, 999).fill_null(False), "Beds must be a whole number from 0 to 999"
        ),
    )


def say(wrong: pl.Expr, words: str) -> pl.Expr:
    return pl.when(wrong).then(pl.lit(words))


def joined(columns: list[str]) -> pl.Expr:
    """All that is wrong with a row, in one text; null when nothing is."""
    wide = say(pl.col("too_wide"), "The row has more values than there are headings")
    said = pl.concat_str(
        wide, *[name for name in columns if name.startswith("wrong_")], separator=". ", ignore_nulls=True
    )
    return pl.when(said != "").then(said)


def doubled(layout: Layout) -> pl.Expr:
    """A row that says again what an earlier usable row of the file says."""
    same = [pl.col(name).str.to_lowercase() if name == "room" else pl.col(name) for name in layout.key]
    first = pl.col("source_row").first().over(pl.col("problem").is_null(), *same)
    is_again = pl.col("problem").is_null() & (pl.col("source_row") != first)
    words = pl.format("Row {} of the file is for the same " + layout.thing + ". Keep one of them", first)
    return pl.when(is_again).then(words)
