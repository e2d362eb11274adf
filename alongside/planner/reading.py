"""Are these tables fit to plan from? Reads the files of one instance and says in one sentence what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import polars as pl

from alongside.planner.tables import InputError

MOST = 2**31 - 1
MOST_WEEKS = 5_200
MOST_KM = 50_000


class Kind(Enum):
    """What a column holds."""

    ID = "whole numbers or text"
    TEXT = "text or whole numbers"
    YES_NO = "true or false"
    NUMBER = "numbers"
    WHOLE = "whole numbers"


@dataclass(frozen=True)
class Column:
    """What a column of a table must be. One that is not `needed` may be absent, and blank in some rows."""

    kind: Kind
    lowest: int = 0
    highest: int = MOST
    needed: bool = True
    must: str = ""


ID, TEXT, YES_NO = Column(Kind.ID), Column(Kind.TEXT), Column(Kind.YES_NO)
KM, LIMIT_KM = Column(Kind.NUMBER, -MOST_KM, MOST_KM), Column(Kind.NUMBER, 0, MOST_KM)
AMOUNT, WEEK, SCALE = Column(Kind.WHOLE), Column(Kind.WHOLE, 0, MOST_WEEKS), Column(Kind.NUMBER)
PRIORITY = Column(Kind.WHOLE, 1, 4, must="1, 2, 3 or 4")
WEEKDAY = Column(Kind.WHOLE, 0, 6, needed=False, must="0 (Monday) to 6 (Sunday)")

TABLES: Mapping[str, Mapping[str, Column]] = {
    "patients": {
        "patient_id": ID,
        "treatment_function": TEXT,
        "x_km": KM,
        "y_km": KM,
        "priority": PRIORITY,
        "weeks_waited": WEEK,
        "theatre_minutes": AMOUNT,
        "bed_nights": AMOUNT,
        "max_km": LIMIT_KM,
        "due_week": Column(Kind.WHOLE, -MOST_WEEKS, MOST_WEEKS, needed=False),
        "tie_break": Column(Kind.NUMBER, 0, 1, needed=False),
    },
    "sites": {"site_id": ID, "x_km": KM, "y_km": KM, "name": Column(Kind.TEXT, needed=False)},
    "sessions": {
        "site_id": ID,
        "treatment_function": TEXT,
        "week": WEEK,
        "theatre_minutes": AMOUNT,
        "weekday": WEEKDAY,
    },
    "beds": {"site_id": ID, "week": WEEK, "bed_nights": AMOUNT},
    "options": {
        "patient_id": ID,
        "site_id": ID,
        "treatment_function": TEXT,
        "week": WEEK,
        "value": Column(Kind.NUMBER),
        "theatre_minutes": AMOUNT,
        "bed_nights": AMOUNT,
        "priority": Column(Kind.WHOLE, 0, 4, needed=False),
        "weeks_waited": Column(Kind.WHOLE, 0, MOST_WEEKS, needed=False),
        "km": Column(Kind.NUMBER, 0, MOST_KM, needed=False),
    },
}
CLINICAL: Mapping[str, Mapping[str, Column]] = {
    "patients": {"asa": SCALE, "bmi": SCALE, "needs_hdu": YES_NO, "age": SCALE},
    "sites": {"max_asa": SCALE, "max_bmi": SCALE, "has_hdu": YES_NO, "min_age": SCALE},
}
BLANK: Mapping[Kind, type[pl.DataType]] = {Kind.ID: pl.String, Kind.TEXT: pl.String, Kind.YES_NO: pl.Boolean}
Tables = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]


def read_raw(folder: Path, rows: tuple[int, int] | None = None) -> Tables:
    """Patients, sites, sessions and beds of the raw form, checked, with the clinical columns.

    `rows` are the first row of the list and how many of them; all without.
    """
    tables = {name: _read(folder, name, rows if name == "patients" else None) for name in TABLES if name != "options"}
    for name, extra in CLINICAL.items():
        tables[name] = _sound(name, tables[name], extra)
    return checked(*tables.values())


def read_explicit(folder: Path) -> dict[str, pl.DataFrame]:
    """The options, sessions and beds of the explicit form, checked."""
    tables = {name: _sound(name, _read(folder, name), TABLES[name]) for name in ("options", "sessions", "beds")}
    options = tables["options"]
    if options.select("patient_id", "site_id", "week").is_duplicated().any():
        raise InputError("options has the same patient, site and week twice: keep one row of each")
    site = options.schema["site_id"]
    return tables | {name: _match(name, tables[name], site) for name in ("sessions", "beds")}


def checked(patients: pl.DataFrame, sites: pl.DataFrame, sessions: pl.DataFrame, beds: pl.DataFrame) -> Tables:
    """The same tables, sound, with ids of one type; InputError otherwise. Empty lists and no capacity are sound.

    Two sessions rows, or two beds rows, of the same place and week are two sessions: they add up.
    """
    given = {"patients": patients, "sites": sites, "sessions": sessions, "beds": beds}
    patients, sites, sessions, beds = (_sound(name, table, TABLES[name]) for name, table in given.items())
    _unique("patients", patients, "patient_id")
    _unique("sites", sites, "site_id")
    site = sites.schema["site_id"]
    sessions, beds = _match("sessions", sessions, site), _match("beds", beds, site)
    for name, table in (("sessions", sessions), ("beds", beds)):
        strange = table.join(sites.select("site_id"), on="site_id", how="anti")
        if strange.height:
            raise InputError(
                f"{name} names site {strange['site_id'][0]}, which is not among the sites: add it or take the row out"
            )
    return patients, sites, sessions, beds


def read_people(folder: Path) -> pl.DataFrame:
    """Everybody's patient_id and priority, checked."""
    table = _read(folder, "patients")
    wanted = {name: TABLES["patients"][name] for name in ("patient_id", "priority")}
    table = _sound("patients", table, wanted)
    _unique("patients", table, "patient_id")
    return table.select("patient_id", pl.col("priority").cast(pl.Int8))


