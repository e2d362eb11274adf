"""A workbook's cells come out as text that means the same, and a hostile workbook does no harm."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial

import polars as pl
import pytest
import xlsxwriter

from alongside.formats.wlmds.read import WrongFile

Read = Callable[..., pl.DataFrame]
AT = partial(datetime, tzinfo=None)
HEAD = ["NHS No", "RTT start", "Specialty", "Surname"]


def workbook(*sheets: list[list[object]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def repacked(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return content.getvalue()


def cells(table: pl.DataFrame) -> list[tuple[str | None, ...]]:
    return table.drop("source_row", "reading_problem").rows()


def test_read_gives_dates_and_numbers_as_text_that_means_the_same(read: Read) -> None:
    raw = workbook([HEAD, [9990000018, AT(2025, 1, 2), 110.0, "x"], ["0012", AT(2025, 1, 2, 13, 4), 1.5, 2]])
    assert cells(read(raw, "list.xlsx")) == [
        ("9990000018", "2025-01-02", "110", "x"),
        ("0012", "2025-01-02 13:04:00", "1.5", "2"),
    ]


def test_read_chooses_the_sheet_with_the_headings(read: Read) -> None:
    notes = [["How to fill this in"], ["Ask the access manager"]]
    table = read(workbook(notes, [["Weekly list"], [], HEAD, ["1", "2", "3", "4"], [], ["5", "6", "7", "8"]]))
    assert cells(table) == [("1", "2", "3", "4"), ("5", "6", "7", "8")]
    assert table["source_row"].to_list() == [4, 6]


def test_read_takes_formulas_as_text_and_never_runs_them(read: Read) -> None:
    table = read(workbook([HEAD, ["=1+1", "@SUM(A1)", "+1", "-1"]]), "list.xlsx")
    assert cells(table) == [("=1+1", "@SUM(A1)", "+1", "-1")]


def test_read_goes_by_the_content_and_not_by_the_name(read: Read) -> None:
    assert cells(read(workbook([HEAD, ["1", "2", "3", "4"]]), "list.csv")) == [("1", "2", "3", "4")]


def zipped(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, value in entries.items():
            package.writestr(name.replace("__", "/").replace("_", "."), value)
    return content.getvalue()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (zipped(list_csv=b"a,b"), "zip and not an Excel workbook"),
        (zipped(xl__workbook_bin=b""), "binary workbook"),
        (zipped(content_xml=b"", mimetype=b""), "OpenDocument"),
        (zipped(word__document_xml=b""), "Word document"),
        (zipped(xl__workbook_xml=b"<nothing/>"), "damaged"),
        (b"PK\x03\x04" + b"rubbish" * 20, "damaged"),
        (workbook([HEAD, ["1", "2", "3", "4"]])[:-900], "damaged"),
        (workbook([]), "no row of column headings|empty"),
        (workbook([HEAD]), "headings but no rows"),
        (workbook([["a", "a"], ["1", "2"]]), "more than one column"),
    ],
)
def test_read_refuses_a_wrong_workbook_in_one_sentence(read: Read, raw: bytes, words: str) -> None:
    with pytest.raises(WrongFile, match=words) as refused:
        read(raw, "list.xlsx")
    assert str(refused.value).endswith(".")


@pytest.mark.slow
def test_read_refuses_a_bomb_before_it_bursts(read: Read) -> None:
    raw = repacked(workbook([HEAD]), "xl/worksheets/sheet1.xml", lambda sheet: sheet + b" " * 30_000_000)
    assert len(raw) < 100_000
    with pytest.raises(WrongFile, match="unpacks to more than 20 MB"):
        read(raw, "list.xlsx", max_unpacked=20_000_000)


@pytest.mark.slow
def test_read_refuses_a_bomb_that_lies_about_its_size(read: Read) -> None:
    raw = bytearray(repacked(workbook([HEAD]), "xl/worksheets/sheet1.xml", lambda sheet: sheet + b" " * 30_000_000))
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        true_size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = bytes(raw).replace(struct.pack("<L", true_size), struct.pack("<L", 1000))
    with pytest.raises(WrongFile, match="damaged"):
        read(lied, "list.xlsx", max_unpacked=20_000_000)


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "ZZ2", "AAA1", "IW3"])
def test_read_refuses_a_cell_so_far_away_that_memory_would_run_out(read: Read, address: str) -> None:
    raw = workbook([HEAD, ["1", "2", "3", "4"]])
    far = repacked(
        raw, "xl/worksheets/sheet1.xml", lambda sheet: sheet.replace(b'r="D2"', b'r="%s"' % address.encode())
    )
    with pytest.raises(WrongFile, match=f"a cell at {address}"):
        read(far, "list.xlsx")


def test_read_takes_a_cell_at_the_edge_of_what_is_allowed(read: Read) -> None:
    raw = workbook([[*HEAD, *[None] * 245, "Last"], ["1", "2", "3", "4", *[None] * 245, "5"]])
    assert "Last" in read(raw, "list.xlsx").columns
    with pytest.raises(WrongFile, match="at most 100"):
        read(raw, "list.xlsx", max_columns=100)
