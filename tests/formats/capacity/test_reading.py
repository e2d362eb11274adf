"""Spreadsheets of sessions and beds, as people write them and as nobody should."""

import io
from datetime import date, time

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from alongside.formats.capacity import layout, write
from alongside.formats.capacity.read import read
from alongside.formats.wlmds.wrong_file import WrongFile

HEAD = "Site code,Date,Start time,Minutes,Room,Treatment function,Operations,Offered to\n"
GOOD = "AVQ01,2026-02-03,08:30,240,Theatre 1,110,,area\n"


def sheet(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return content.getvalue()


@pytest.mark.parametrize("kind", layout.LAYOUTS)
def test_template_is_read_back_without_a_problem(kind):
    table = write.template(layout.LAYOUTS[kind], "XYZ01")
    for raw in (write.as_csv(table), write.as_xlsx(table, "T")):
        checked = read(raw)
        assert (checked.layout.kind, checked.problems, checked.unread) == (kind, {}, ())
        assert checked.good["site_code"].to_list() == ["XYZ01"]


@pytest.mark.parametrize(
    "raw",
    [
        (HEAD + GOOD).encode(),
        (HEAD + GOOD).replace(",", ";").encode("utf-16"),
        (HEAD + GOOD).replace(",", "\t").encode("cp1252"),
        ("Our theatres\n\n" + HEAD + GOOD).replace("\n", "\r\n").encode("utf-8-sig"),
        sheet(
            ["SITE", "session date", "From", "Length", "Theatre", "Specialty", "Use"],
            ["AVQ01", date(2026, 2, 3), 8.5 / 24, 240.0, "Theatre  1 ", 110, "The whole area"],
        ),
        sheet(
            ["Site code", "Date", "Start", "Minutes", "Room", "TFC", "Use"],
            ["avq01", "3/2/2026", "8.30", "240", "Theatre 1", "C_110", "shared"],
        ),
    ],
    ids=["csv", "semicolons utf-16", "tabs", "title above", "Excel types", "Excel texts"],
)
def test_session_is_the_same_however_it_is_written(raw):
    checked = read(raw)
    assert checked.problems == {}
    row = checked.good.drop("source_row").row(0)
    assert row == ("AVQ01", date(2026, 2, 3), time(8, 30), 240, "Theatre 1", "110", None, "area")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("Site code", "", "Site code is empty"),
        ("Date", "31/02/2026", "real date"),
        ("Date", "3/2/26", "real date"),
        ("Start time", "25:00", "24-hour clock"),
        ("Start time", "morning", "24-hour clock"),
        ("Minutes", "4h", "whole number from 1 to 1440"),
        ("Minutes", "0", "whole number"),
        ("Minutes", "1441", "whole number"),
        ("Minutes", "99999999999999999999", "whole number"),
        ("Room", "  ", "Room must be named"),
        ("Room", "x" * 61, "60 characters"),
        ("Treatment function", "Orthopaedics", "code of 3 digits"),
        ("Offered to", "everybody", "“area” or “own”"),
        ("Offered to", "", "“area” or “own”"),
    ],
)
def test_wrong_cell_is_named_and_the_good_row_is_kept(column, value, words):
    names = HEAD.strip().split(",")
    bad = dict(zip(names, GOOD.strip().split(","), strict=True)) | {
        column: value,
        **({"Room": "B"} if column != "Room" else {}),
    }
    checked = read((HEAD + GOOD + ",".join(bad[name] for name in names)).encode())
    assert checked.good["source_row"].to_list() == [2]
    assert list(checked.problems) == [3]
    assert words in checked.problems[3]


def test_every_problem_of_a_row_is_said_at_once():
    checked = read((HEAD + "AVQ01,never,noon,many,,ABC,,nobody").encode())
    assert checked.problems[2].count(". ") == 5


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("AVQ01,2026-02-03,4,2", "Level of care"),
        ("AVQ01,2026-02-03,10,2", "Level of care"),
        ("AVQ01,2026-02-03,0,-1", "Beds must be"),
        ("AVQ01,2026-02-03,0,1000", "Beds must be"),
        ("AVQ01,,0,1", "Night must be"),
    ],
)
def test_wrong_bed_night_is_named(cells, words):
    assert words in read(f"Site,Night,Level,Beds\n{cells}".encode()).problems[2]


def test_same_session_twice_is_kept_once():
    checked = read((HEAD + GOOD + GOOD.replace("Theatre 1", "THEATRE 1")).encode())
    assert checked.good.height == 1
    assert checked.problems == {3: "Row 2 of the file is for the same session. Keep one of them"}


def test_row_with_too_many_values_is_returned():
    assert "more values than" in read((HEAD + GOOD.strip() + ",extra\n").encode()).problems[2]


def test_unknown_column_is_named_and_not_silently_dropped():
    checked = read((HEAD.strip() + ",Anaesthetist\n" + GOOD.strip() + ",Dr X\n").encode())
    assert (checked.problems, checked.unread) == ({}, ("Anaesthetist",))


def test_returned_rows_are_as_they_were_written_and_can_be_sent_again():
    checked = read((HEAD + GOOD.replace("240", "4h").replace("Theatre 1", "=1+1")).encode())
    table = write.returned(checked.layout, checked.text, checked.problems)
    raw = write.as_csv(table)
    assert b"'=1+1" in raw
    again = read(raw.replace(b"4h", b"240"))
    assert (again.problems, again.unread) == ({}, ())
    assert again.good["room"].to_list() == ["=1+1"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"hello", "No row of headings"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 20, "old Excel workbook"),
        (b"PK\x03\x04 not really", "damaged"),
        (HEAD.replace("Minutes,", "").encode(), "no column “Minutes”"),
        (HEAD.replace("Operations", "Length").encode(), "say the same: “Minutes” and “Length”"),
        ((HEAD + 'AVQ01,"2026-02-03,08:30\n' + GOOD).encode(), "quotation mark"),
        ((HEAD + '"' + "x" * 200_000).encode(), "quotation mark"),
        ((HEAD + GOOD * 50_002).encode(), "50,000 rows"),
        (bytes(range(256)) * 50, "headings"),
    ],
    ids=["empty", "blank", "no headings", "xls", "damaged", "missing", "twice", "quote", "long", "rows", "bytes"],
)
def test_wrong_file_is_refused_with_a_sentence(raw, words):
    with pytest.raises(WrongFile, match=words):
        read(raw)


def test_headings_alone_are_no_rows():
    checked = read(HEAD.encode())
    assert (checked.text.height, checked.good.height, checked.problems) == (0, 0, {})


@given(st.lists(st.lists(st.text(max_size=12), min_size=8, max_size=9), max_size=5))
def test_no_row_is_lost_whatever_it_holds(rows):
    """Every row with anything in it is either good or returned."""
    table = pl.DataFrame(
        [{str(i): cell for i, cell in enumerate(row)} for row in rows], schema={str(i): pl.String for i in range(9)}
    )
    raw = (HEAD + table.write_csv(include_header=False, quote_style="always")).encode("utf-8", "replace")
    try:
        checked = read(raw)
    except WrongFile:
        return
    numbers = set(checked.good["source_row"]) | set(checked.problems)
    assert numbers == set(checked.text["source_row"])
    assert len(checked.good) + len(checked.problems) == checked.text.height
