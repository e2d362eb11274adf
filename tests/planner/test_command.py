"""Does `alongside plan solve` write a plan, and say in one sentence what is wrong when it cannot?"""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from alongside.planner.command import main
from tests.planner.instances import minutes, nights, random_tables

Tables = dict[str, pl.DataFrame]


@pytest.fixture
def tables() -> Tables:
    """A small sound instance."""
    return dict(zip(("patients", "sites", "sessions", "beds"), random_tables(0), strict=True))


@pytest.fixture
def solve_it(tmp_path: Path) -> Callable[..., int]:
    """Write the tables and run the command on them."""

    def run(tables: Tables, *more: str) -> int:
        for name, table in tables.items():
            table.write_parquet(tmp_path / f"{name}.parquet")
        return main(["solve", str(tmp_path), "--out", str(tmp_path / "plan.parquet"), *more])

    return run


def test_raw_form_writes_patient_site_and_week(
    solve_it: Callable[..., int], tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert solve_it(tables, "--json", "--policy", "weighted") == 0
    plan = pl.read_parquet(tmp_path / "plan.parquet")
    summary = json.loads(capsys.readouterr().out)
    assert plan.columns == ["patient_id", "site_id", "week"]
    assert plan.height == summary["placed"] > 0
    assert summary["objective"] <= summary["bound"]


def test_explicit_form_uses_the_minutes_of_each_option(solve_it: Callable[..., int], tmp_path: Path) -> None:
    """The generalised assignment problem: the same patient may take more minutes at one site than at another."""
    options = pl.DataFrame(
        {
            "patient_id": ["a", "a", "b", "b"],
            "site_id": [0, 1, 0, 1],
            "treatment_function": ["100"] * 4,
            "week": [0] * 4,
            "value": [5.0, 4.0, 5.0, 1.0],
            "theatre_minutes": [60, 30, 60, 90],
            "bed_nights": [0] * 4,
        }
    )
    given = {"options": options, "sessions": minutes((0, 60), (1, 60), function="100"), "beds": nights()}
    assert solve_it(given, "--policy", "weighted") == 0
    assert pl.read_parquet(tmp_path / "plan.parquet").sort("patient_id").rows() == [("a", 1, 0), ("b", 0, 0)]


def test_text_ids_are_kept(solve_it: Callable[..., int], tables: Tables, tmp_path: Path) -> None:
    named = tables | {"patients": tables["patients"].with_columns(pl.format("P{}", "patient_id").alias("patient_id"))}
    assert solve_it(named) == 0
    assert pl.read_parquet(tmp_path / "plan.parquet")["patient_id"].str.starts_with("P").all()


def test_empty_list_gives_an_empty_plan(solve_it: Callable[..., int], tables: Tables, tmp_path: Path) -> None:
    assert solve_it(tables | {"patients": tables["patients"].clear(), "sessions": tables["sessions"].clear()}) == 0
    assert pl.read_parquet(tmp_path / "plan.parquet").height == 0


def spoilt(table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Tables], Tables]:
    """Tables with one of them changed."""
    return lambda tables: tables | {table: change(tables[table])}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            spoilt("patients", lambda t: pl.concat([t, t[:1]])),
            "patients has patient_id 0 more than once: keep one row of each",
        ),
        (spoilt("sites", lambda t: pl.concat([t, t[:1]])), "sites has site_id 0 more than once"),
        (spoilt("patients", lambda t: t.drop("asa")), "patients has no column asa: add it"),
        (
            spoilt("patients", lambda t: t.with_columns(x_km=pl.lit(float("nan")))),
            "patients has a x_km that is not a number",
        ),
        (spoilt("patients", lambda t: t.with_columns(priority=pl.lit(9))), "priority that is not 1, 2, 3 or 4"),
        (spoilt("patients", lambda t: t.with_columns(theatre_minutes=pl.lit(-5))), "theatre_minutes below 0"),
        (spoilt("patients", lambda t: t.with_columns(bed_nights=pl.lit(None, pl.Int64))), "rows with no bed_nights"),
        (
            spoilt("patients", lambda t: t.with_columns(x_km=pl.lit("here"))),
            "x_km that is not a number: change its type",
        ),
        (
            spoilt("sessions", lambda t: t.with_columns(site_id=pl.lit(99))),
            "sessions names site 99, which is not among",
        ),
        (spoilt("sessions", lambda t: t.with_columns(week=pl.lit(2**40))), "week above 5,200"),
        (spoilt("sites", lambda t: t.clear()), "which is not among the sites"),
    ],
)
def test_bad_tables_are_refused_in_one_sentence(
    solve_it: Callable[..., int],
    tables: Tables,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Tables], Tables],
    sentence: str,
) -> None:
    assert solve_it(spoil(tables)) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["solve", "/no/such/folder", "--out", "x"], "There is no folder /no/such/folder"),
        (["solve", "."], "The following arguments are required: --out"),
        (["solve", ".", "--out", "x", "--policy", "fair"], "invalid choice: 'fair'"),
        (["solve", ".", "--out", "x", "--nearest", "0"], "--nearest must be 1 or more"),
        (["solve", ".", "--out", "x", "--seed", "-1"], "--seed must be 0 or more"),
    ],
)
def test_bad_arguments_are_refused_in_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert sentence in capsys.readouterr().err


def test_files_that_are_missing_or_not_parquet_are_named(
    solve_it: Callable[..., int], tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", str(tmp_path), "--out", "x"]) == 2
    assert "There is no patients.parquet" in capsys.readouterr().err
    solve_it(tables)
    (tmp_path / "beds.parquet").write_text("not parquet")
    assert main(["solve", str(tmp_path), "--out", "x"]) == 2
    assert "cannot be read as a parquet file" in capsys.readouterr().err
