"""Which sites does this CSV file list, and which of its rows cannot be used, and why?

One row for each site, headed by the names in COLUMNS. A sound row is kept whatever its neighbours hold.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from alongside.domain.postcodes import read_postcode

COLUMNS = {
    "site_code": True,
    "organisation_code": True,
    "site_name": True,
    "sector": True,
    "postcode": True,
    "latitude": False,
    "longitude": False,
    "position_source": False,
    "phone": False,
    "critical_care_level": False,
    "source": True,
}
"""The columns that are read, and whether each must be there and filled in."""

SECTORS = ("acute", "diagnostic", "primary", "community", "community_diagnostic")
LARGEST_FILE, MOST_ROWS = 20_000_000, 50_000
_LENGTHS = {"site_name": 200, "position_source": 200, "phone": 40, "source": 300}
_CODE = re.compile(r"[A-Z0-9]{3,10}")
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class WrongFileError(Exception):
    """The whole file cannot be used; the message says what to do."""


class _WrongCellError(Exception):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site. `row` is its line in the file, counted from 1 with the heading; 0 when it came from elsewhere."""

    code: str
    organisation: str
    name: str
    sector: str
    postcode: str
    source: str
    latitude: float | None = None
    longitude: float | None = None
    position_source: str = ""
    phone: str = ""
    critical_care_level: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row was not used. `column` is the heading of the cell to put right."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.message}"


def read_sites(raw: bytes) -> tuple[list[SiteRow], list[RowProblem]]:
    """The sound rows and a problem for each of the others; WrongFileError when the file is not a list of sites.

    >>> heading = b"site_code,organisation_code,site_name,sector,postcode,source\\n"
    >>> rows, problems = read_sites(heading + b"AVQ01,AVQ,One Ashford,acute,tn24 0yw,published\\nX1,,,,,\\n")
    >>> rows[0].postcode, str(problems[0])
    ('TN24 0YW', 'Row 3, site_code: “X1” is not an ODS code: these are 3 to 10 letters and figures, like AVQ01')
    """
    lines = csv.reader(io.StringIO(_text(raw), newline=""), strict=True)
    rows: dict[str, SiteRow] = {}
    problems: list[RowProblem] = []
    try:
        names = _heading(next(lines, []))
        for cells in lines:
            if any(cell.strip() for cell in cells):
                _keep(cells, names, lines.line_num, rows, problems)
    except csv.Error as error:
        raise WrongFileError(
            f"Line {lines.line_num} cannot be read as CSV ({error}): save the list again as CSV"
        ) from None
    if not rows and not problems:
        raise WrongFileError("The file has a heading and no site: add one row for each site")
    return list(rows.values()), problems


