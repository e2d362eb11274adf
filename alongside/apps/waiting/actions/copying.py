"""How do many rows reach the database at once? Tables by COPY."""

import secrets
from typing import Any

import polars as pl
from django.db import connection

SQL_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Date: "date",
    pl.Boolean: "boolean",
    pl.Float64: "double precision",
}


def fill_temporary(name: str, frame: pl.DataFrame) -> None:
    """Make the temporary table `name` with the columns of `frame`; whole numbers of every size become integers."""
    columns = ", ".join(f'"{column}" {sql_type(kind)}' for column, kind in frame.schema.items())
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        cursor.execute(f'CREATE TEMPORARY TABLE "{name}" ({columns}) ON COMMIT DROP')
        with cursor.cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT csv)') as copy:
            for part in frame.iter_slices(50_000):
                copy.write(part.write_csv(include_header=False).encode())
        cursor.execute(f'ANALYZE "{name}"')


def sql_type(kind: pl.DataType) -> str:
    return "bigint" if kind.is_integer() else SQL_TYPES[type(kind)]


def run(statement: str, asked: dict[str, Any] | None = None) -> int:
    """How many rows the statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return max(int(cursor.rowcount), 0)


def rows(statement: str, asked: dict[str, Any] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def new_ids(count: int) -> pl.Series:
    """Random identifiers of version 4, as text that PostgreSQL reads as uuid.

    >>> new_ids(2).str.len_chars().to_list()
    [32, 32]
    """
    digits = secrets.token_hex(16 * count)
    raw = pl.Series([digits[at : at + 32] for at in range(0, 32 * count, 32)], dtype=pl.String)
    return raw.str.slice(0, 12) + "4" + raw.str.slice(13, 3) + "a" + raw.str.slice(17)


def look_up_by_key() -> None:
    """For the foreign keys, which are checked at the end: statistics of rows just loaded may mislead the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
