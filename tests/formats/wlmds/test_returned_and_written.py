"""Files that we write can be read again, mean the same, and hold nothing that a spreadsheet would run."""

import csv
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.domain.identifiers import is_valid_nhs_number
from alongside.formats.wlmds.cells import write_table
from alongside.formats.wlmds.layout import COLUMNS, NATIONAL
from alongside.formats.wlmds.mapping import suggest
from alongside.formats.wlmds.read import read_table
from alongside.formats.wlmds.returned import write_returned
from alongside.formats.wlmds.template import template, write_template
from alongside.formats.wlmds.validate import Checked, validate
from alongside.formats.wlmds.write import national, write_national

Row = dict[str, str | None]
Check = Callable[..., Checked]
AS_OF = date(2026, 1, 31)
ENDINGS = pytest.mark.parametrize("ending", ["csv", "xlsx"])


def again(path: Path) -> Checked:
    table = read_table(path)
    return validate(table, suggest(table.columns), provider_code="RVV", as_of=AS_OF)


@ENDINGS
def test_template_is_a_good_list_of_one_row_that_says_it_is_an_example(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"template.{ending}"
    write_template("RVV", path)
    checked = again(path)
    assert checked.good.height == 1
    assert checked.bad.is_empty()
    assert checked.counts == {}
    assert checked.good["nhs_number"].item().startswith("999")
    assert "not a patient" in checked.good["last_validation_comments"].item()
    assert read_table(path).columns[: len(COLUMNS)] == [c.name for c in COLUMNS]


@ENDINGS
def test_returned_rows_come_with_reasons_and_can_be_corrected_and_sent_in(
    tmp_path: Path, check: Check, row: Row, ending: str
) -> None:
    path = tmp_path / f"returned.{ending}"
    key, status = "PATIENT_PATHWAY_IDENTIFIER", "REFERRAL_TO_TREATMENT_PERIOD_STATUS"
    checked = check(row, row | {key: "EXAMPLE0000000000002", status: "30"})
    assert write_returned(checked, path) == 1
    returned = read_table(path)
    assert "problems" not in returned.columns
    assert again(path).counts == {"WL-14": 1}
    write_table(returned.with_columns(pl.lit("20").alias(status)).drop("reading_problem"), path)
    assert again(path).good["ppid"].to_list() == ["EXAMPLE0000000000002"]


HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", '=HYPERLINK("http://x","y")']


@pytest.mark.parametrize("text", HOSTILE)
def test_returned_csv_holds_nothing_that_a_spreadsheet_would_run(
    tmp_path: Path, check: Check, row: Row, text: str
) -> None:
    path = tmp_path / "returned.csv"
    hostile = row | {"Local_RTT_Status_Code": text, "REFERRAL_TO_TREATMENT_PERIOD_STATUS": text}
    write_returned(check(hostile), path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for line in csv.reader(lines) for cell in line]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert read_table(path)["Local_RTT_Status_Code"].item() == text


def test_returned_csv_makes_a_hostile_heading_harmless(tmp_path: Path) -> None:
    path = tmp_path / "returned.csv"
    write_table(pl.DataFrame({"=1+1": ["a"]}), path)
    assert path.read_text(encoding="utf-8-sig").startswith("'=1+1")


def test_returned_workbook_holds_no_formula(tmp_path: Path, check: Check, row: Row) -> None:
    path = tmp_path / "returned.xlsx"
    write_returned(check(row | {"REFERRAL_TO_TREATMENT_PERIOD_STATUS": "=1+1", "Due_Date": "{=A1}"}), path)
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert read_table(path)["REFERRAL_TO_TREATMENT_PERIOD_STATUS"].item() == "=1+1"


def test_returned_workbook_keeps_noughts_and_long_identifiers(tmp_path: Path, check: Check, row: Row) -> None:
    path = tmp_path / "returned.xlsx"
    long = {"PATIENT_PATHWAY_IDENTIFIER": "00000000000123456789", "SOURCE_OF_REFERRAL": "03", "ETHNIC_CATEGORY": "?"}
    write_returned(check(row | long), path)
    table = read_table(path)
    assert table["PATIENT_PATHWAY_IDENTIFIER"].item() == "00000000000123456789"
    assert table["SOURCE_OF_REFERRAL"].item() == "03"


def test_write_refuses_another_kind_of_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"written as \.csv or \.xlsx"):
        write_table(template("RVV"), tmp_path / "list.ods")


def test_national_has_the_national_headings_first_and_ours_only_when_filled(check: Check, row: Row) -> None:
    good = check(row).good
    headings = national(good).columns
    assert headings[: len(NATIONAL)] == [c.name for c in NATIONAL]
    assert "ALONGSIDE_BMI" in headings
    assert "ALONGSIDE_PHONE" not in headings
    assert national(good, local=False).columns == [c.name for c in NATIONAL]


DAYS = st.dates(date(2010, 1, 1), AS_OF).map(date.isoformat)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="�"), max_size=12)
NHS_NUMBERS = st.integers(9_990_000_000, 9_999_999_998).map(str).filter(is_valid_nhs_number)


GOOD_ROWS = st.fixed_dictionaries(
    {
        "PATIENT_PATHWAY_IDENTIFIER": st.text(st.sampled_from("ABCXYZabc0123456789"), min_size=20, max_size=20),
        "REFERRAL_TO_TREATMENT_PERIOD_START_DATE": DAYS,
        "DECISION_TO_ADMIT_DATE": st.none(),
        "NHS_NUMBER": st.none() | NHS_NUMBERS,
        "REFERRAL_TO_TREATMENT_PERIOD_STATUS": st.sampled_from(["10", "11", "12", "20"]),
        "Procedure_Priority_Code": st.sampled_from(["P1a", "P2", "P6", None]),
        "Last_PAS_Validation_Comments": TEXTS,
        "ALONGSIDE_FAMILY_NAME": TEXTS,
        "ALONGSIDE_BMI": st.floats(8, 150).map(str) | st.none(),
        "TCI_Date": st.none() | DAYS,
    }
)


@pytest.mark.slow
@ENDINGS
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(GOOD_ROWS, min_size=1, max_size=4))
def test_write_then_read_gives_the_same_rows(
    tmp_path: Path, check: Check, row: Row, ending: str, changes: list[Row]
) -> None:
    good = check(*(row | change for change in changes)).good
    path = tmp_path / f"list.{ending}"
    write_national(good, path)
    back = again(path).good
    assert back.drop("source_row").equals(good.drop("source_row"))
