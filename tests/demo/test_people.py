"""Is the synthesised list the published one, cell by cell, and is every person on it sound?"""

from datetime import date

import polars as pl
import pytest

from alongside.demo.people import synthesise
from alongside.demo.procedures import procedure_groups
from alongside.demo.published import AS_OF, UNKNOWN_START, cells
from alongside.domain.clinical_fields import FIELDS
from alongside.domain.waits import band

pytestmark = pytest.mark.slow
CELL = ["provider", "treatment_function", "band"]


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return synthesise()


def counted(people: pl.DataFrame) -> pl.DataFrame:
    """Pathways by cell, the band worked out again from the clock start by the rule of the domain."""
    bands = {d: band((AS_OF - d).days) for d in people["clock_start"].drop_nulls().unique()}
    again = people.with_columns(
        pl.col("clock_start").replace_strict(bands, default=UNKNOWN_START, return_dtype=pl.Int64).alias("band")
    )
    return again.group_by(CELL).agg(pl.len().cast(pl.Int64).alias("n"))


def cells_that_differ(people: pl.DataFrame, part: str) -> pl.DataFrame:
    both = cells(part).join(counted(people), on=CELL, how="full", coalesce=True, suffix="_made").fill_null(0)
    return both.filter(pl.col("n") != pl.col("n_made"))


@pytest.mark.parametrize(("part", "total"), [("2", 208_653), ("2A", 39_568)])
def test_every_cell_has_the_published_count(people: pl.DataFrame, part: str, total: int) -> None:
    """Part 2 is the whole list, part 2A those with a decision to admit: no cell differs."""
    part_of_list = people if part == "2" else people.filter("decision_to_admit")
    assert len(part_of_list) == total
    assert cells_that_differ(part_of_list, part).is_empty()


def test_cells_that_differ_sees_one_moved_pathway(people: pl.DataFrame) -> None:
    """The comparison can fail: one clock start moved by eight weeks spoils two cells."""
    moved = people.with_row_index().with_columns(
        pl.when(pl.col("index") == 0).then(pl.col("clock_start") - pl.duration(weeks=8)).otherwise("clock_start")
        .alias("clock_start")
    )  # fmt: skip
    assert len(cells_that_differ(moved, "2")) == 2


def test_same_seed_gives_the_same_list(people: pl.DataFrame) -> None:
    assert people.equals(synthesise())


def test_another_seed_gives_other_people_in_the_same_cells(people: pl.DataFrame) -> None:
    other = synthesise(7)
    assert not people.equals(other)
    assert cells_that_differ(other, "2").is_empty()


def test_pathway_identifiers_are_twenty_characters_and_unique(people: pl.DataFrame) -> None:
    assert people["pathway_id"].str.contains("^[A-Z0-9]{20}$").all()
    assert people.select("pathway_id", "pathway_issuer").is_unique().all()


def has_valid_check_digit(number: str) -> bool:
    remainder = 11 - sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True)) % 11
    return remainder != 10 and int(number[9]) == remainder % 11


def test_nhs_numbers_are_test_numbers_with_valid_check_digits(people: pl.DataFrame) -> None:
    numbers = people["nhs_number"].unique()
    assert numbers.str.contains(r"^999\d{7}$").all()
    assert all(has_valid_check_digit(number) for number in numbers)


def test_check_digit_of_a_changed_number_is_refused(people: pl.DataFrame) -> None:
    number = people["nhs_number"][0]
    assert not has_valid_check_digit(number[:9] + str((int(number[9]) + 1) % 10))


def test_one_number_is_one_person_and_some_people_wait_twice(people: pl.DataFrame) -> None:
    same = ["local_patient_id", "family_name", "given_name", "sex", "birth_date", "ethnic_category", "postcode", "x_km"]
    of_person = people.group_by("nhs_number").agg(pl.col(same).n_unique(), pl.len().alias("pathways"))
    assert of_person.select(pl.max_horizontal(pl.col(same).max())).item() == 1
    assert people["local_patient_id"].n_unique() == len(of_person)
    assert 0.03 < (of_person["pathways"] == 2).mean() < 0.08
    assert of_person["pathways"].max() == 2


def test_ages_agree_with_birth_dates_and_providers(people: pl.DataFrame) -> None:
    birthday_to_come = pl.col("birth_date").dt.ordinal_day() > AS_OF.timetuple().tm_yday
    age = AS_OF.year - pl.col("birth_date").dt.year() - birthday_to_come.cast(pl.Int32)
    assert people.filter((age != pl.col("age_years")) & (pl.col("birth_date").dt.month() != 1)).is_empty()
    adults_only = people.filter(~pl.col("provider").str.starts_with("R") & (pl.col("treatment_function") != "X04"))
    assert adults_only["age_years"].min() >= 18


def test_dates_are_in_order(people: pl.DataFrame) -> None:
    assert people["clock_start"].max() <= AS_OF
    decided = people.filter("decision_to_admit")
    assert decided.filter(pl.col("decision_to_admit_date").is_null()).is_empty()
    assert decided.filter(~pl.col("decision_to_admit_date").is_between("clock_start", date(2026, 1, 31))).is_empty()


def test_every_decision_to_admit_has_an_operation_of_its_function(people: pl.DataFrame) -> None:
    groups = procedure_groups().select("procedure_group", pl.col("treatment_function").alias("function"))
    listed = people.filter("decision_to_admit").join(groups, on="procedure_group", how="left")
    assert listed.filter(pl.col("function") != pl.col("treatment_function")).is_empty()
    for column in ("opcs", "priority", "theatre_minutes", "bed_nights", "expected_critical_care_level"):
        assert listed[column].null_count() == 0
    assert people.filter(~pl.col("decision_to_admit"))["procedure_group"].null_count() == 208_653 - 39_568


def test_clinical_facts_can_be_believed_and_some_are_missing(people: pl.DataFrame) -> None:
    """Facts carry the names that the eligibility rules ask for; missing shares are those of the documentation."""
    listed = people.filter("decision_to_admit")
    for name in set(FIELDS) & set(listed.columns):
        values = listed[name].drop_nulls()
        assert all(FIELDS[name].read(value) is not None for value in values.unique().to_list()), name
    assert 0.05 < listed["asa"].is_null().mean() < 0.07
    assert listed.filter(pl.col("age_years") < 65)["frailty"].null_count() == (listed["age_years"] < 65).sum()
    assert listed.filter(~pl.col("has_diabetes"))["hba1c"].drop_nulls().is_empty()


def test_everybody_would_travel_to_their_own_hospital(people: pl.DataFrame) -> None:
    from alongside.demo.places import sites

    at = people.join(sites().select("site_code", sx="x_km", sy="y_km"), on="site_code")
    assert len(at) == len(people)
    km = ((at["x_km"] - at["sx"]) ** 2 + (at["y_km"] - at["sy"]) ** 2).sqrt()
    assert (km <= at["max_km"] + 0.02).all()
