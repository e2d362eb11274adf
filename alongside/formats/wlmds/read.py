"""What does an uploaded list hold, as plain text cells, or why can it not be read at all?"""

from pathlib import Path

import polars as pl

from alongside.formats.wlmds import delimited, headings, workbook
from alongside.formats.wlmds.wrong_file import WrongFile

__all__ = ["WrongFile", "read_table"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOTHING = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
_FORMULA = r"^'('*[=+\-@\t\r])"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<body", b"<div", b"<style")


def read_table(
    path: Path | str,
    *,
    max_bytes: int = 250_000_000,
    max_rows: int = 400_000,
    max_columns: int = 250,
    max_unpacked: int = 2_000_000_000,
) -> pl.DataFrame:
    """The rows of a CSV or XLSX list, as text, with `source_row` (as a spreadsheet counts) and `reading_problem`.

    Blank rows are left out. Columns that an earlier returned file added are left out too. Raises WrongFile.
    """
    raw = _bytes(Path(path), max_bytes)
    _refuse_other_kinds(raw)
    if raw.startswith(b"PK\x03\x04"):
        table = workbook.read(raw, max_rows=max_rows, max_columns=max_columns, max_unpacked=max_unpacked)
    else:
        table = delimited.read(raw, max_columns=max_columns)
    table = headings.without_empty(table)
    if table.is_empty():
        raise WrongFile("The file has headings but no rows; send the file that holds the list.")
    if table.height > max_rows:
        raise WrongFile(
            f"The file has {table.height:,} rows and at most {max_rows:,} are taken at once; send it in parts."
        )
    return _without_text_marks(table)


def _bytes(path: Path, max_bytes: int) -> bytes:
    if not path.is_file():
        raise WrongFile(f"There is no file at {path}; check the name and send it again.")
    size = path.stat().st_size
    if size > max_bytes:
        raise WrongFile(
            f"The file is {size / 1e6:,.1f} MB and at most {max_bytes / 1e6:,.1f} MB is taken; send it in parts."
        )
    raw = path.read_bytes()
    if not raw[:4096].strip(_NOTHING) and not raw.strip(_NOTHING):
        raise WrongFile("The file is empty; export the list again and send that.")
    return raw


def _refuse_other_kinds(raw: bytes) -> None:
    start = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if raw.startswith(_OLE):
        if _ENCRYPTED in raw:
            raise WrongFile("The workbook is protected by a password; remove the password, save it and send it again.")
        raise WrongFile("The file is an old Excel workbook (.xls); save it as .xlsx or CSV and send that.")
    if start.startswith(_MARKUP):
        raise WrongFile(
            "The file is a web page or XML and not a list; open it in Excel, save it as .xlsx and send that."
        )
    if raw.startswith(
        (b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"PAR1", b"PK\x05\x06")
    ):
        raise WrongFile("The file is neither CSV nor an Excel workbook; export the list as CSV or .xlsx and send that.")
    if not raw.startswith((b"PK", b"\xff\xfe", b"\xfe\xff")) and raw[:4000].count(0) * 10 > len(raw[:4000]):
        raise WrongFile("The file is not text; export the list as CSV (UTF-8) or .xlsx and send that.")


def _without_text_marks(table: pl.DataFrame) -> pl.DataFrame:
    """Without the apostrophe that says "this is text, not a formula"; the writer puts it back."""
    marked = [
        name for name, kind in table.schema.items() if kind == pl.String and table[name].str.starts_with("'").any()
    ]
    return table.with_columns(pl.col(marked).str.replace(_FORMULA, "$1")) if marked else table
