"""Is a problem what its tables say, in columns no wider than they need be?"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.problem import Problem, evenly, in_proportion, shares
from alongside.planner.tables import Adjustments, Pin
from tests.planner.instances import minutes, nights, people, places, problem_of, random_tables

Tables = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]


def written(folder: Path, tables: Tables) -> Path:
    for name, table in zip(("patients", "sites", "sessions", "beds"), tables, strict=True):
        table.write_parquet(folder / f"{name}.parquet")
    return folder


def same(one: Problem, other: Problem) -> bool:
    """Are the options the same, and worth the same?"""
    columns = ("start", "patient", "site", "cell", "ward", "week", "km", "minutes", "nights", "later", "value")
    return all(np.array_equal(getattr(one.options, name), getattr(other.options, name)) for name in columns)


def expected_options(tables: Tables, nearest: int) -> list[tuple[int, int, int]]:
    """Patient, site and week of every place on a shortlist, one pair after the other."""
    patients, sites, sessions, _ = tables
    found = []
    for p in patients.rows(named=True):
        weeks: dict[int, list[int]] = {}
        for site, function, week, _ in sessions.rows():
            if function == p["treatment_function"]:
                weeks.setdefault(site, []).append(week)
        near = []
        for s in sites.rows(named=True):
            km = float(np.hypot(p["x_km"] - s["x_km"], p["y_km"] - s["y_km"]))
            fit = p["asa"] <= s["max_asa"] and p["bmi"] <= s["max_bmi"] and p["age"] >= s["min_age"]
            if fit and (s["has_hdu"] or not p["needs_hdu"]) and km <= p["max_km"] and s["site_id"] in weeks:
                near.append((km, s["site_id"]))
        found += [(p["patient_id"], site, week) for _, site in sorted(near)[:nearest] for week in sorted(weeks[site])]
    return found


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), nearest=st.integers(1, 4), weeks=st.integers(1, 3))
def test_shortlist_is_the_nearest_sites_that_accept_in_every_week(seed: int, nearest: int, weeks: int) -> None:
    tables = random_tables(seed, sites=5, weeks=weeks)
    problem = problem_of(*tables, nearest=nearest)
    o = problem.options
    found = list(zip(o.patient.tolist(), o.site.tolist(), o.week.tolist(), strict=True))
    assert found == expected_options(tables, nearest)
    cells, wards = problem.cells, problem.wards
    assert np.array_equal(cells.site[o.cell], o.site)
    assert np.array_equal(cells.week[o.cell], o.week)
    assert np.array_equal(cells.function[o.cell], problem.patients.function[o.patient])
    assert np.array_equal(wards.site[o.ward], o.site)
    assert np.array_equal(wards.week[o.ward], o.week)


def test_files_and_tables_make_the_same_problem(tmp_path: Path) -> None:
    tables = random_tables(1, weeks=2)
    assert same(Problem.from_folder(written(tmp_path, tables)), problem_of(*tables))


def as_text(name: str) -> Callable[[Tables], Tables]:
    def change(tables: Tables) -> Tables:
        patients, sites, sessions, beds = tables
        text = [one.with_columns(pl.format("{}", "site_id").alias("site_id")) for one in (sites, sessions, beds)]
        if name == "sites":
            return patients, *text  # type: ignore[return-value]
        return patients.with_columns(pl.format("P{}", "patient_id").alias("patient_id")), sites, sessions, beds

    return change


NARROW = {"priority": pl.Int8, "weeks_waited": pl.Int16, "theatre_minutes": pl.Int32, "bed_nights": pl.Int8}


@pytest.mark.parametrize(
    "change",
    [
        as_text("patients"),
        as_text("sites"),
        lambda tables: (
            tables[0],
            tables[1][::-1],
            tables[2].sample(fraction=1, shuffle=True, seed=3),
            tables[3][::-1],
        ),
        lambda tables: (tables[0].cast(NARROW), *tables[1:]),  # type: ignore[arg-type]
        lambda tables: (tables[0].with_columns(pl.col(*NARROW).cast(pl.Float64)), *tables[1:]),
        lambda tables: (tables[0].with_columns(pl.col("treatment_function").cast(pl.Int64)), *tables[1:]),
        lambda tables: (tables[0].with_columns(pl.col("treatment_function").cast(pl.Categorical)), *tables[1:]),
        lambda tables: (tables[0], tables[1], halved(tables[2]), tables[3]),
        lambda tables: (tables[0].with_columns(remarks=pl.lit("x")), *tables[1:]),
    ],
    ids=[
        "text ids",
        "text sites",
        "other order",
        "narrow",
        "floats",
        "numbers",
        "categories",
        "two rows",
        "more columns",
    ],
)
def test_how_tables_are_written_makes_no_difference(change: Callable[[Tables], Tables]) -> None:
    """Types, order of sites and sessions, and sessions told in several rows."""
    tables = random_tables(2, weeks=2)
    plain, other = problem_of(*tables), problem_of(*change(tables))
    assert same(plain, other)
    assert np.array_equal(plain.cells.minutes, other.cells.minutes)


def halved(sessions: pl.DataFrame) -> pl.DataFrame:
    """Each session in two rows."""
    half = pl.col("theatre_minutes") // 2
    return pl.concat([sessions.with_columns(half), sessions.with_columns(pl.col("theatre_minutes") - half)])


def test_columns_are_no_wider_than_they_need_be() -> None:
    """A list of millions has tens of millions of options: 42 bytes each."""
    problem = problem_of(*random_tables(0, weeks=2))
    o, patients = problem.options, problem.patients
    wide = {name: getattr(o, name).itemsize for name in ("patient", "site", "cell", "ward", "week", "km")}
    wide |= {name: getattr(o, name).itemsize for name in ("minutes", "nights", "later", "value")}
    assert sum(wide.values()) == 42
    assert [patients.function.itemsize, patients.minutes.itemsize, patients.nights.itemsize] == [4, 4, 4]


def test_problem_cannot_change_under_a_plan() -> None:
    problem = problem_of(*random_tables(0))
    with pytest.raises(ValueError, match="read-only"):
        problem.options.value[0] = 9.0
    with pytest.raises(ValueError, match="read-only"):
        problem.cells.minutes[0] = 9


def test_pin_to_a_week_leaves_only_that_week() -> None:
    sessions = pl.concat([minutes((0, 60), (1, 60), week=week) for week in range(3)])
    pins = Adjustments(pins=(Pin(0, 1, 2), Pin(1, 0)))
    problem = problem_of(people({}, {}, {}), places({}, {}), sessions, adjustments=pins)
    o = problem.options
    assert [tuple(row) for row in zip(o.patient, o.site, o.week, strict=True)] == [
        (0, 1, 2),
        *[(1, 0, week) for week in range(3)],
        *[(2, site, week) for site in range(2) for week in range(3)],
    ]


def test_ward_without_beds_has_none() -> None:
    problem = problem_of(people({}), places({}, {}), minutes((0, 60), (1, 60)), nights((1, 4)))
    assert problem.wards.nights.tolist() == [0, 4]
    assert problem.wards.row_of(np.array([1, 0]), np.array([0, 0])).tolist() == [1, 0]


@given(amount=st.integers(0, 1000), parts=st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_parts_add_up_to_the_whole(amount: int, parts: list[int]) -> None:
    assert sum(in_proportion(amount, parts)) == amount
    assert min(in_proportion(amount, parts)) >= 0
    assert shares(amount, len(parts)).sum() == amount


@given(size=st.integers(1, 60), count=st.integers(1, 60))
def test_evenly_names_different_places(size: int, count: int) -> None:
    count = min(size, count)
    found = evenly(size, count)
    assert len(set(found.tolist())) == count
    assert 0 <= found.min() <= found.max() < size


@pytest.mark.parametrize(("x", "y"), [(-30.0, 0.0), (30.0, 0.0), (0.0, -30.0), (0.0, 30.0), (20.0, 20.0)])
@pytest.mark.parametrize("sites", [1, 2])
def test_patients_on_every_side_of_the_only_sites_find_them(x: float, y: float, sites: int) -> None:
    near = people({"x_km": x, "y_km": y}, {}, {"x_km": x, "y_km": y, "max_km": 10.0})
    problem = problem_of(near, places(*[{}] * sites), minutes(*[(site, 60) for site in range(sites)]))
    assert np.diff(problem.options.start).tolist() == [sites, sites, 0]
