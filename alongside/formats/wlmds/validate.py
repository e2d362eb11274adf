"""Which rows of an uploaded list are good, and what is wrong with each of the others?

Checks whole columns at a time; a row with any blocking problem is returned with all of them, and no row is lost.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from alongside.formats.wlmds import across
from alongside.formats.wlmds.findings import BLOCKING, FOUND, Findings
from alongside.formats.wlmds.judge import TYPES, judge
from alongside.formats.wlmds.layout import COLUMNS, READING_PROBLEM, SOURCE_ROW, Column, Kind, Need
from alongside.formats.wlmds.mapping import Mapping
from alongside.formats.wlmds.wrong_file import WrongFile

_BLANKS = ("NULL", "#N/A", "N/A")
"""What other programs write for "nothing"; in a text column they may be a name, so there they stay."""

LONG_FILE = 1000
LIKE_A_LIST = 0.01
"""A file of this many rows is refused whole when a smaller share of them has half of the required values."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a list.

    `good` has `source_row` and one typed column for each field of the layout, in its order. `bad` has the columns of
    the file, `source_row` and `problems`. `warnings` has `rule`, `message`, `rows` (how many) and `first_row`; `counts`
    is the number of rows that broke each rule.
    """

    good: pl.DataFrame
    bad: pl.DataFrame
    warnings: pl.DataFrame
    counts: dict[str, int]


def validate(table: pl.DataFrame, mapping: Mapping, *, provider_code: str, as_of: date) -> Checked:
    """Check a table from `read_table` for the organisation that sends it; raises WrongFile when a column is missing."""
    _require_columns(table, mapping)
    _refuse_another_list(table, mapping, as_of)
    found = Findings(table.height)
    typed = _typed(table, mapping, as_of, found)
    found.add(_reading_problems(table))
    for broken in across.check_rows(typed, provider_code):
        found.add(broken)
    typed = across.tidied(typed, provider_code)
    found.add(across.repeated(_without_bad(typed, found)))
    good = _without_bad(typed, found)
    for broken in across.doubtful(good):
        found.add(broken)
    return Checked(
        good=good.select(SOURCE_ROW, *(column.field for column in COLUMNS)),
        bad=_returned(table, found),
        warnings=_warnings(good, found),
        counts=found.counts,
    )


def _without_bad(typed: pl.DataFrame, found: Findings) -> pl.DataFrame:
    return typed.join(found.blocked, on="position", how="anti", maintain_order="left")


def _require_columns(table: pl.DataFrame, mapping: Mapping) -> None:
    if mapping.missing:
        names = ", ".join(f"{column.label} ({column.name})" for column in mapping.missing)
        raise WrongFile(f"The file has no column for {names}; say which column holds it, or add it.")
    if not {"nhs_number", "local_patient_identifier"} & mapping.columns.keys():
        raise WrongFile("The file has no column for the NHS number or the local patient identifier; add one of them.")
    gone = [heading for heading in mapping.columns.values() if heading not in table.columns]
    if gone:
        raise WrongFile(
            f"The file has no column headed “{gone[0]}”, which the mapping names; choose the columns again."
        )


def _refuse_another_list(table: pl.DataFrame, mapping: Mapping, as_of: date) -> None:
    """A long file in which hardly a row looks like a pathway is the wrong file: nobody can mend it row by row."""
    if table.height < LONG_FILE:
        return
    some = table.gather_every(table.height // LONG_FILE)
    required = [column for column in COLUMNS if column.need is Need.REQUIRED]
    read = [_column(column, some[mapping.columns[column.field]].alias("written"), as_of)[0] for column in required]
    alike = sum(2 * sum(value is not None for value in row) >= len(required) for row in zip(*read, strict=True))
    if alike < some.height * LIKE_A_LIST:
        raise WrongFile(
            f"Nothing in this file looks like a waiting list: in {alike:,} of {some.height:,} rows looked at can a "
            "pathway identifier, clock start, status and specialty be read. Check that it is the right file and that "
            "each column is the right one, then send it again."
        )


def _typed(table: pl.DataFrame, mapping: Mapping, as_of: date, found: Findings) -> pl.DataFrame:
    """Every field of the layout with its type; what is wrong with single values is added to `found`."""
    columns = [pl.int_range(table.height, dtype=pl.UInt32, eager=True).alias("position"), table[SOURCE_ROW]]
    for column in COLUMNS:
        if _is_empty(table, mapping, column):
            columns.append(pl.Series(column.field, [None], dtype=TYPES[column.kind]).new_from_index(0, table.height))
            found.add(_missing(column, pl.repeat(False, table.height, dtype=pl.Boolean, eager=True)))
            continue
        written = table[mapping.columns[column.field]].alias("written")
        values, given, problems = _column(column, written, as_of)
        if column.field == "nhs_number":
            columns.append(given.alias("nhs_number_given"))
        columns.append(values.alias(column.field))
        found.add(_missing(column, given))
        found.add(problems)
    typed = pl.DataFrame(columns)
    if "nhs_number_given" not in typed.columns:
        typed = typed.with_columns(pl.lit(value=False).alias("nhs_number_given"))
    return typed


def _is_empty(table: pl.DataFrame, mapping: Mapping, column: Column) -> bool:
    heading = mapping.columns.get(column.field)
    return heading is None or table[heading].null_count() == table.height


def _column(column: Column, written: pl.Series, as_of: date) -> tuple[pl.Series, pl.Series, pl.DataFrame]:
    """The typed values of a column, where anything was given, and the problems; each distinct value is judged once."""
    judged = judge(column, _distinct(column, written), as_of)
    broken = judged.filter(pl.col("rule").is_not_null()).select("written", "rule", "message")
    lost = pl.col("rule").is_in(BLOCKING).fill_null(value=False)
    meant = judged.select(
        "written", pl.col("raw").is_not_null().alias("given"), pl.when(~lost).then("value").alias("value")
    )
    rows = written.to_frame()
    found = rows.with_row_index("position").join(broken, on="written").select(FOUND.keys())
    if meant["value"].dtype == pl.String and meant["value"].equals(meant["written"]):
        return written, written.is_not_null(), found
    joined = rows.join(meant, on="written", how="left", maintain_order="left", nulls_equal=True)
    return joined["value"], joined["given"], found


def _distinct(column: Column, written: pl.Series) -> pl.DataFrame:
    """Each value as `written` and as `raw`, without spaces around it and null when it says nothing; with `count`."""
    text = pl.col("written").str.strip_chars()
    blanks = [""] if column.kind is Kind.TEXT else ["", *_BLANKS]
    counted = written.to_frame().lazy().group_by("written").agg(pl.len().alias("count"))
    return counted.with_columns(pl.when(~text.str.to_uppercase().is_in(blanks)).then(text).alias("raw")).collect()


def _missing(column: Column, given: pl.Series) -> pl.DataFrame:
    if column.need is Need.OPTIONAL or given.all():
        return pl.DataFrame(schema=FOUND)
    rule, words = {
        Need.REQUIRED: ("WL-1", "is missing; it is required"),
        Need.WANTED: ("WL-21", "is missing; the planner will ask for it"),
    }[column.need]
    where = (~given).arg_true().alias("position")
    return where.to_frame().with_columns(pl.lit(rule).alias("rule"), pl.lit(f"{column.label} {words}").alias("message"))


def _reading_problems(table: pl.DataFrame) -> pl.DataFrame:
    rows = table.with_row_index("position").filter(pl.col(READING_PROBLEM).is_not_null())
    return rows.select("position", pl.lit("WL-2").alias("rule"), pl.col(READING_PROBLEM).alias("message"))


def _returned(table: pl.DataFrame, found: Findings) -> pl.DataFrame:
    """The rows that cannot be taken, as they came, each with its first reasons in the order of the columns."""
    rows = table.with_row_index("position").join(found.reasons(), on="position", how="inner", maintain_order="left")
    return rows.drop("position", READING_PROBLEM)


def _warnings(good: pl.DataFrame, found: Findings) -> pl.DataFrame:
    """What to look at among the rows that were taken, the same words once."""
    rows = found.warnings.join(good.select("position", SOURCE_ROW), on="position", how="inner")
    return (
        rows.group_by("rule", "message")
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col(SOURCE_ROW).min().alias("first_row"))
        .sort("rule", "first_row", "message")
    )
