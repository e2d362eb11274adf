"""Whatever program wrote the text file, its cells come out as they were meant, or one sentence says why not."""

import csv
import io
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.formats.wlmds import delimited
from alongside.formats.wlmds.read import WrongFile, read_table

Read = Callable[..., pl.DataFrame]
HEAD = "NHS No,RTT start,Specialty,Surname\n"


def cells(table: pl.DataFrame) -> list[tuple[str | None, ...]]:
    return table.drop("source_row", "reading_problem").rows()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_read_finds_the_separator_and_the_line_ending(read: Read, separator: str, ending: str) -> None:
    text = f"NHS No{separator}RTT start{separator}Specialty{ending}1{separator}2{separator}3{ending}"
    table = read(text.encode())
    assert cells(table) == [("1", "2", "3")]
    assert table["source_row"].to_list() == [2]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-bom"], ids=lambda name: str(name)
)
def test_read_understands_the_encodings_that_hospitals_send(read: Read, encoding: str) -> None:
    text = HEAD + "1,2,110,Zoë O’Brien–Müller\n"
    raw = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    assert cells(read(raw)) == [("1", "2", "110", "Zoë O’Brien–Müller")]


def test_read_marks_bytes_without_a_meaning(read: Read) -> None:
    """Neither valid UTF-8 nor a letter of code page 1252: kept visible, so that the row can be returned."""
    assert cells(read(HEAD.encode() + b"1,2,110,Zo\x81\xeb\n"))[0][3] == "Zo�ë"


def test_read_marks_nul_bytes(read: Read) -> None:
    assert cells(read(HEAD.encode() + b"1,2,110,A\x00B\n"))[0][3] == "A�B"


def test_read_keeps_line_breaks_and_separators_inside_quotation_marks(read: Read) -> None:
    table = read((HEAD + '1,2,110,"Smith, ""Bo""\nline two"\n3,4,120,Next\n').encode())
    assert cells(table) == [("1", "2", "110", 'Smith, "Bo"\nline two'), ("3", "4", "120", "Next")]
    assert table["source_row"].to_list() == [2, 3]


def test_read_takes_a_quotation_mark_inside_a_value_as_it_stands(read: Read) -> None:
    assert cells(read((HEAD + '1,2,110,5" screw\n3,4,120,Next\n').encode()))[0][3] == '5" screw'


@pytest.mark.parametrize(
    "text",
    [
        HEAD + '1,2,110,"never closed\n' + "3,4,120,Next\n" * 5,
        HEAD + '1,2,110,"never closed\n3,4,120,Next\n5,6,130,stray"\n',
    ],
)
def test_read_refuses_a_quotation_mark_that_swallows_rows(read: Read, text: str) -> None:
    with pytest.raises(WrongFile, match="quotation mark in data row 1 is never closed"):
        read(text.encode())


def test_read_keeps_a_row_with_too_many_values_and_says_so(read: Read) -> None:
    table = read((HEAD + "1,2,110,Smith, John\n3,4,120,Next\n").encode())
    assert table.height == 2
    assert "1 more value than there are headings" in table["reading_problem"][0]
    assert table["reading_problem"][1] is None


def test_read_takes_short_rows_as_blank_at_the_end(read: Read) -> None:
    assert cells(read((HEAD + "1,2\n3,4,120,Next\n").encode()))[0] == ("1", "2", None, None)


def test_read_counts_rows_as_a_spreadsheet_does(read: Read) -> None:
    table = read(f"Weekly list\n\n{HEAD}1,2,110,A\n,,,\n\n3,4,120,B\n".encode())
    assert table["source_row"].to_list() == [4, 7]


def test_read_obeys_a_separator_line(read: Read) -> None:
    assert cells(read(b"sep=;\nNHS No;RTT start;Specialty\n1;2;3,5\n")) == [("1", "2", "3,5")]


def test_read_keeps_leading_noughts_and_long_numbers(read: Read) -> None:
    assert cells(read((HEAD + "0012,2,00000000123456789012,x\n").encode()))[0][2] == "00000000123456789012"


def test_read_drops_a_blank_column_without_a_heading_and_keeps_a_filled_one(read: Read) -> None:
    table = read(b"NHS No,,RTT start,Specialty,\n1,found,2,3,\n")
    assert table.columns[:4] == ["NHS No", "Column B (no heading)", "RTT start", "Specialty"]


