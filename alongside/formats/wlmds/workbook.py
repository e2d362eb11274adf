"""What does an Excel workbook hold, read so that neither a bomb nor a formula can do harm?

Cells come as text: formulas give their last value, dates come as YYYY-MM-DD, whole numbers without a decimal point.
"""

import io
import re
import zipfile
from collections.abc import Iterator

import fastexcel
import polars as pl

from alongside.formats.wlmds import headings
from alongside.formats.wlmds.layout import READING_PROBLEM
from alongside.formats.wlmds.wrong_file import WrongFile

_CHUNK = 1 << 20
_REACH = 24
"""Bytes kept between chunks, so that a cell's address is never cut in two."""

_OTHER_KINDS = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file",
    "word/document.xml": "a Word document",
}
_DAMAGED = "The workbook is damaged; open it in Excel, save it again as .xlsx and send that."


def check_package(raw: bytes, *, max_unpacked: int, max_rows: int) -> None:
    """Raise WrongFile unless the zip is a workbook of sane size, whatever its own directory claims."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            _check_kind(package.namelist())
            unpacked = 0
            for entry in package.infolist():
                for size in _sizes(package, entry, max_rows):
                    unpacked += size
                    if unpacked > max_unpacked:
                        raise WrongFile(
                            f"The workbook unpacks to more than {max_unpacked // 1_000_000:,} MB; "
                            "save the list alone as CSV and send that."
                        )
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as problem:
        raise WrongFile(_DAMAGED) from problem


def _check_kind(entries: list[str]) -> None:
    if "xl/workbook.xml" in entries:
        return
    for entry, kind in _OTHER_KINDS.items():
        if entry in entries:
            raise WrongFile(f"The file is {kind}; save it as .xlsx or CSV and send that.")
    raise WrongFile("The file is a zip and not an Excel workbook; unpack it and send the CSV or .xlsx file inside.")


def _sizes(package: zipfile.ZipFile, entry: zipfile.ZipInfo, max_rows: int) -> Iterator[int]:
    """Bytes of one entry, really unpacked; a sheet's far-away cell is refused, for readers reserve all before it."""
    far = _far_cell(max_rows) if entry.filename.startswith("xl/worksheets/") else None
    kept = b""
    with package.open(entry) as content:
        while chunk := content.read(_CHUNK):
            if far and (found := far.search(kept + chunk)):
                cell = found.group(1).decode("ascii", errors="replace")
                raise WrongFile(
                    f"The workbook has a cell at {cell}, beyond row {max_rows:,} or column IV; "
                    "delete what lies outside the list, or send it in parts."
                )
            kept = chunk[-_REACH:]
            yield len(chunk)


def _far_cell(max_rows: int) -> re.Pattern[bytes]:
    """Finds the address of a cell past column IV, or in a row with more digits than the most rows have."""
    digits = len(str(max_rows)) + 1
    columns = rb"[A-Z]{3,}[0-9]+|(?:[J-Z][A-Z]|I[W-Z])[0-9]+"
    return re.compile(rb' r="(' + columns + rb"|[A-Z]*[0-9]{%d,})" % digits)


def read(raw: bytes, *, max_rows: int, max_columns: int, max_unpacked: int) -> pl.DataFrame:
    """The sheet that holds the list, as text columns with `source_row` and `reading_problem`."""
    check_package(raw, max_unpacked=max_unpacked, max_rows=max_rows)
    grid = _best_sheet(raw)
    position = headings.find(grid.head(headings.LOOKED_AT).rows())
    names = headings.names(grid.row(position))
    if len(names) > max_columns:
        raise WrongFile(f"The sheet has {len(names):,} columns and at most {max_columns} are read; remove the others.")
    table = grid.slice(position + 1)
    table.columns = names
    plain_days = table.with_columns(pl.col(names).str.strip_suffix(" 00:00:00"))
    return headings.numbered(plain_days, position + 2).with_columns(pl.lit(None, pl.String).alias(READING_PROBLEM))


def _best_sheet(raw: bytes) -> pl.DataFrame:
    """The sheet with most known headings; the first when none has any."""
    best: pl.DataFrame | None = None
    most = -1
    try:
        reader = fastexcel.read_excel(raw)
        for name in reader.sheet_names:
            grid = reader.load_sheet(name, header_row=None, dtypes="string").to_polars()
            known = max((headings.known_in(row) for row in grid.head(headings.LOOKED_AT).iter_rows()), default=0)
            if known > most and grid.width:
                best, most = grid, known
    except fastexcel.FastExcelError as problem:
        raise WrongFile(_DAMAGED) from problem
    if best is None:
        raise WrongFile("The workbook is empty; send the one that holds the list.")
    return best
