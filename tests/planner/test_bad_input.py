"""Does bad input get one clear sentence or an explained non-match, from files and from tables alike?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alongside.planner.check import check
from alongside.planner.command import main
from alongside.planner.explain import explain
from alongside.planner.problem import Problem, build
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, InputError, Pin
from tests.planner.instances import minutes, nights, people, places, problem_of, random_tables

NAMES = ("patients", "sites", "sessions", "beds")
Tables = dict[str, pl.DataFrame]
Spoil = Callable[[Tables], Tables]


@dataclass
class NobodyAsked:
    """An `Eligibility` for tables that are refused before anybody is asked."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"asked for {name}")


def sound() -> Tables:
    """Four patients who fit, at two sites."""
    sessions = minutes((0, 240), (1, 240))
    return dict(
        zip(NAMES, (people(*[{}] * 4), places({}, {"x_km": 9.0}), sessions, nights((0, 3), (1, 3))), strict=True)
    )


def column(table: str, **values: Any) -> Spoil:
    """Tables of which one has these columns instead; a list has a value for each row, anything else is for all."""

    def spoil(tables: Tables) -> Tables:
        given = {name: pl.Series(one, strict=False) if isinstance(one, list) else one for name, one in values.items()}
        return tables | {table: tables[table].with_columns(**given)}

    return spoil


