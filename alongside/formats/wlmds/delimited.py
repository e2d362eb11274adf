"""What does a comma, semicolon or tab separated file hold, whatever program and code page wrote it?

Well-formed text goes through polars. Text whose quotation marks are not in order goes through the slower and more
patient reader of the standard library, so that neither reader ever guesses.
"""

import csv
import io
import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from alongside.formats.wlmds import headings
from alongside.formats.wlmds.layout import READING_PROBLEM
from alongside.formats.wlmds.wrong_file import WrongFile

UNREADABLE = "�"
"""Stands for a byte that has no meaning in the file's encoding, and for NUL; the row is returned with a reason."""

_HEAD = 256_000
_SEPARATORS = ",;\t|"


def decode(raw: bytes) -> str:
    """The text of the file: UTF-16 or UTF-8 when marked, UTF-8 when it is valid, else the Windows code page 1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    text = text.replace("\0", UNREADABLE) if "\0" in text else text
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text


def read(raw: bytes, *, max_columns: int) -> pl.DataFrame:
    """A delimited file as text columns with `source_row` (1 is the top row) and `reading_problem`."""
    text = decode(raw)
    rows, ends, separator = _top(text)
    position = headings.find(rows)
    names = headings.names(rows[position])
    if len(names) > max_columns:
        raise WrongFile(f"The file has {len(names):,} columns and at most {max_columns} are read; remove the others.")
    body = text[ends[position] :]
    table, problems = _body(body, names, separator)
    return headings.numbered(table, position + 2).with_columns(problems.alias(READING_PROBLEM))


def _top(text: str) -> tuple[list[list[str]], list[int], str]:
    """The first rows, where each ends in the text, and the separator that makes most sense of them."""
    hint = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    separators = hint.group(1) if hint else _SEPARATORS
    tries = {separator: _rows(text[:_HEAD], separator) for separator in separators}

    def sense(separator: str) -> tuple[int, int]:
        rows = tries[separator][0]
        return max((headings.known_in(row) for row in rows), default=0), max(map(len, rows), default=0)

    separator = max(separators, key=sense)
    return *tries[separator], separator


def _rows(head: str, separator: str) -> tuple[list[list[str]], list[int]]:
    read_so_far = 0
    rows: list[list[str]] = []
    ends: list[int] = []

    def lines() -> Iterator[str]:
        nonlocal read_so_far
        for line in io.StringIO(head, newline="\n"):
            read_so_far += len(line)
            yield line

    try:
        for row in csv.reader(lines(), delimiter=separator):
            rows.append(row)
            ends.append(read_so_far)
            if len(rows) >= headings.LOOKED_AT:
                break
    except csv.Error:
        pass
    return rows, ends


def _body(text: str, names: list[str], separator: str) -> tuple[pl.DataFrame, pl.Series | pl.Expr]:
    """The rows below the headings, and what was wrong with the shape of each."""
    raw = text.encode("utf-8", errors="replace")
    if not raw.strip():
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String)), pl.lit(None, pl.String)
    problems: pl.Series | pl.Expr = pl.lit(None, pl.String)
    if quotes_are_in_order(raw, separator):
        try:
            table = pl.read_csv(
                raw, has_header=False, separator=separator, schema=dict.fromkeys(names, pl.String), infer_schema=False
            )
        except pl.exceptions.PolarsError:
            table, problems = _patiently(text, names, separator)
    else:
        table, problems = _patiently(text, names, separator)
    if b'"' in raw:
        _refuse_swallowed_rows(table, names, separator)
    return table, problems


def quotes_are_in_order(raw: bytes, separator: str) -> bool:
    """True when each quoted value starts right after a separator and ends right before one (RFC 4180).

    >>> quotes_are_in_order(b'a,"b, c",d', ","), quotes_are_in_order(b'a,5" screw,b', ",")
    (True, False)
    """
    if b'"' not in raw:
        return True
    text = np.frombuffer(raw, dtype=np.uint8)
    quotes = np.flatnonzero(text == ord('"'))
    if len(quotes) % 2:
        return False
    edges = np.array([ord(separator), ord("\n"), ord('"')], dtype=np.uint8)
    before = text[np.maximum(quotes[0::2], 1) - 1]
    after = text[np.minimum(quotes[1::2], len(text) - 2) + 1]
    return bool(np.isin(before, edges).all() and np.isin(after, np.append(edges, np.uint8(ord("\r")))).all())


def _patiently(text: str, names: list[str], separator: str) -> tuple[pl.DataFrame, pl.Series]:
    width = len(names)
    rows: list[list[str | None]] = []
    problems: list[str | None] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            extra = sum(1 for cell in row[width:] if cell.strip())
            if any("\n" in cell for cell in row[width:]):
                raise WrongFile(_unclosed(len(rows) + 1))
            rows.append([*(cell or None for cell in row[:width]), *[None] * (width - len(row))])
            problems.append(_too_many(extra) if extra else None)
    except csv.Error as problem:
        raise WrongFile(_unclosed(len(rows) + 1)) from problem
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    table = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    return table, pl.Series(problems, dtype=pl.String)


def _too_many(extra: int) -> str:
    return (
        f"The row has {extra} more value{'s' if extra > 1 else ''} than there are headings; "
        "put values that hold the separator inside quotation marks"
    )


def _refuse_swallowed_rows(table: pl.DataFrame, names: list[str], separator: str) -> None:
    """A quotation mark that is never closed swallows the rows after it into one value: refuse, or they are lost."""
    for name in names:
        with_lines = table[name].str.contains("\n", literal=True).fill_null(False)
        if not with_lines.any():
            continue
        swallowed = with_lines & (table[name].str.count_matches(separator, literal=True).fill_null(0) >= len(names) - 1)
        if swallowed.any():
            raise WrongFile(_unclosed(int(swallowed.arg_true()[0]) + 1))


def _unclosed(row: int) -> str:
    return (
        f"A quotation mark in data row {row:,} is never closed, so the rows after it cannot be told apart; "
        "remove or double it and send the file again."
    )
