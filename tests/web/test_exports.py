"""Files carry every row, run no formula, and say where they are from."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from alongside.web.exports import FORMULA, csv_lines, export, plain_value, write_workbook
from alongside.web.tables import Column

COLUMNS = [Column("name", "Name"), Column("day", "Day", "date"), Column("share", "Share", "percent")]
ROWS = [{"name": "Ærø, “Kent”", "day": date(2026, 1, 31), "share": 0.61}, {"name": "=cmd|' /C calc'!A0"}]


def read_csv(rows: list[dict[str, object]]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(csv_lines(COLUMNS, rows)).decode("utf-8-sig"))))


def test_csv_keeps_rows_and_marks_utf8() -> None:
    assert b"".join(csv_lines(COLUMNS, ROWS)).startswith(b"\xef\xbb\xbf")
    assert read_csv(ROWS) == [
        ["Name", "Day", "Share"],
        ["Ærø, “Kent”", "2026-01-31", "0.61"],
        ["'=cmd|' /C calc'!A0", "", ""],
    ]


@given(st.text())
def test_no_text_can_begin_a_formula(words: str) -> None:
    assert not str(plain_value(words)).startswith(FORMULA)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-3, -3),
        (True, "Yes"),
        (Markup("<b>A &amp; B</b>"), "A & B"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), datetime(2026, 7, 1, 13, 0)),  # noqa: DTZ001 as a sheet holds it
    ],
)
def test_plain_value(value: object, expected: object) -> None:
    assert plain_value(value) == expected


@pytest.mark.promise("AL-12")
def test_workbook_holds_rows_and_its_source() -> None:
    buffer = io.BytesIO()
    write_workbook(buffer, "Waiting list", COLUMNS, ROWS, {"Source": "NHS England RTT", "As of": date(2026, 1, 31)})
    book = polars.read_excel(buffer, sheet_id=0, has_header=False)
    rows = book["Rows"].rows()
    assert rows[0] == ("Name", "Day", "Share")
    assert rows[2][0] == "'=cmd|' /C calc'!A0"
    assert dict(book["About this file"].rows()) == {
        "What": "Waiting list",
        "Rows": "2",
        "Source": "NHS England RTT",
        "As of": "31 January 2026",
    }
    assert b'ySplit="1"' in zipfile.ZipFile(buffer).read("xl/worksheets/sheet1.xml")


def test_export_answers_only_known_formats() -> None:
    assert export("exe", "x", COLUMNS, ROWS) is None
    assert export(None, "x", COLUMNS, ROWS) is None
    response = export("csv", 'Waiting "list"\r\n', COLUMNS, ROWS)
    assert response is not None
    assert response.headers["Content-Disposition"] == 'attachment; filename="waiting-list.csv"'
