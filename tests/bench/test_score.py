"""The count of a plan from the files alone: what it is worth, and each rule that it can break."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bench.measure.score import reading_seconds, score
from tests.planner.instances import minutes, people, places


def instance(folder: Path, beds: int = 1) -> Path:
    """Two patients of an hour each, at site 0 and 12 km from site 1, of an hour each; the first stays a night."""
    tables = {
        "patients": people({"priority": 2, "weeks_waited": 54, "bed_nights": 1}, {"priority": 3, "weeks_waited": 18}),
        "sites": places({}, {"x_km": 12.0}),
        "sessions": minutes((0, 60), (1, 60)),
        "beds": pl.DataFrame({"site_id": [0, 1], "week": [0, 0], "bed_nights": [beds, beds]}),
    }
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    return folder


def plan(*rows: tuple[int, int]) -> pl.DataFrame:
    """(patient, site), all in week 0."""
    columns = {"patient_id": pl.Int64, "site_id": pl.Int64, "week": pl.Int16}
    return pl.DataFrame([(*row, 0) for row in rows], schema=columns, orient="row")


def test_score_of_a_sound_plan_is_its_worth_by_priority(tmp_path):
    found = score(instance(tmp_path), plan((0, 0), (1, 1)), 5)
    assert found.broken == ()
    assert found.worth == pytest.approx({2: 8 * 4, 3: 4 * 2 * 0.97})
    assert (found.placed, found.long_waiters) == ({2: 1, 3: 1}, 1)
    assert found.total == pytest.approx(32 + 7.76)


BROKEN: list[tuple[str, tuple[tuple[int, int], ...], dict[str, Any], str]] = [
    ("twice", ((0, 0), (0, 1)), {}, "placed twice"),
    ("theatre minutes", ((0, 0), (1, 0)), {}, "over their theatre minutes"),
    ("bed nights", ((0, 0),), {"beds": 0}, "over their bed nights"),
    ("off the shortlist", ((0, 1),), {"nearest": 1}, "not on the shortlist"),
    ("unknown patient", ((7, 0),), {}, "not on the shortlist"),
]


@pytest.mark.parametrize(("rows", "how", "words"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_score_tells_each_rule_that_is_broken(tmp_path, rows, how, words):
    found = score(instance(tmp_path, how.get("beds", 1)), plan(*rows), how.get("nearest", 5))
    assert words in "; ".join(found.broken)


@pytest.mark.parametrize("limit", [{"max_asa": 0}, {"max_bmi": 20}, {"min_age": 60}])
def test_score_does_not_take_a_site_that_refuses_the_patient(tmp_path, limit):
    instance(tmp_path)
    places({}, {"x_km": 12.0, **limit}).write_parquet(tmp_path / "sites.parquet")
    assert score(tmp_path, plan((0, 1)), 5).broken == ("1 places are not on the shortlist",)


def test_score_of_given_options_is_their_value(tmp_path):
    options = {"patient_id": [0, 1], "site_id": [0, 0], "treatment_function": "110", "week": 0, "value": [5.0, 3.0]}
    pl.DataFrame({**options, "theatre_minutes": 60, "bed_nights": 0}).write_parquet(tmp_path / "options.parquet")
    minutes((0, 60)).write_parquet(tmp_path / "sessions.parquet")
    pl.DataFrame({"site_id": [0], "week": [0], "bed_nights": [0]}).write_parquet(tmp_path / "beds.parquet")
    assert score(tmp_path, plan((0, 0)), 5).total == 5.0
    assert score(tmp_path, plan((0, 0), (1, 0)), 5).broken == ("1 rows of sessions are over their theatre minutes",)


def test_reading_seconds_are_of_the_list_itself(tmp_path):
    assert 0 < reading_seconds(instance(tmp_path)) < 60
