"""A wrong file is refused with one sentence that names the file and the column."""

import contextlib
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.formats.rtt import WrongExtract, read_extract


def refusal(path) -> str:
    with pytest.raises(WrongExtract) as caught:
        read_extract(path)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.fixture
def rows(writer):
    return [*writer.both("RVV", "C_100", {0: 3, 60: 1}), *writer.both("AVQ01", "C_110", {17: 2}, part="Part_1A")]


CELLS = {
    "words for a number": (0, "Total All", "many", "'Total All' has 'many' in row 2"),
    "decimal": (1, "Gt 60 To 61 Weeks SUM 1", "1.5", "'Gt 60 To 61 Weeks SUM 1' has '1.5' in row 3"),
    "suppressed": (3, "Gt 17 To 18 Weeks SUM 1", "*", "'Gt 17 To 18 Weeks SUM 1' has '*' in row 5"),
    "beyond any count": (0, "Total All", "9" * 30, "'Total All' has '999"),
    "negative": (2, "Gt 17 To 18 Weeks SUM 1", "-2", "'Gt 17 To 18 Weeks SUM 1' has -2 in row 4"),
    "no provider": (1, "Provider Org Code", " ", "'Provider Org Code' is blank in row 3"),
    "no part": (0, "RTT Part Type", "", "'RTT Part Type' is blank in row 2"),
    "unknown part": (2, "RTT Part Type", "Part_9", "'RTT Part Type' has 'Part_9' in row 4"),
    "no function": (0, "Treatment Function Code", "", "'Treatment Function Code' is blank in row 2"),
    "no month": (0, "Period", "January", "'Period' has 'January'"),
    "other month": (3, "Period", "RTT-March-2026", "'Period' holds 2 months (January 2026 and March 2026)"),
}


@pytest.mark.parametrize(("position", "title", "cell", "words"), CELLS.values(), ids=CELLS.keys())
def test_cell_that_cannot_be_is_named_with_its_row(writer, rows, position, title, cell, words):
    rows[position][title] = cell
    assert words in refusal(writer.file(rows))


@pytest.mark.parametrize("title", ["Period", "Gt 104 Weeks SUM 1", "Total All", "Provider Org Code"])
def test_missing_column_is_named(writer, rows, title):
    titles = [kept for kept in writer.titles if kept != title]
    assert f"has no column '{title}';" in refusal(writer.file(writer.csv(rows, titles=titles)))


def test_many_missing_columns_are_counted(writer):
    assert "no column 'Period' (and 120 more)" in refusal(writer.file("name,age\nA,1\n"))


def test_extra_and_repeated_columns_are_named(writer, rows):
    extra = writer.csv(rows, titles=[*writer.titles, "Notes"])
    twice = writer.csv(rows, titles=[*writer.titles, "total all"])
    assert "a column 'Notes' that" in refusal(writer.file(extra))
    assert "the column 'total all' twice" in refusal(writer.file(twice))


def test_untitled_column_with_content_is_refused(writer, rows):
    lines = writer.csv(rows).splitlines()
    text = "\n".join([lines[0] + ",", *(line + ",5" for line in lines[1:])])
    assert "a column without a title" in refusal(writer.file(text))


@pytest.mark.parametrize("content", ["", " \n\n", "\ufeff"])
def test_empty_file_is_refused(writer, content):
    assert "extract.csv is empty" in refusal(writer.file(content))


def test_header_without_rows_is_refused(writer):
    assert "has a header but no rows" in refusal(writer.file([]))


def test_extract_without_incomplete_pathways_is_refused(writer, rows):
    assert "no 'Part_2' row" in refusal(writer.file(rows[2:]))


def test_extract_without_totals_is_refused(writer, rows):
    assert "'Treatment Function Code' has no 'C_999' row" in refusal(writer.file(rows[::2]))


def test_row_that_is_there_twice_is_refused(writer, rows):
    """Two months' or two copies' rows in one file would count their patients twice."""
    assert "row 6 repeats an earlier row" in refusal(writer.file([*rows, rows[0]]))


@pytest.mark.parametrize("position", [1, -1])
def test_line_cut_short_is_refused(writer, rows, position):
    lines = writer.csv(rows).splitlines()
    lines[position] = lines[position][:80]
    row = position % len(lines) + 1
    assert f"row {row} has " in refusal(writer.file("\n".join(lines)))


def test_line_with_a_cell_too_many_is_refused(writer, rows):
    lines = writer.csv(rows).splitlines()
    lines[2] += ",7"
    assert "row 3 has 122 cells" in refusal(writer.file("\n".join(lines)))


def test_two_csv_files_in_one_zip_are_both_named(writer, rows):
    packed = writer.zip({"a/jan.csv": writer.csv(rows), "feb.csv": writer.csv(rows)})
    assert "holds 2 csv files (a/jan.csv and feb.csv)" in refusal(packed)


def test_zip_without_csv_is_refused(writer):
    assert "holds no csv file (it holds xl/workbook.xml)" in refusal(writer.zip({"xl/workbook.xml": "<x/>"}, "a.xlsx"))
    assert "it holds nothing" in refusal(writer.zip({}))


def test_file_named_zip_that_is_none_is_refused(writer):
    assert "named .zip but is not a zip file" in refusal(writer.file(b"PK\3\4 cut", "extract.zip"))
    assert "extract.zip is empty" in refusal(writer.file(b"", "extract.zip"))


def test_damaged_zip_is_refused(writer, rows):
    path = writer.zip({"jan.csv": writer.csv(rows)})
    raw = bytearray(path.read_bytes())
    raw[60:90] = bytes(30)
    path.write_bytes(raw)
    assert "damaged zip file" in refusal(path)


def test_zip_that_unpacks_beyond_reason_is_refused_before_unpacking(writer, rows, monkeypatch):
    monkeypatch.setattr("alongside.formats.rtt.source.LARGEST_CSV", 100)
    assert "unpacks to more than" in refusal(writer.zip({"jan.csv": writer.csv(rows)}))
    assert "is larger than" in refusal(writer.file(rows))


def test_locked_zip_is_refused(writer, rows):
    path = writer.zip({"jan.csv": writer.csv(rows)})
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    locked = bytearray(raw)
    locked[6] |= 1
    locked[start + 8] |= 1
    path.write_bytes(locked)
    assert "locked with a password" in refusal(path)


@pytest.mark.parametrize("content", [b"\x89PNG\0\0\1", b"\xff\xfe\0", "\x81\x8d".encode("latin-1")])
def test_file_that_is_no_text_is_refused(writer, content):
    assert "text" in refusal(writer.file(content))


def test_zip_packed_in_an_unknown_way_is_refused(writer, rows):
    path = writer.zip({"jan.csv": writer.csv(rows)})
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    raw[8] = raw[start + 10] = 9
    path.write_bytes(raw)
    assert "packed in an unusual way" in refusal(path)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=40), st.integers(0, 5_000), st.integers(0, 400))
def test_no_damage_ends_in_anything_but_a_reading_or_a_refusal(writer, rows, junk, start, length):
    raw = writer.csv(rows).encode()
    with contextlib.suppress(WrongExtract):
        read_extract(writer.file(raw[:start] + junk + raw[start + length :]))


def test_missing_file_and_folder_are_told(tmp_path):
    assert "There is no file" in refusal(tmp_path / "none.csv")
    assert "is a folder" in refusal(tmp_path)
