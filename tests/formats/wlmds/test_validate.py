"""Each rule says what is wrong in plain words, and nothing is lost on the way."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.formats.wlmds.layout import COLUMNS, OURS
from alongside.formats.wlmds.mapping import Mapping, suggest
from alongside.formats.wlmds.rules import RULES
from alongside.formats.wlmds.template import template
from alongside.formats.wlmds.validate import Checked, validate
from alongside.formats.wlmds.wrong_file import WrongFile

Row = dict[str, str | None]
Check = Callable[..., Checked]

START = "REFERRAL_TO_TREATMENT_PERIOD_START_DATE"
PPID = "PATIENT_PATHWAY_IDENTIFIER"
ISSUER = "ORGANISATION_CODE_PPI_ISSUER"
STATUS = "REFERRAL_TO_TREATMENT_PERIOD_STATUS"
TFC = "ACTIVITY_TREATMENT_FUNCTION_CODE"
OPCS = "Proposed_Procedure_OPCS_Code"
PROVIDER = "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER"
ASA = "ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE"

BLOCKING: list[tuple[str, Row, str]] = [
    ("WL-1", {PPID: None}, "Patient pathway identifier is missing; it is required"),
    ("WL-1", {START: "  "}, "RTT start date is missing"),
    ("WL-1", {TFC: "NULL"}, "Treatment function code is missing"),
    ("WL-2", {"LOCAL_PATIENT_IDENTIFIER": "A�1"}, "holds a character that cannot be read"),
    ("WL-2", {"LOCAL_PATIENT_IDENTIFIER": "A\x07"}, "holds a character that cannot be read"),
    ("WL-3", {START: "31/02/2025"}, "RTT start date 31/02/2025 is not a date; use YYYY-MM-DD"),
    ("WL-3", {START: "01/02/25"}, "RTT start date 01/02/25 is not a date"),
    ("WL-5", {START: "2026-02-01"}, "RTT start date 2026-02-01 is in the future (after 2026-01-31)"),
    ("WL-5", {START: "1900-01-01"}, "more than 20 years ago"),
    ("WL-5", {"PERSON_BIRTH_DATE": "1890-01-01"}, "more than 125 years ago"),
    ("WL-5", {"TCI_Date": "2036-02-01"}, "more than 10 years ahead"),
    ("WL-6", {"PERSON_BIRTH_DATE": "2025-06-03"}, "Date of birth 2025-06-03 is after the clock start 2025-06-02"),
    ("WL-7", {"NHS_NUMBER": "9990000019"}, "NHS number 9990000019 has a wrong check digit"),
    ("WL-7", {"NHS_NUMBER": "12345"}, "NHS number 12345 is not ten digits"),
    ("WL-7", {"NHS_NUMBER": "1111111111"}, "stands for an unknown number; leave it empty"),
    ("WL-8", {"NHS_NUMBER": None, "LOCAL_PATIENT_IDENTIFIER": None}, "neither an NHS number nor a local"),
    ("WL-9", {STATUS: "55"}, "RTT status 55 is not a national code; use one of 10, 11, 12, 20"),
    ("WL-9", {ASA: "7"}, "ASA grade 7 is not a national code"),
    ("WL-9", {"Procedure_Priority_Code": "P9"}, "Procedure priority (P code) P9 is not a clinical priority"),
    ("WL-9", {"Procedure_Priority_Code": "1"}, "is not a clinical priority"),
    ("WL-9", {"ETHNIC_CATEGORY": "Q"}, "Ethnic category Q is not a national code"),
    ("WL-9", {"Inclusion_On_Cancer_PTL": "maybe"}, "is neither yes nor no"),
    ("WL-10", {TFC: "ortho"}, "Treatment function code ortho is not a treatment function code"),
    ("WL-10", {TFC: "999"}, "is the total and not a treatment function"),
    ("WL-10", {OPCS: "hip"}, "is not an OPCS-4 code"),
    ("WL-10", {OPCS: "Z94.2"}, "cannot stand alone"),
    ("WL-10", {ISSUER: "R V"}, "Pathway identifier issuer “R V” is not an organisation code"),
    ("WL-10", {"CONSULTANT_CODE": "Dr Smith"}, "is not a consultant code"),
    ("WL-10", {"MAIN_SPECIALTY_CODE": "11"}, "is not a specialty code"),
    ("WL-10", {"ALONGSIDE_POSTCODE": "nowhere"}, "Postcode nowhere"),
    ("WL-11", {PPID: "SHORT"}, "Patient pathway identifier SHORT is not 20 letters and digits"),
    ("WL-11", {PPID: "123456789012", ISSUER: "RVV"}, "only a booking reference issued by X09 may have 12"),
    ("WL-12", {PPID: "1.23457E+19"}, "was changed by a spreadsheet"),
    ("WL-12", {PPID: "12345678901234569216"}, "was changed by a spreadsheet"),
    ("WL-13", {PROVIDER: "RWF"}, "belongs to another organisation, RWF; send only rows of RVV"),
    ("WL-14", {STATUS: "30"}, "RTT status 30 is not open; an open pathway has 10, 11, 12, 20 ["),
    ("WL-14", {STATUS: "21"}, "has moved to another provider"),
    ("WL-15", {"REFERRAL_TO_TREATMENT_PERIOD_END_DATE": "2025-12-01"}, "ended on 2025-12-01, so it is not open"),
    ("WL-16", {"DECISION_TO_ADMIT_DATE": "2025-06-01"}, "Decision to admit 2025-06-01 is before the clock start"),
    ("WL-19", {"ALONGSIDE_BMI": "heavy"}, "Body mass index heavy is not a number"),
    ("WL-19", {"ALONGSIDE_BMI": "nan"}, "is not a number"),
    ("WL-19", {"ALONGSIDE_BMI": "1e400"}, "Body mass index"),
    ("WL-19", {"ALONGSIDE_BMI": "900"}, "is not between 8 and 150"),
    ("WL-19", {"ALONGSIDE_FRAILTY": "4.5"}, "is not a whole number"),
    ("WL-20", {"Last_PAS_Validation_Comments": "x" * 1001}, "is longer than 1,000 characters"),
]


@pytest.mark.parametrize(("rule", "change", "words"), BLOCKING, ids=lambda value: str(value)[:40])
def test_validate_returns_a_row_that_breaks_a_rule(check: Check, row: Row, rule: str, change: Row, words: str) -> None:
    checked = check(row | change)
    assert checked.good.is_empty()
    assert checked.bad.height == 1
    assert words in checked.bad["problems"][0]
    assert f"[{rule}]" in checked.bad["problems"][0]
    assert checked.counts[rule] == 1


def test_validate_has_a_case_for_every_rule_that_blocks() -> None:
    in_file = {"WL-4", "WL-17"}
    assert {rule for rule, _, _ in BLOCKING} | in_file == {r.name for r in RULES.values() if r.severity == "blocks"}


def test_validate_takes_a_good_row_and_gives_it_types(check: Check, row: Row) -> None:
    checked = check(row)
    good = checked.good.row(0, named=True)
    assert checked.bad.is_empty()
    assert checked.counts == {}
    assert checked.good.columns == ["source_row", *(c.field for c in COLUMNS)]
    assert good["source_row"] == 2
    assert good["rtt_start"] == date(2025, 6, 2)
    assert good["bmi"] == 27.5
    assert good["nhs_number"] == "9990000018"
    assert good["frailty"] is None


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"NHS_NUMBER": "999 000 0018"}, "nhs_number", "9990000018"),
        ({"NHS_NUMBER": "9990000018.0"}, "nhs_number", "9990000018"),
        ({"NHS_NUMBER": None}, "nhs_number", None),
        ({TFC: " 110.0 "}, "treatment_function", "110"),
        ({TFC: "143"}, "treatment_function", "143"),
        ({"Procedure_Priority_Code": "p1A"}, "procedure_priority", "P1a"),
        ({OPCS: "w401"}, "procedure", "W40.1"),
        ({PROVIDER: "RVV00"}, "provider", "RVV"),
        ({PROVIDER: "rvv"}, "provider", "RVV"),
        ({"ALONGSIDE_POSTCODE": "tn240lz"}, "postcode", "TN24 0LZ"),
        ({"ALONGSIDE_CARER_AT_HOME": "yes"}, "has_carer_at_home", "Y"),
        ({"ALONGSIDE_FRAILTY": "4.0"}, "frailty", 4),
        ({"ALONGSIDE_FAMILY_NAME": "Null"}, "family_name", "Null"),
        ({"TCI_Date": "2026-03-01"}, "tci_date", date(2026, 3, 1)),
        ({"SOURCE_OF_REFERRAL": "3"}, "source_of_referral", "03"),
        ({START: "02/06/2025"}, "rtt_start", date(2025, 6, 2)),
        ({"Last_PAS_Validation_Comments": "=HYPERLINK(1)"}, "last_validation_comments", "=HYPERLINK(1)"),
    ],
)
def test_validate_understands_other_ways_of_writing(
    check: Check, row: Row, change: Row, field: str, value: object
) -> None:
    checked = check(row | change)
    assert checked.bad.is_empty()
    assert checked.good[field].to_list() == [value]


def test_validate_gives_all_reasons_of_a_row_in_the_order_of_the_columns(check: Check, row: Row) -> None:
    said = check(row | {"NHS_NUMBER": "1", START: "never", STATUS: "30"}).bad["problems"][0]
    assert said.split("; ")[0].startswith("NHS number 1")
    assert [said.index(rule) for rule in ("[WL-7]", "[WL-3]", "[WL-14]")] == sorted(
        said.index(rule) for rule in ("[WL-7]", "[WL-3]", "[WL-14]")
    )


@pytest.mark.parametrize(
    ("rule", "change", "words"),
    [
        ("WL-18", {"Week_Ending_Date": "2026-01-22"}, "is not a Sunday"),
        ("WL-21", {"PERSON_BIRTH_DATE": None}, "Date of birth is missing; the planner will ask for it"),
        ("WL-22", {PPID: "000123456789", ISSUER: "X09"}, "Booking reference 000123456789 was padded"),
        ("WL-25", {"Waiting_List_Type": "LOCAL"}, "LOCAL is not a code we know; it is kept"),
    ],
)
def test_validate_warns_and_keeps_the_row(check: Check, row: Row, rule: str, change: Row, words: str) -> None:
    checked = check(row | change)
    assert checked.bad.is_empty()
    warning = checked.warnings.filter(pl.col("rule") == rule).row(0, named=True)
    assert words in warning["message"]
    assert (warning["rows"], warning["first_row"]) == (1, 2)
    assert checked.counts[rule] == 1


def test_validate_ends_the_week_on_its_sunday(check: Check, row: Row) -> None:
    for given_day in ("2026-01-19", "2026-01-22", "2026-01-25"):
        assert check(row | {"Week_Ending_Date": given_day}).good["week_ending"].to_list() == [date(2026, 1, 25)]


@pytest.mark.promise("AL-2")
def test_validate_pads_a_booking_reference_on_the_left(check: Check, row: Row) -> None:
    padded = check(row | {PPID: "000123456789", ISSUER: "X09"}).good["ppid"].item()
    assert padded == "00000000000123456789"


def test_validate_keeps_a_code_that_is_not_in_an_unverified_list(check: Check, row: Row) -> None:
    assert check(row | {"Waiting_List_Type": "local"}).good["waiting_list_type"].item() == "LOCAL"


def test_validate_does_not_guess_between_day_and_month(check: Check, row: Row) -> None:
    rows = [row | {PPID: f"{n:020d}", START: text} for n, text in enumerate(["03/04/2025", "04/25/2025", "2025-04-03"])]
    checked = check(*rows)
    assert checked.good["source_row"].to_list() == [4]
    assert "may be day first or month first" in checked.bad["problems"][0]
    assert "04/25/2025 is not a date" in checked.bad["problems"][1]
    assert (checked.counts["WL-4"], checked.counts["WL-3"]) == (1, 1)


def test_validate_warns_when_a_few_dates_are_the_other_way_round(check: Check, row: Row) -> None:
    texts = ["03/04/2025", "04/25/2025", *(f"{day}/04/2025" for day in range(13, 31)), "25/05/2025", "26/05/2025"]
    checked = check(*(row | {PPID: f"{n:020d}", START: text} for n, text in enumerate(texts)))
    assert checked.good.height == len(texts) - 1
    assert checked.good["rtt_start"][0] == date(2025, 4, 3)
    assert checked.warnings["rule"].to_list() == ["WL-26"]


def test_validate_keeps_the_last_of_a_repeated_period_and_returns_the_others(check: Check, row: Row) -> None:
    rows = [row | {"TCI_Date": f"2026-02-{day:02d}"} for day in (1, 2, 3)]
    checked = check(*rows)
    assert checked.good["tci_date"].to_list() == [date(2026, 2, 3)]
    assert checked.bad["source_row"].to_list() == [2, 3]
    assert "stands again in row 4, which was kept" in checked.bad["problems"][0]
    assert checked.counts["WL-17"] == 2


def test_validate_keeps_an_earlier_row_when_the_last_of_its_period_is_bad(check: Check, row: Row) -> None:
    checked = check(row, row | {STATUS: "30"})
    assert checked.good["source_row"].to_list() == [2]
    assert checked.bad["source_row"].to_list() == [3]


def test_validate_sees_that_a_padded_reference_repeats_another(check: Check, row: Row) -> None:
    short = row | {PPID: "000123456789", ISSUER: "X09"}
    long = row | {PPID: "00000000000123456789", ISSUER: "X09"}
    assert check(short, long).counts["WL-17"] == 1


def test_validate_keeps_the_same_identifier_of_two_issuers(check: Check, row: Row) -> None:
    assert check(row, row | {ISSUER: "RVV"}).good.height == 2


def test_validate_warns_of_one_number_with_two_birth_dates(check: Check, row: Row) -> None:
    other = row | {PPID: "EXAMPLE0000000000002", "PERSON_BIRTH_DATE": "1961-01-01"}
    checked = check(row, other)
    assert checked.good.height == 2
    assert checked.counts == {"WL-23": 2}


def test_validate_warns_of_two_open_periods_of_one_pathway(check: Check, row: Row) -> None:
    checked = check(row, row | {START: "2025-07-01"})
    assert checked.good.height == 2
    assert checked.counts == {"WL-24": 2}


@pytest.mark.parametrize("gone", ["provider", "rtt_start", "ppid_issuer"])
def test_validate_refuses_a_file_without_a_required_column(gone: str) -> None:
    table = template("RVV").with_columns(source_row=pl.lit(2), reading_problem=pl.lit(None, pl.String))
    mapping = suggest(table.columns)
    without = Mapping({field: heading for field, heading in mapping.columns.items() if field != gone})
    with pytest.raises(WrongFile, match="The file has no column for"):
        validate(table, without, provider_code="RVV", as_of=date(2026, 1, 31))


def test_validate_refuses_a_file_that_cannot_name_a_patient_or_lost_a_column() -> None:
    table = template("RVV").with_columns(source_row=pl.lit(2), reading_problem=pl.lit(None, pl.String))
    columns = suggest(table.columns).columns
    nobody = Mapping({f: h for f, h in columns.items() if f not in ("nhs_number", "local_patient_identifier")})
    with pytest.raises(WrongFile, match="NHS number or the local patient identifier"):
        validate(table, nobody, provider_code="RVV", as_of=date(2026, 1, 31))
    with pytest.raises(WrongFile, match="which the mapping names"):
        validate(table.drop("NHS_NUMBER"), Mapping(columns), provider_code="RVV", as_of=date(2026, 1, 31))


def test_validate_works_with_local_headings_and_few_columns() -> None:
    table = pl.DataFrame(
        {
            "Hospital number": ["H1"],
            "PPID": ["RVV00000000000000001"],
            "Issuer": ["RVV"],
            "Trust code": ["RVV"],
            "Specialty": ["110"],
            "Clock start": ["02/06/2025"],
            "RTT status": ["20"],
            "Ward colour": ["blue"],
            "source_row": [2],
            "reading_problem": [None],
        },
        schema_overrides={"reading_problem": pl.String},
    )
    checked = validate(table, suggest(table.columns), provider_code="RVV", as_of=date(2026, 1, 31))
    assert checked.good["rtt_start"].to_list() == [date(2025, 6, 2)]


CHANGES = st.dictionaries(
    st.sampled_from([c.name for c in COLUMNS]),
    st.one_of(
        st.none(),
        st.text(max_size=30),
        st.sampled_from(
            ["RVV", "110", "20", "2025-01-02", "9990000018", "P2", "=1", "99999999999999999999", "1e9", "-0"]
        ),
    ),
    max_size=8,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=6))
def test_validate_loses_no_row_whatever_it_holds(changes: list[dict[str, str | None]]) -> None:
    """Every row is either good or returned with a reason, never both, and what came back is what was sent."""
    row = template("RVV").row(0, named=True)
    names = [c.name for c in COLUMNS]
    table = pl.DataFrame([row | change for change in changes], schema=dict.fromkeys(names, pl.String))
    table = table.with_row_index("source_row", 2).cast({"source_row": pl.Int64})
    table = table.with_columns(pl.lit(None, pl.String).alias("reading_problem"))
    checked = validate(table, suggest(names), provider_code="RVV", as_of=date(2026, 1, 31))
    rows = sorted([*checked.good["source_row"], *checked.bad["source_row"]])
    assert rows == table["source_row"].to_list()
    assert all(checked.bad["problems"].str.contains(r"\[WL-\d+\]"))
    sent = table.filter(pl.col("source_row").is_in(checked.bad["source_row"].to_list()))
    assert checked.bad.drop(OURS, strict=False).equals(sent.drop(OURS, strict=False))
    assert checked.good.select("ppid", "ppid_issuer", "rtt_start", "provider").null_count().sum_horizontal().item() == 0