def test_read_leaves_out_what_a_returned_file_added(read: Read) -> None:
    table = read(b"source_row,problems,reading_problem,NHS No,RTT start,Specialty\n9,bad,x,1,2,3\n")
    assert cells(table) == [("1", "2", "3")]
    assert table["source_row"].to_list() == [2]
    assert table["reading_problem"].to_list() == [None]


def test_read_takes_hostile_text_as_text(read: Read) -> None:
    hostile = [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "'; DROP TABLE pathway;--",
        "../../etc/passwd",
        "%s%n",
    ]
    quoted = "".join(f'1,2,110,"{value}"\n' for value in hostile)
    assert [row[3] for row in cells(read((HEAD + quoted).encode()))] == hostile


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"\0" * 5000, "empty"),
        (HEAD.encode(), "headings but no rows"),
        (HEAD.encode() + b",,,\n\n", "headings but no rows"),
        (b"9990000018,2025-01-01,110\n9990000026,2025-01-01,110\n", "no row of column headings"),
        (b"just one line of prose\nand another\n", "no row of column headings"),
        (b"NHS No,RTT start,RTT start\n1,2,3\n", "RTT start” stands over more than one column"),
        (b"%PDF-1.7 ...", "neither CSV nor an Excel workbook"),
        (b"\x1f\x8b\x08...", "neither CSV nor an Excel workbook"),
        (b"<html><table><tr><td>NHS No</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "web page or XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (bytes(range(256)) * 4 + b"\0" * 900, "not text"),
    ],
)
def test_read_refuses_a_wrong_file_in_one_sentence(read: Read, raw: bytes, words: str) -> None:
    with pytest.raises(WrongFile, match=words) as refused:
        read(raw)
    said = str(refused.value)
    assert said.count("\n") == 0
    assert said.endswith(".")
    assert len(said) < 250


def test_read_keeps_to_its_limits(read: Read) -> None:
    raw = (HEAD + "1,2,110,A\n" * 20).encode()
    assert read(raw, max_rows=20).height == 20
    with pytest.raises(WrongFile, match="20 rows and at most 19"):
        read(raw, max_rows=19)
    with pytest.raises(WrongFile, match="send it in parts"):
        read(raw, max_bytes=100)
    with pytest.raises(WrongFile, match="4 columns and at most 3"):
        read(raw, max_columns=3)


def test_read_says_when_there_is_no_file() -> None:
    with pytest.raises(WrongFile, match="no file at"):
        read_table("/nowhere/list.csv")


def test_read_survives_a_value_of_a_megabyte(read: Read) -> None:
    with pytest.raises(WrongFile, match="never closed"):
        read((HEAD + f'1,2,110,x"{"A" * 1_000_000}\n').encode())
    assert len(cells(read((HEAD + f"1,2,110,{'A' * 1_000_000}\n").encode()))[0][3] or "") == 1_000_000


VALUES = st.text(st.sampled_from("ab1 ,\"\n'=é"), max_size=3)


@settings(deadline=None)
@given(st.lists(st.lists(VALUES, min_size=5, max_size=5), min_size=1, max_size=5))
def test_read_agrees_with_the_standard_reader_on_anything_it_wrote(rows: list[list[str]]) -> None:
    body = io.StringIO()
    csv.writer(body, lineterminator="\n").writerows(rows)
    table, _ = delimited._body(body.getvalue(), list("abcde"), ",")
    seen = [tuple(value or "" for value in row) for row in table.rows()]
    assert seen == [tuple(row) for row in rows]


@settings(deadline=None)
@given(st.text(st.sampled_from('ab,"\n'), max_size=30))
def test_read_never_loses_a_line_of_untidy_text(text: str) -> None:
    """Whatever the quotation marks do, every line is a row, part of a value, or the file is refused."""
    try:
        table, _ = delimited._body(text + "\n", ["a", "b"], ",")
    except WrongFile:
        return
    breaks = sum((value or "").count("\n") for row in table.rows() for value in row)
    assert table.height + breaks >= len(text.rstrip("\n").split("\n")) - (not text.strip())