def _read(folder: Path, name: str, rows: tuple[int, int] | None = None) -> pl.DataFrame:
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise InputError(f"There is no {name}.parquet in {folder}: an instance needs it")
    try:
        return pl.scan_parquet(path).slice(*rows).collect() if rows else pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as fault:
        raise InputError(f"{path} cannot be read as a parquet file: write it again") from fault


def _sound(name: str, table: pl.DataFrame, columns: Mapping[str, Column]) -> pl.DataFrame:
    """The table with each of these columns as it must be."""
    absent = [column for column, what in columns.items() if what.needed and column not in table.columns]
    if absent:
        raise InputError(f"{name} has no column {', '.join(absent)}: add it")
    there = {column: what for column, what in columns.items() if column in table.columns}
    return table.with_columns(_checked_column(name, table[column], what) for column, what in there.items())


def _checked_column(name: str, values: pl.Series, what: Column) -> pl.Series:
    said = f"{name} has a {values.name}"
    if values.dtype == pl.Null:
        values = values.cast(BLANK.get(what.kind, pl.Int64))
    if what.kind in (Kind.ID, Kind.TEXT):
        values = _names(said, values, what)
    elif what.kind is not Kind.YES_NO:
        values = _numbers(said, values, what)
    elif values.dtype != pl.Boolean:
        raise InputError(f"{said} that is neither true nor false: change its type")
    blank = values.is_null()
    if values.dtype == pl.String:
        blank |= values.str.strip_chars() == ""
    if what.needed and blank.any():
        raise InputError(f"{name} has {blank.sum()} rows with no {values.name}: fill it in or take them out")
    return values


def _names(said: str, values: pl.Series, what: Column) -> pl.Series:
    text = values.dtype == pl.String or isinstance(values.dtype, pl.Categorical | pl.Enum)
    if not (text or values.dtype.is_integer()):
        raise InputError(f"{said} that is neither whole numbers nor text: change its type")
    return values if what.kind is Kind.ID and not text else values.cast(pl.String)


def _numbers(said: str, values: pl.Series, what: Column) -> pl.Series:
    """Numbers between the lowest and the highest that can be; whole ones as Int64, unless they are whole already."""
    if not values.dtype.is_numeric():
        raise InputError(f"{said} that is not a number: change its type")
    if values.dtype.is_decimal():
        values = values.cast(pl.Float64)
    if values.dtype.is_float():
        _refuse(said, "that is not a number (NaN or infinite)", ~values.is_finite())
    least, most = values.min(), values.max()
    too_low = least is not None and least < what.lowest  # type: ignore[operator]
    too_high = most is not None and most > what.highest  # type: ignore[operator]
    if too_low or too_high:
        plain = values.cast(pl.Float64)
        wrong = plain < what.lowest if too_low else plain > what.highest
        fault = f"below {what.lowest:,}" if too_low else f"above {what.highest:,}"
        _refuse(said, f"that is not {what.must}" if what.must else fault, wrong)
    if what.kind is Kind.WHOLE and values.dtype.is_float():
        _refuse(said, "that is not a whole number", values != values.round())
        values = values.cast(pl.Int64)
    return values


def _refuse(said: str, fault: str, wrong: pl.Series) -> None:
    """InputError with the first of the rows that are wrong, if any."""
    if wrong.any():
        raise InputError(f"{said} {fault}, first in row {wrong.fill_null(value=False).arg_true()[0] + 1}: correct it")


def _unique(name: str, table: pl.DataFrame, column: str) -> None:
    if table[column].n_unique() < table.height:
        twice = table[column].filter(table[column].is_duplicated())
        raise InputError(f"{name} has {column} {twice[0]} more than once: keep one row of each")


def _match(name: str, table: pl.DataFrame, site: pl.DataType) -> pl.DataFrame:
    """Site ids of the same type in every table."""
    try:
        return table.with_columns(pl.col("site_id").cast(site))
    except pl.exceptions.PolarsError as fault:
        raise InputError(f"{name} has site ids of another type than the sites: make them the same") from fault
