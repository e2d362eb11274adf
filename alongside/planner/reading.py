"""Are these tables fit to plan from? Reads the files of one instance and says in one sentence what is wrong."""

from pathlib import Path

import polars as pl

from alongside.planner.tables import InputError

NEEDED = {
    "patients": (
        "patient_id",
        "treatment_function",
        "x_km",
        "y_km",
        "priority",
        "weeks_waited",
        "theatre_minutes",
        "bed_nights",
        "max_km",
    ),
    "sites": ("site_id", "x_km", "y_km"),
    "sessions": ("site_id", "treatment_function", "week", "theatre_minutes"),
    "beds": ("site_id", "week", "bed_nights"),
    "options": ("patient_id", "site_id", "treatment_function", "week", "value", "theatre_minutes", "bed_nights"),
}
RAW_CLINICAL = {"patients": ("asa", "bmi", "needs_hdu", "age"), "sites": ("max_asa", "max_bmi", "has_hdu", "min_age")}
WHOLE = ("priority", "weeks_waited", "theatre_minutes", "bed_nights", "week")
MOST = 2**31 - 1
MOST_WEEKS = 5_200


def read_raw(folder: Path) -> dict[str, pl.DataFrame]:
    """The four tables of the raw form, with the clinical columns."""
    tables = {name: _read(folder, name) for name in ("patients", "sites", "sessions", "beds")}
    for name, extra in RAW_CLINICAL.items():
        _columns(name, tables[name], (*NEEDED[name], *extra))
    return tables


def read_explicit(folder: Path) -> dict[str, pl.DataFrame]:
    """The options, sessions and beds of the explicit form, checked."""
    tables = {name: _read(folder, name) for name in ("options", "sessions", "beds")}
    for name, table in tables.items():
        tables[name] = _sound(name, table)
    options = tables["options"]
    if options.select("patient_id", "site_id", "week").is_duplicated().any():
        raise InputError("options has the same patient, site and week twice: keep one row of each")
    site = options.schema["site_id"]
    tables["sessions"] = _match("sessions", tables["sessions"], site)
    tables["beds"] = _match("beds", tables["beds"], site)
    return tables


def checked(
    patients: pl.DataFrame, sites: pl.DataFrame, sessions: pl.DataFrame, beds: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The same tables, sound, with ids of one type; InputError otherwise. Empty lists and no capacity are sound."""
    patients, sites = _sound("patients", patients), _sound("sites", sites)
    sessions, beds = _sound("sessions", sessions), _sound("beds", beds)
    _unique("patients", patients, "patient_id")
    _unique("sites", sites, "site_id")
    odd = patients.filter(~pl.col("priority").is_in([1, 2, 3, 4]))
    if odd.height:
        raise InputError(
            f"patients has {odd.height} rows with a priority that is not 1, 2, 3 or 4, the first is patient "
            f"{odd['patient_id'][0]}: correct it"
        )
    site = sites.schema["site_id"]
    sessions, beds = _match("sessions", sessions, site), _match("beds", beds, site)
    for name, table in (("sessions", sessions), ("beds", beds)):
        strange = table.join(sites.select("site_id"), on="site_id", how="anti")
        if strange.height:
            raise InputError(
                f"{name} names site {strange['site_id'][0]}, which is not among the sites: add it or take the row out"
            )
    return patients, sites, sessions, beds


def _read(folder: Path, name: str) -> pl.DataFrame:
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise InputError(f"There is no {name}.parquet in {folder}: an instance needs it")
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise InputError(f"{path} cannot be read as a parquet file: write it again") from fault


def _columns(name: str, table: pl.DataFrame, needed: tuple[str, ...]) -> None:
    absent = [column for column in needed if column not in table.columns]
    if absent:
        raise InputError(f"{name} has no column {', '.join(absent)}: add it")


def _sound(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """Columns are there, nothing is blank, counts are whole and not negative, ids are numbers or text."""
    _columns(name, table, NEEDED[name])
    for column in NEEDED[name]:
        if column.endswith("_id"):
            if not (table.schema[column].is_integer() or table.schema[column] == pl.String):
                raise InputError(f"{name} has a {column} that is neither whole numbers nor text: change its type")
        elif column == "treatment_function":
            table = table.with_columns(pl.col(column).cast(pl.String))
        else:
            table = _number(name, table, column)
        if table[column].null_count():
            raise InputError(
                f"{name} has {table[column].null_count()} rows with no {column}: fill it in or take them out"
            )
    return table


def _number(name: str, table: pl.DataFrame, column: str) -> pl.DataFrame:
    if not table.schema[column].is_numeric():
        raise InputError(f"{name} has a {column} that is not a number: change its type")
    values = table[column].drop_nulls()
    if table.schema[column].is_float() and not values.is_finite().all():
        raise InputError(f"{name} has a {column} that is not a number (NaN or infinite): correct it")
    if column not in WHOLE:
        return table
    lowest, highest = values.min(), values.max()
    most = MOST_WEEKS if column in ("week", "weeks_waited") else MOST
    if lowest is not None and lowest < 0:  # type: ignore[operator]
        raise InputError(f"{name} has a {column} below 0: correct it")
    if highest is not None and highest > most:  # type: ignore[operator]
        raise InputError(f"{name} has a {column} above {most:,}: correct it")
    if table.schema[column].is_float():
        if (values != values.round()).any():
            raise InputError(f"{name} has a {column} that is not a whole number: round it")
        return table.with_columns(pl.col(column).cast(pl.Int64))
    return table


def _unique(name: str, table: pl.DataFrame, column: str) -> None:
    twice = table.filter(pl.col(column).is_duplicated())
    if twice.height:
        raise InputError(f"{name} has {column} {twice[column][0]} more than once: keep one row of each")


def _match(name: str, table: pl.DataFrame, site: pl.DataType) -> pl.DataFrame:
    """Site ids of the same type in every table."""
    try:
        return table.with_columns(pl.col("site_id").cast(site))
    except pl.exceptions.PolarsError as fault:
        raise InputError(f"{name} has site ids of another type than the sites: make them the same") from fault