def returned(raw: bytes, problems: Iterable[RowProblem]) -> bytes:
    """The rows that were not used, as CSV, each with its row number and what to put right before its own cells.

    >>> problem = RowProblem(2, "site_code", "is not an ODS code")
    >>> returned(b"site_code,source\\nX1,list\\n", [problem]).decode("utf-8-sig")
    'row,problem,site_code,source\\r\\n2,site_code: is not an ODS code,X1,list\\r\\n'
    """
    told: dict[int, str] = {}
    for problem in problems:
        words = f"{problem.column}: {problem.message}"
        told[problem.row] = f"{told[problem.row]}; {words}" if problem.row in told else words
    lines = csv.reader(io.StringIO(_text(raw), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["row", "problem", *next(lines, [])])
    for cells in lines:
        if lines.line_num in told:
            writer.writerow([lines.line_num, told[lines.line_num], *(_harmless(cell) for cell in cells)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Text that a spreadsheet would run as a formula is marked as text; a negative number is left alone."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@") or (cell[:1] == "-" and not cell[1:2].isdigit()) else cell


def _keep(cells: list[str], names: list[str], row: int, rows: dict[str, SiteRow], problems: list[RowProblem]) -> None:
    if len(rows) + len(problems) >= MOST_ROWS:
        raise WrongFileError(f"The file has more than {MOST_ROWS:,} rows: split it")
    try:
        site = _read_row(cells, names, row)
        if site.code in rows:
            raise _WrongCellError("site_code", f"{site.code} is in row {rows[site.code].row} already: keep one of them")
        rows[site.code] = site
    except _WrongCellError as wrong:
        problems.append(RowProblem(row, wrong.column, wrong.message))


def _text(raw: bytes) -> str:
    if not raw.strip():
        raise WrongFileError("The file is empty: choose a CSV file with one row for each site")
    if len(raw) > LARGEST_FILE:
        raise WrongFileError(f"The file is larger than {LARGEST_FILE // 1_000_000} MB: split it")
    if raw.startswith(_SPREADSHEETS):
        raise WrongFileError("This is a spreadsheet, not a CSV file: save it as “CSV UTF-8” and choose that")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _heading(cells: list[str]) -> list[str]:
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    missing = [name for name, needed in COLUMNS.items() if needed and name not in names]
    if missing:
        raise WrongFileError(f"The file has no column {', '.join(missing)}: its headings must be {', '.join(COLUMNS)}")
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise WrongFileError(f"Two columns are headed {twice[0]}: remove one")
    return names


def _read_row(cells: list[str], names: list[str], row: int) -> SiteRow:
    if len(cells) != len(names):
        raise _WrongCellError("row", f"this row has {len(cells)} cells and the heading has {len(names)}")
    given = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
    read = {name: READERS[name](given.get(name, ""), name) for name in COLUMNS}
    if (read["latitude"] is None) != (read["longitude"] is None):
        raise _WrongCellError("latitude", "give both the latitude and the longitude, or neither")
    return SiteRow(
        code=read["site_code"],
        organisation=read["organisation_code"],
        name=read["site_name"],
        row=row,
        **{name: read[name] for name in list(COLUMNS)[3:]},
    )


def _words(cell: str, column: str) -> str:
    if COLUMNS[column] and not cell:
        raise _WrongCellError(column, "is empty: fill it in")
    if len(cell) > _LENGTHS[column]:
        raise _WrongCellError(column, f"is longer than {_LENGTHS[column]} characters")
    if any(ord(letter) < 32 or letter == "�" for letter in cell):
        raise _WrongCellError(column, "holds a character that cannot be read: type it again")
    return cell


def _code(cell: str, column: str) -> str:
    if not _CODE.fullmatch(cell.upper()):
        raise _WrongCellError(
            column, f"“{cell[:20]}” is not an ODS code: these are 3 to 10 letters and figures, like AVQ01"
        )
    return cell.upper()


def _sector(cell: str, column: str) -> str:
    if cell.lower() not in SECTORS:
        raise _WrongCellError(column, f"cannot be “{cell[:20]}”: use one of {', '.join(SECTORS)}")
    return cell.lower()


def _postcode(cell: str, column: str) -> str:
    try:
        return read_postcode(cell)
    except ValueError as error:
        raise _WrongCellError(column, str(error)) from None


def _degrees(lowest: float, highest: float) -> Callable[[str, str], float | None]:
    def read(cell: str, column: str) -> float | None:
        if not cell:
            return None
        try:
            value = float(cell)
        except ValueError:
            value = float("nan")
        if not lowest <= value <= highest:
            raise _WrongCellError(
                column, f"“{cell[:20]}” is not in the British Isles: use degrees from {lowest:g} to {highest:g}"
            )
        return value

    return read


def _level(cell: str, column: str) -> int | None:
    if cell not in ("", "0", "1", "2", "3"):
        raise _WrongCellError(column, f"cannot be “{cell[:20]}”: use 0, 1, 2 or 3, or leave it empty when not known")
    return int(cell) if cell else None


READERS: dict[str, Callable[[str, str], Any]] = {
    "site_code": _code,
    "organisation_code": _code,
    "site_name": _words,
    "sector": _sector,
    "postcode": _postcode,
    "latitude": _degrees(49.0, 61.0),
    "longitude": _degrees(-11.0, 2.0),
    "position_source": _words,
    "phone": _words,
    "critical_care_level": _level,
    "source": _words,
}
