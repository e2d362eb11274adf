"""A list of sites: good rows are kept, each bad one says what to put right, a wrong file is refused in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.formats.ods.sites import COLUMNS, RowProblem, SiteRow, WrongFileError, read_sites

HEADING = ",".join(COLUMNS)
GOOD = {
    "site_code": "RVV01",
    "organisation_code": "RVV",
    "site_name": "William Harvey Hospital",
    "sector": "acute",
    "postcode": "TN24 0LZ",
    "latitude": "51.14",
    "longitude": "0.92",
    "critical_care_level": "3",
    "source": "published: ODS",
}


def line(**given):
    return ",".join({**GOOD, **given}.get(name, "") for name in COLUMNS)


def read(*lines, heading=HEADING, encoding="utf-8"):
    return read_sites("\r\n".join([heading, *lines]).encode(encoding))


def test_good_row_is_read_whole():
    rows, problems = read(line())
    assert problems == []
    assert rows == [
        SiteRow(
            "RVV01", "RVV", "William Harvey Hospital", "acute", "TN24 0LZ", "published: ODS",
            51.14, 0.92, critical_care_level=3, row=2,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(encoding):
    rows, _ = read(line(site_name="Hôpital"), encoding=encoding)
    assert rows[0].name == "Hôpital"


def test_columns_may_stand_in_any_order_with_others_between():
    names = ["extra", *reversed(COLUMNS)]
    cells = ",".join({**GOOD, "extra": "x"}.get(name, "") for name in names)
    rows, problems = read(cells, heading=",".join(name.upper().replace("_", " ") for name in names))
    assert (len(rows), problems) == (1, [])


@pytest.mark.parametrize(
    ("given", "column", "words"),
    [
        ({"site_code": "R!"}, "site_code", "is not an ODS code"),
        ({"site_name": ""}, "site_name", "is empty"),
        ({"site_name": "x" * 201}, "site_name", "longer than 200"),
        ({"sector": "space"}, "sector", "use one of acute, diagnostic, primary, community"),
        ({"postcode": "nowhere"}, "postcode", "not a full UK postcode"),
        ({"latitude": "nan"}, "latitude", "is not in the British Isles"),
        ({"latitude": "1e999"}, "latitude", "is not in the British Isles"),
        ({"longitude": "51.1"}, "longitude", "is not in the British Isles"),
        ({"latitude": ""}, "latitude", "give both"),
        ({"critical_care_level": "4"}, "critical_care_level", "use 0, 1, 2 or 3"),
        ({"source": ""}, "source", "is empty"),
        ({"site_name": "bell\x07"}, "site_name", "cannot be read"),
    ],
)
def test_bad_cell_returns_its_row_with_the_column(given, column, words):
    rows, problems = read(line(**given), line(site_code="GOOD1"))
    assert [row.code for row in rows] == ["GOOD1"]
    assert [(problem.row, problem.column) for problem in problems] == [(2, column)]
    assert words in problems[0].message


def test_second_row_of_a_site_is_returned():
    rows, problems = read(line(), line(site_code="rvv01", site_name="Twice"))
    assert rows[0].name == "William Harvey Hospital"
    assert problems == [RowProblem(3, "site_code", "RVV01 is in row 2 already: keep one of them")]


def test_row_of_another_length_is_returned():
    _, problems = read("RVV01,RVV")
    assert str(problems[0]) == "Row 2, row: this row has 2 cells and the heading has 11"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (b" \n ", "The file is empty"),
        (b"PK\x03\x04whatever", "This is a spreadsheet"),
        (b"a,b\n1,2\n", "no column site_code, organisation_code"),
        (HEADING.encode(), "a heading and no site"),
        ((HEADING + ",site_code\n").encode(), "Two columns are headed site_code"),
        ((HEADING + '\n"never closed').encode(), "cannot be read as CSV"),
    ],
)
def test_wrong_file_is_refused_in_one_sentence(raw, words):
    with pytest.raises(WrongFileError, match=words):
        read_sites(raw)


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_one_sentence(raw):
    try:
        rows, problems = read_sites(HEADING.encode() + b"\n" + raw)
    except WrongFileError:
        return
    assert len(rows) + len(problems) >= 1
