"""Local headings are understood, and doubtful ones are asked about."""

import pytest

from alongside.formats.wlmds.layout import COLUMNS
from alongside.formats.wlmds.mapping import BadMapping, Mapping, plain, suggest


def test_suggest_knows_every_national_heading() -> None:
    mapping = suggest([c.name for c in COLUMNS])
    assert mapping.columns == {c.field: c.name for c in COLUMNS}
    assert not mapping.missing
    assert not mapping.unmapped
    assert not mapping.ambiguous
    assert set(mapping.confidence.values()) == {1.0}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NHS No", "nhs_number"),
        ("nhs_number", "nhs_number"),
        ("NhsNumber", "nhs_number"),
        ("  NHS   NUMBER ", "nhs_number"),
        ("RTT Start", "rtt_start"),
        ("Clock start date", "rtt_start"),
        ("Specialty code", "treatment_function"),
        ("TFC", "treatment_function"),
        ("DOB", "birth_date"),
        ("D.O.B.", "birth_date"),
        ("ORGANISATION IDENTIFIER (CODE OF PROVIDER)", "provider"),
        ("DTA", "decision_to_admit"),
        ("P code", "procedure_priority"),
        ("TCI", "tci_date"),
        ("Hospital number", "local_patient_identifier"),
        ("ALONGSIDE_BMI", "bmi"),
    ],
)
def test_suggest_understands_a_local_heading(heading: str, field: str) -> None:
    mapping = suggest([heading])
    assert mapping.columns == {field: heading}
    assert mapping.confidence[field] >= 0.9


def test_suggest_reports_headings_that_mean_nothing() -> None:
    assert suggest(["Ward colour", ""]).unmapped == ("Ward colour", "")


def test_suggest_asks_when_two_headings_are_equally_good() -> None:
    mapping = suggest(["DOB", "D O B"])
    assert mapping.columns == {}
    assert mapping.ambiguous == {"DOB": ("birth_date",), "D O B": ("birth_date",)}


def test_suggest_prefers_the_national_name_to_a_synonym_and_asks_about_the_other() -> None:
    mapping = suggest(["NHS No", "NHS_NUMBER"])
    assert mapping.columns == {"nhs_number": "NHS_NUMBER"}
    assert mapping.ambiguous == {"NHS No": ("nhs_number",)}


def test_suggest_asks_about_a_misspelt_heading_instead_of_guessing() -> None:
    mapping = suggest(["RTT Status Cod"])
    assert mapping.columns == {}
    assert "rtt_status" in mapping.ambiguous["RTT Status Cod"]


def test_suggest_passes_over_the_columns_of_a_returned_file() -> None:
    assert suggest(["source_row", "problems", "DOB"]) == suggest(["DOB"])


def test_missing_lists_the_required_columns() -> None:
    assert [c.field for c in suggest(["PPID", "RTT start", "Issuer"]).missing] == [
        "provider",
        "treatment_function",
        "rtt_status",
    ]


def test_choose_settles_an_ambiguous_heading() -> None:
    mapping = suggest(["DOB", "D O B", "Colour"]).choose("birth_date", "D O B")
    assert mapping.columns == {"birth_date": "D O B"}
    assert mapping.confidence == {"birth_date": 1.0}
    assert mapping.ambiguous == {"DOB": ("birth_date",)}
    assert mapping.unmapped == ("Colour",)


def test_choose_frees_the_heading_that_was_there_before() -> None:
    mapping = suggest(["NHS No", "Number"]).choose("nhs_number", "Number")
    assert mapping.columns == {"nhs_number": "Number"}
    assert mapping.unmapped == ("NHS No",)


def test_mapping_survives_json() -> None:
    mapping = suggest(["NHS No", "RTT Status Cod", "Ärzte", "DOB"])
    assert Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"columns": 3}', "null", '{"columns": {}, "confidence": []}'])
def test_mapping_refuses_json_that_is_none(text: str) -> None:
    with pytest.raises(BadMapping, match="choose the columns again"):
        Mapping.from_json(text)


def test_mapping_refuses_an_unknown_field_and_a_column_used_twice() -> None:
    with pytest.raises(BadMapping, match="no field called 'colour'"):
        Mapping({"colour": "Colour"})
    with pytest.raises(BadMapping, match="used for two fields"):
        Mapping({"rtt_start": "Date", "birth_date": "Date"})


def test_plain_keeps_letters_of_any_language() -> None:
    assert plain("Größe_№1") == "größe 1"
