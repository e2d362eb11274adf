"""Where are the headings of a sheet, and are they usable as the names of columns?"""

import re
from collections import Counter
from collections.abc import Sequence

import polars as pl

from alongside.formats.wlmds.layout import OURS, SOURCE_ROW
from alongside.formats.wlmds.mapping import KNOWN, plain
from alongside.formats.wlmds.wrong_file import WrongFile

LOOKED_AT = 30
"""Rows at the top in which the headings are sought; titles and notes may stand above them."""

ENOUGH = 3
_NOT_A_HEADING = re.compile(r"[\d\s./:,+-]+")

Row = Sequence[str | None]


def known_in(row: Row) -> int:
    """How many cells of a row are headings that the layout knows."""
    return sum(plain(cell or "") in KNOWN for cell in row)


def find(rows: Sequence[Row]) -> int:
    """The position of the headings among the top rows; raises WrongFile when none can be headings.

    >>> find([["Weekly list", None], ["NHS No", "RTT start", "Specialty"], ["9990000018", "2025-01-02", "110"]])
    1
    """
    scores = [known_in(row) for row in rows[:LOOKED_AT]]
    if scores and max(scores) >= ENOUGH:
        return scores.index(max(scores))
    for position, row in enumerate(rows[:LOOKED_AT]):
        said = [cell.strip() for cell in row if cell and cell.strip()]
        if not said:
            continue
        if len(said) > 1 and not any(_NOT_A_HEADING.fullmatch(cell) for cell in said):
            return position
        break
    raise WrongFile(
        "The file has no row of column headings; put the headings, such as NHS_NUMBER and "
        "REFERRAL_TO_TREATMENT_PERIOD_START_DATE, in the first row and send it again."
    )


def names(row: Row) -> list[str]:
    """The headings as column names, with a name for each blank one; raises WrongFile when two are the same.

    >>> names(["NHS No ", None, "DOB"])
    ['NHS No', 'Column B (no heading)', 'DOB']
    """
    said = [" ".join((cell or "").split()) or f"Column {letter(i)} (no heading)" for i, cell in enumerate(row)]
    twice = [name for name, count in Counter(said).items() if count > 1]
    if twice:
        raise WrongFile(
            f"The heading {short(twice[0])} stands over more than one column; rename or remove one of them."
        )
    return said


def letter(position: int) -> str:
    """The letters a spreadsheet shows over a column.

    >>> letter(0), letter(25), letter(26), letter(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    first, last = divmod(position, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def short(text: str, most: int = 40) -> str:
    """A value fit to be shown inside a sentence.

    >>> short("a" * 50, 10)
    '“aaaaaaaaaa…”'
    """
    seen = "".join(letter if letter.isprintable() else "�" for letter in text[: most + 1])
    return f"“{seen[:most]}{'…' if len(text) > most else ''}”"


def numbered(table: pl.DataFrame, first: int) -> pl.DataFrame:
    """The table less the columns that an earlier returned file added, with `source_row` counted from `first`."""
    numbers = pl.int_range(first, first + table.height, dtype=pl.Int64, eager=True).alias(SOURCE_ROW)
    return table.drop(OURS, strict=False).with_columns(numbers)


def without_empty(table: pl.DataFrame) -> pl.DataFrame:
    """The table less its blank rows and the blank columns that have no heading."""
    some = pl.zeros(table.height, dtype=pl.Boolean, eager=True)
    blank = []
    for name in (name for name in table.columns if name not in OURS):
        if some.all() and not name.endswith("(no heading)"):
            continue
        written = (table[name].str.strip_chars() != "").fill_null(False)
        some |= written
        if name.endswith("(no heading)") and not written.any():
            blank.append(name)
    return table.drop(blank).filter(some)