def rows(table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Spoil:
    """Tables of which one is changed."""
    return lambda tables: tables | {table: change(tables[table])}


def text(value: str) -> pl.Expr:
    return pl.lit(value, pl.String)


def number(value: float, kind: Any = None) -> pl.Expr:
    return pl.lit(value, kind)


NAN, INFINITE = number(float("nan")), number(float("-inf"))
REFUSED: list[tuple[str, Spoil, str]] = [
    ("duplicate patients", rows("patients", lambda t: pl.concat([t, t[1:2]])), "patients has patient_id 1 more than"),
    ("duplicate sites", rows("sites", lambda t: pl.concat([t, t])), "sites has site_id 0 more than once"),
    ("no column", rows("patients", lambda t: t.drop("max_km", "y_km")), "patients has no column y_km, max_km: add"),
    ("NaN", column("patients", y_km=[0.0, float("nan"), 0.0, 0.0]), "y_km that is not a number (NaN or infinite), fir"),
    ("row of NaN", column("patients", y_km=[0.0, float("nan"), 0.0, 0.0]), "first in row 2: correct it"),
    ("infinite", column("sites", x_km=INFINITE), "sites has a x_km that is not a number (NaN or infinite)"),
    ("NaN minutes", column("sessions", theatre_minutes=NAN), "sessions has a theatre_minutes that is not a number"),
    ("site without coordinates", column("sites", x_km=[None, 1.0]), "sites has 1 rows with no x_km: fill it in"),
    ("no coordinates at all", column("sites", x_km=pl.lit(None)), "sites has 2 rows with no x_km: fill it in"),
    ("coordinates in metres", column("sites", x_km=number(530_000.0)), "sites has a x_km above 50,000, first in row 1"),
    ("coordinates without end", column("patients", x_km=number(-1e300)), "patients has a x_km below -50,000"),
    ("negative limit", column("patients", max_km=number(-1.0)), "patients has a max_km below 0"),
    ("priority 9", column("patients", priority=[4, 9, 4, 4]), "priority that is not 1, 2, 3 or 4, first in row 2"),
    ("priority 0", column("patients", priority=number(0)), "priority that is not 1, 2, 3 or 4"),
    ("priority in words", column("patients", priority=text("P2")), "priority that is not a number: change its type"),
    ("negative minutes", column("patients", theatre_minutes=number(-5)), "theatre_minutes below 0, first in row 1"),
    ("negative capacity", column("sessions", theatre_minutes=number(-1)), "sessions has a theatre_minutes below 0"),
    ("negative beds", column("beds", bed_nights=number(-1)), "beds has a bed_nights below 0"),
    ("negative wait", column("patients", weeks_waited=number(-1)), "patients has a weeks_waited below 0"),
    ("negative week", column("sessions", week=number(-1)), "sessions has a week below 0"),
    ("int32 overflow", column("patients", theatre_minutes=number(2**31)), "theatre_minutes above 2,147,483,647"),
    ("int32 overflow of capacity", column("sessions", theatre_minutes=number(2**40)), "above 2,147,483,647"),
    ("uint64", column("patients", bed_nights=pl.lit(2**64 - 1, pl.UInt64)), "bed_nights above 2,147,483,647"),
    ("huge weeks", column("sessions", week=number(2**62)), "sessions has a week above 5,200"),
    ("huge weeks of beds", column("beds", week=number(40_000)), "beds has a week above 5,200"),
    ("text in numbers", column("patients", weeks_waited=text("ten")), "weeks_waited that is not a number: change its"),
    ("number as text", column("beds", bed_nights=text("3")), "beds has a bed_nights that is not a number"),
    (
        "part of a minute",
        column("patients", theatre_minutes=number(60.5)),
        "theatre_minutes that is not a whole number",
    ),
    ("dates for weeks", column("sessions", week=pl.lit("2026-02-02").str.to_date()), "week that is not a number"),
    ("lists for numbers", column("patients", bed_nights=pl.lit([1, 2])), "bed_nights that is not a number"),
    ("blank ids", column("patients", patient_id=["a", " ", "c", "d"]), "patients has 1 rows with no patient_id: fill"),
    ("ids not given", column("patients", patient_id=[1, None, 3, 4]), "patients has 1 rows with no patient_id: fill"),
    ("ids with decimals", column("patients", patient_id=number(1.5)), "patient_id that is neither whole numbers nor"),
    (
        "ids of bytes",
        column("patients", patient_id=pl.lit(b"\xff\xfe")),
        "patient_id that is neither whole numbers nor",
    ),
    ("bytes for text", column("sessions", treatment_function=pl.lit(b"\xff")), "treatment_function that is neither"),
    ("blank function", column("sessions", treatment_function=text(" ")), "sessions has 2 rows with no treatment_func"),
    ("function as decimal", column("patients", treatment_function=number(110.0)), "treatment_function that is neither"),
    (
        "session of an unknown site",
        column("sessions", site_id=number(99)),
        "sessions names site 99, which is not among",
    ),
    ("beds of an unknown site", column("beds", site_id=number(99)), "beds names site 99, which is not among the sites"),
    ("site ids of two types", column("sessions", site_id=text("A")), "sessions has site ids of another type than"),
    ("no site for sessions", rows("sites", lambda t: t.clear()), "sessions names site 0, which is not among the sites"),
    ("an eighth day", column("sessions", weekday=number(7)), "weekday that is not 0 (Monday) to 6 (Sunday), first in"),
    ("a day in words", column("sessions", weekday=text("Friday")), "sessions has a weekday that is not a number"),
    ("due in words", column("patients", due_week=text("soon")), "patients has a due_week that is not a number"),
    ("due NaN", column("patients", due_week=NAN), "patients has a due_week that is not a number (NaN or infinite)"),
    ("due far away", column("patients", due_week=number(2**40)), "patients has a due_week above 5,200"),
    ("tie-break of two", column("patients", tie_break=number(2.0)), "patients has a tie_break above 1"),
    ("tie-break in words", column("patients", tie_break=text("x")), "patients has a tie_break that is not a number"),
]
# What only files can have: the clinical columns of the raw form.
REFUSED_FILES: list[tuple[str, Spoil, str]] = [
    ("ASA not known", column("patients", asa=[1, None, 2, 3]), "patients has 1 rows with no asa: fill it in"),
    ("ASA NaN", column("patients", asa=NAN), "patients has a asa that is not a number"),
    ("BMI in words", column("patients", bmi=text("high")), "patients has a bmi that is not a number"),
    ("care in numbers", column("patients", needs_hdu=number(1)), "needs_hdu that is neither true nor false: change"),
    ("care not known", column("sites", has_hdu=[True, None]), "sites has 1 rows with no has_hdu: fill it in"),
    ("limit not known", column("sites", max_asa=pl.lit(None, pl.Int8)), "sites has 2 rows with no max_asa: fill it in"),
]


def cases(table: list[tuple[str, Any, Any]]) -> list[Any]:
    return [pytest.param(*rest, id=name) for name, *rest in table]


def written(folder: Path, tables: Tables) -> Path:
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    return folder


def refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of a folder that it refuses: one line."""
    assert main(["solve", str(folder), "--out", str(folder / "plan.parquet")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert not (folder / "plan.parquet").exists()
    return said


@pytest.mark.parametrize(("spoil", "sentence"), cases(REFUSED + REFUSED_FILES))
def test_bad_files_are_refused_in_one_sentence(
    spoil: Spoil, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence in refused(written(tmp_path, spoil(sound())), capsys)


@pytest.mark.parametrize(("spoil", "sentence"), cases(REFUSED))
def test_bad_tables_are_refused_in_one_sentence(spoil: Spoil, sentence: str) -> None:
    with pytest.raises(InputError) as wrong:
        build(*spoil(sound()).values(), eligibility=NobodyAsked())  # type: ignore[arg-type]
    assert sentence in str(wrong.value)
    assert "\n" not in str(wrong.value)


def option(**given: Any) -> dict[str, Any]:
    usual = {"patient_id": 1, "site_id": 0, "treatment_function": "110", "week": 0, "value": 1.0}
    return {**usual, "theatre_minutes": 60, "bed_nights": 0, **given}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([option(), option()], "options has the same patient, site and week twice: keep one row of each"),
        ([option(value=float("nan"))], "options has a value that is not a number (NaN or infinite), first in row 1"),
        ([option(value=-1.0)], "options has a value below 0, first in row 1"),
        ([option(theatre_minutes=2**31)], "options has a theatre_minutes above 2,147,483,647"),
        ([option(patient_id="")], "options has 1 rows with no patient_id"),
        ([option(priority=9)], "options has a priority above 4"),
        ([option(km=float("inf"))], "options has a km that is not a number"),
    ],
)
def test_bad_options_are_refused_in_one_sentence(
    options: list[dict[str, Any]], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = {"options": pl.DataFrame(options), "sessions": minutes((0, 60)), "beds": nights((0, 1))}
    assert sentence in refused(written(tmp_path, tables), capsys)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_truncated_files_are_named(share: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, sound()) / "patients.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert "patients.parquet cannot be read as a parquet file: write it again" in refused(tmp_path, capsys)


def test_text_that_is_not_utf8_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = column("patients", patient_id=["Zoe1", "Zoe2", "Zoe3", "Zoe4"])(sound())
    written(tmp_path, tables)
    tables["patients"].write_parquet(tmp_path / "patients.parquet", compression="uncompressed")
    file = tmp_path / "patients.parquet"
    file.write_bytes(file.read_bytes().replace(b"Zoe3", b"Zo\xff3"))
    assert "patients.parquet cannot be read as a parquet file: write it again" in refused(tmp_path, capsys)


BUT_ONE = ["placed"] * 3
ENDLESS = column("sessions", theatre_minutes=number(10_000_000))
EXPLAINED: list[tuple[str, Spoil, list[str]]] = [
    ("no site", lambda t: {name: t[name] if name == "patients" else t[name].clear() for name in t}, ["no_service"] * 4),
    ("no capacity", rows("sessions", lambda t: t.clear()), ["no_service"] * 4),
    ("capacity 0", column("sessions", theatre_minutes=number(0)), ["too_long"] * 4),
    ("unknown function", column("patients", treatment_function=["x", "110", "110", "110"]), ["no_service", *BUT_ONE]),
    ("function without a name", column("patients", treatment_function=number(7)), ["no_service"] * 4),
    ("longer than any session", column("patients", theatre_minutes=[2**31 - 1, 60, 60, 60]), ["too_long", *BUT_ONE]),
    ("400 nights", column("patients", bed_nights=[400, 0, 0, 0]), ["too_long", *BUT_ONE]),
    ("nights without end", column("patients", bed_nights=[2**31 - 1, 0, 0, 0]), ["too_long", *BUT_ONE]),
    ("no beds", rows("beds", lambda t: t.clear()), ["placed"] * 4),
    ("empty list", rows("patients", lambda t: t.clear()), []),
    ("one patient", rows("patients", lambda t: t[:1]), ["placed"]),
    ("far from everything", column("patients", x_km=number(50_000)), ["too_far"] * 4),
    ("no way to travel", column("patients", x_km=number(1.0), max_km=number(0.0)), ["too_far"] * 4),
    ("10-million-minute session", ENDLESS, ["placed"] * 4),
    ("10-million-minute session of longest operations",
     lambda t: column("patients", theatre_minutes=number(2_400_000))(ENDLESS(t)),
     ["placed"] * 4),
    ("most minutes of many sessions", column("sessions", theatre_minutes=number(2**31 - 1)), ["placed"] * 4),
    ("most beds", column("beds", bed_nights=number(2**31 - 1)), ["placed"] * 4),
    ("two identical sessions rows add up",
     lambda t: column("patients", theatre_minutes=number(240))(rows("sessions", lambda s: pl.concat([s, s]))(t)),
     ["placed"] * 4),
    ("two sites in one place", column("sites", x_km=number(0.0)), ["placed"] * 4),
    ("text ids that look odd", column("patients", patient_id=["'; --", "<b>", "\u202e", "x" * 10_000]), ["placed"] * 4),
    ("floats that are whole", column("patients", theatre_minutes=number(60.0)), ["placed"] * 4),
    ("decimals", column("patients", theatre_minutes=pl.lit("60").cast(pl.Decimal(10, 2))), ["placed"] * 4),
    ("waited longest", column("patients", weeks_waited=number(5_200)), ["placed"] * 4),
    ("overdue by a century", column("patients", priority=number(2), due_week=number(-5_200)), ["placed"] * 4),
    ("names not given", column("sites", name=pl.lit(None)), ["placed"] * 4),
]  # fmt: skip


def told(problem: Problem, policy: str) -> list[str]:
    """The code of every patient of a plan that keeps every rule, once all have been told why in words."""
    plan = solve(problem, policy)
    assert check(problem, plan) == []
    frame = explain(problem, plan).frame
    assert frame["patient_id"].to_list() == problem.patients.ids.to_list()
    assert (frame["words"].str.len_chars() > 0).all()
    assert frame["words"].null_count() == frame["change"].null_count() == 0
    assert (frame.filter(pl.col("code") != "placed")["change"] != "").all()
    return frame["code"].to_list()


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(("spoil", "codes"), cases(EXPLAINED))
def test_odd_tables_are_planned_and_everybody_is_told_why(spoil: Spoil, codes: list[str], policy: str) -> None:
    tables = spoil(sound())
    assert told(problem_of(*tables.values()), policy) == codes


@pytest.mark.parametrize(("spoil", "codes"), cases(EXPLAINED))
def test_odd_files_are_planned(spoil: Spoil, codes: list[str], tmp_path: Path) -> None:
    written(tmp_path, spoil(sound()))
    assert main(["solve", str(tmp_path), "--out", str(tmp_path / "plan.parquet")]) == 0
    assert pl.read_parquet(tmp_path / "plan.parquet").height == codes.count("placed")


def test_options_that_name_no_session_leave_nobody_out_of_the_explanation(tmp_path: Path) -> None:
    options = [option(), option(patient_id=2, week=7), option(patient_id=3, treatment_function="x")]
    tables = {"options": pl.DataFrame(options), "sessions": minutes((0, 60)), "beds": nights()}
    problem = Problem.from_folder(written(tmp_path, tables))
    assert told(problem, "weighted") == ["placed", "no_service", "no_service"]


def test_no_options_at_all_are_a_plan_with_nobody_in_it(tmp_path: Path) -> None:
    tables = {"options": pl.DataFrame([option()]).clear(), "sessions": minutes((0, 60)), "beds": nights()}
    assert told(Problem.from_folder(written(tmp_path, tables)), "weighted") == []


def test_changes_by_hand_that_name_another_kind_of_id_are_refused() -> None:
    for adjustments in (
        Adjustments(excluded_patients=frozenset({"ann"})),
        Adjustments(pins=(Pin("ann", 0),)),
        Adjustments(excluded_patients=frozenset({2**70})),
    ):
        with pytest.raises(InputError, match="named by another kind of id than the list's"):
            problem_of(*sound().values(), adjustments=adjustments)


def test_changes_by_hand_that_name_nobody_change_nothing() -> None:
    out = Adjustments(
        pins=(Pin(77, 0),),
        excluded_patients=frozenset({99}),
        excluded_sites=frozenset({"X"}),
        excluded_cells=frozenset({(8, "9", 1)}),
    )
    assert told(problem_of(*sound().values(), adjustments=out), "tiers") == ["placed"] * 4


@pytest.mark.slow
def test_everybody_of_a_large_odd_list_is_told_why() -> None:
    """Impossible, unknown and ordinary patients together."""
    patients, sites, sessions, beds = random_tables(5, count=300, sites=4, weeks=3)
    odd = pl.col("patient_id") % 10
    patients = patients.with_columns(
        theatre_minutes=pl.when(odd == 1).then(2**31 - 1).otherwise("theatre_minutes"),
        bed_nights=pl.when(odd == 2).then(400).otherwise("bed_nights"),
        treatment_function=pl.when(odd == 3).then(pl.lit("999")).otherwise("treatment_function"),
        x_km=pl.when(odd == 4).then(40_000.0).otherwise("x_km"),
        due_week=pl.when(odd == 5).then(-50).otherwise(None),
    )
    sessions = sessions.with_columns(weekday=pl.Series(range(sessions.height)) % 7)
    found = told(problem_of(patients, sites, sessions, beds), "tiers")
    assert {"placed", "full", "too_long", "no_service", "too_far"} <= set(found)
