"""An extract is read the same, however it was packed and saved on its way."""

import codecs
import random
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from alongside.formats.rtt import read_extract


@pytest.fixture
def rows(writer):
    return [
        *writer.both("RVV", "C_100", {0: 3, 104: 1}),
        *writer.both("AVQ01", "X02", {17: 2}, commissioner="NONC"),
        *writer.both("RVV", "C_110", part="Part_3", total=7),
    ]


def test_extract_has_one_row_per_line_under_plain_names(writer, rows):
    extract = writer.read(rows)
    first = extract.frame.row(0, named=True)
    assert extract.month == date(2026, 1, 1)
    assert extract.frame.height == len(rows)
    assert (first["provider_code"], first["part"], first["treatment_function"]) == ("RVV", "2", "100")
    assert (first["band_000"], first["band_104"], first["total_all"], first["unknown_start"]) == (3, 1, 4, 0)
    assert extract.notes == ()


def test_blank_cells_are_nought_but_part_3_has_no_bands(writer, rows):
    frame = writer.read(rows).frame
    assert frame.filter(part="2")["band_050"].to_list() == [0, 0, 0, 0]
    assert frame.filter(part="3")["band_050"].to_list() == [None, None]
    assert frame.schema["band_050"] == pl.Int64


def test_name_of_commissioners_outside_england_is_kept_as_published(writer, rows):
    assert "#N/A" in writer.read(rows).frame["commissioner_name"].to_list()


def _reversed(writer, rows):
    return writer.csv(rows, titles=writer.titles[::-1]).encode()


def _shuffled_lines_and_columns(writer, rows):
    titles = random.Random(1).sample(writer.titles, len(writer.titles))  # noqa: S311
    return writer.csv(rows, titles=titles).encode()


def _spreadsheet(writer, rows):
    """Untitled columns to the right and empty lines below, as a spreadsheet saves a used range."""
    lines = writer.csv(rows).splitlines()
    return "\r\n".join(line + ",," for line in [*lines, "," * 120, "," * 120]).encode() + b"\r\n\r\n"


SAVINGS = {
    "byte order mark": lambda writer, rows: codecs.BOM_UTF8 + writer.csv(rows).encode(),
    "Windows line ends": lambda writer, rows: writer.csv(rows, end="\r\n").encode(),
    "UTF-16": lambda writer, rows: writer.csv(rows).encode("utf-16"),
    "no last line end": lambda writer, rows: writer.csv(rows).rstrip("\n").encode(),
    "columns backwards": _reversed,
    "columns shuffled": _shuffled_lines_and_columns,
    "saved by a spreadsheet": _spreadsheet,
    "titles in capitals": lambda writer, rows: writer.csv(rows).replace("Total All", " TOTAL  ALL ").encode(),
    "spaces around numbers": lambda writer, rows: writer.csv(rows).replace(",3,", ", 3 ,").encode(),
    "every cell quoted": lambda writer, rows: "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in writer.csv(rows).splitlines()
    ).encode(),
}


@pytest.mark.parametrize("saving", SAVINGS.values(), ids=SAVINGS.keys())
def test_extract_reads_the_same_however_it_was_saved(writer, rows, saving):
    expected = writer.read(rows).frame
    again = read_extract(writer.file(saving(writer, rows), "again.csv"))
    assert_frame_equal(again.frame, expected)
    assert again.notes == ()


def test_letters_of_a_windows_file_are_kept(writer, rows):
    text = writer.csv(rows).replace("HOSPITAL RVV", "H\xd4PITAL \u2013 RVV")
    frame = read_extract(writer.file(text.encode("cp1252"))).frame
    assert frame["provider_name"][0] == "H\xd4PITAL \u2013 RVV"


@pytest.mark.parametrize("name", ["extract.zip", "download", "extract.csv"])
def test_zip_is_known_by_its_content_with_strays_beside_the_csv(writer, rows, name):
    packed = writer.zip(
        {
            "RTT/": "",
            "RTT/Jan 2026/Full extract.CSV": writer.csv(rows),
            "__MACOSX/RTT/Jan 2026/._Full extract.CSV": b"\0\5\x16\7",
            "__MACOSX/RTT/shadow.csv": b"\0",
            "RTT/._Full extract.csv": b"\0",
            ".hidden/old.csv": "x",
            "RTT/read me.txt": "hello",
            "RTT/notes.xlsx": b"PK",
        },
        name,
    )
    assert_frame_equal(read_extract(packed).frame, writer.read(rows).frame)


def test_other_month_with_other_boards_is_read(writer, rows):
    later = writer.csv(rows).replace("RTT-January-2026", "RTT-April-2026").replace("QKS", "Q0A")
    extract = read_extract(writer.file(later))
    assert extract.month == date(2026, 4, 1)
    assert extract.frame["provider_parent_code"].unique().to_list() == ["Q0A"]


def test_blank_names_and_commissioners_are_read(writer, rows):
    for title in ("Provider Parent Name", "Commissioner Org Code", "Commissioner Org Name", "Treatment Function Name"):
        rows[0][title] = "  "
    assert writer.read(rows).frame.row(0, named=True)["commissioner_code"] is None


def test_blank_total_is_the_sum_of_its_weeks_and_noted(writer, rows):
    rows[0]["Total All"] = rows[1]["Total All"] = ""
    extract = writer.read(rows)
    assert extract.frame["total_all"].to_list()[:2] == [4, 4]
    (note,) = extract.notes
    assert note == "'Total All' is blank in 2 rows (first: row 2): the sum of its weeks and unknown starts is used."


def test_row_that_does_not_add_up_is_noted(writer, rows):
    rows[0]["Total All"] = rows[1]["Total All"] = "9"
    (note,) = writer.read(rows).notes
    assert "do not add up to 'Total All' in 2 rows (first: row 2): totals use 'Total All', percentages and" in note


def test_total_row_that_is_not_the_sum_of_the_functions_is_noted(writer, rows):
    (note,) = writer.read([*rows, writer.row("RVV", "C_130", {1: 1})]).notes
    assert note.startswith("Treatment functions do not add up to the total (C_999) in 1 place, first at provider RVV")
