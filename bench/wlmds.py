"""How long does reading and checking a weekly list take, as a ratio to polars parsing the same file?

    python bench/wlmds.py [--rows 200000] [--bad 0.01] [--repeat 3] [--profile]

Every patient is invented: numbers from the range that is never issued, identifiers counted up.
"""

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from alongside.formats.wlmds.layout import NATIONAL
from alongside.formats.wlmds.mapping import suggest
from alongside.formats.wlmds.read import read_table
from alongside.formats.wlmds.validate import Checked, validate

PROVIDER = "RVV"
AS_OF = date(2026, 1, 31)
T = TypeVar("T")


def invented_list(rows: int, *, bad: float = 0.0, seed: int = 1) -> pl.DataFrame:
    """A list in the national layout, all text; a share `bad` of rows has one broken value, of six kinds in turn."""
    chance = np.random.default_rng(seed)
    start = np.datetime64(AS_OF) - chance.integers(0, 700, rows)
    numbers = _nhs_numbers(rows)
    values: dict[str, object] = {
        "Week_Ending_Date": np.full(rows, "2026-01-25"),
        "Waiting_List_Type": chance.choice(["IRTT", "ORTT"], rows),
        "NHS_NUMBER": numbers,
        "LOCAL_PATIENT_IDENTIFIER": [f"H{number:07d}" for number in range(rows)],
        "PERSON_BIRTH_DATE": (np.datetime64("1935-01-01") + chance.integers(0, 30000, rows)).astype(str),
        "PERSON_STATED_GENDER_CODE": chance.choice(["1", "2"], rows),
        "ETHNIC_CATEGORY": chance.choice(list("ABCHJKMNZ"), rows),
        "REFERRAL_REQUEST_RECEIVED_DATE": start.astype(str),
        "Referral_Identifier": [f"R{number:09d}" for number in range(rows)],
        "PATIENT_PATHWAY_IDENTIFIER": [f"{PROVIDER}{number:017d}" for number in range(rows)],
        "ORGANISATION_CODE_PPI_ISSUER": np.full(rows, PROVIDER),
        "SOURCE_OF_REFERRAL": chance.choice(["03", "05", "92"], rows),
        "ORGANISATION_IDENTIFIER_REFERRING_ORGANISATION": [f"G82{n:03d}" for n in chance.integers(0, 200, rows)],
        "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER": np.full(rows, PROVIDER),
        "ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT": chance.choice(["RVV01", "RVV09", "RVVKC"], rows),
        "ORGANISATION_IDENTIFIER_CODE_OF_COMMISSIONER": np.full(rows, "QKS"),
        "MAIN_SPECIALTY_CODE": chance.choice(["100", "110", "130"], rows),
        "ACTIVITY_TREATMENT_FUNCTION_CODE": chance.choice(["100", "101", "110", "120", "130", "502"], rows),
        "CONSULTANT_CODE": [f"C{n:07d}" for n in chance.integers(1, 400, rows)],
        "REFERRAL_TO_TREATMENT_PERIOD_START_DATE": start.astype(str),
        "REFERRAL_TO_TREATMENT_PERIOD_STATUS": chance.choice(["10", "20"], rows),
        "DECISION_TO_ADMIT_DATE": np.minimum(start + 60, np.datetime64(AS_OF)).astype(str),
        "Date_Last_Attended": np.minimum(start + 55, np.datetime64(AS_OF)).astype(str),
        "Proposed_Procedure_OPCS_Code": chance.choice(["W37.1", "W40.1", "C71.2", "T20.2", "J18.3"], rows),
        "INTENDED_MANAGEMENT_CODE": chance.choice(["1", "2"], rows),
        "ADMISSION_METHOD_CODE": chance.choice(["11", "12"], rows),
        "PRIORITY_TYPE_CODE": chance.choice(["1", "2"], rows),
        "Procedure_Priority_Code": chance.choice(["P2", "P3", "P4"], rows),
        "ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE": chance.choice(["1", "2", "3"], rows),
        "Last_PAS_Validation_Comments": chance.choice(["letter sent", "called, no answer", ""], rows),
    }
    table = pl.DataFrame({c.name: pl.Series(values.get(c.name, [""] * rows), dtype=pl.String) for c in NATIONAL})
    return _spoilt(table, int(rows * bad), chance)


def _nhs_numbers(rows: int) -> list[str]:
    stems = np.arange(999000000, 999000000 + 2 * rows + 20)
    digits = stems[:, None] // 10 ** np.arange(8, -1, -1) % 10
    check = (11 - digits @ np.arange(10, 1, -1) % 11) % 11
    numbers = stems * 10 + check
    return [str(number) for number in numbers[check < 10][:rows]]


SPOILS = (
    ("NHS_NUMBER", "9990000000"),
    ("REFERRAL_TO_TREATMENT_PERIOD_START_DATE", "31/02/2025"),
    ("ACTIVITY_TREATMENT_FUNCTION_CODE", "ortho"),
    ("REFERRAL_TO_TREATMENT_PERIOD_STATUS", "30"),
    ("ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER", "RWF"),
    ("PATIENT_PATHWAY_IDENTIFIER", "short"),
)


def _spoilt(table: pl.DataFrame, count: int, chance: np.random.Generator) -> pl.DataFrame:
    for part, (name, value) in zip(np.array_split(chance.permutation(table.height)[:count], 6), SPOILS, strict=True):
        at = pl.Series(sorted(part.tolist()), dtype=pl.UInt32)
        table = table.with_columns(table[name].scatter(at, [value] * len(at)).alias(name))
    return table


def load(path: Path) -> Checked:
    """What an upload does before it reaches the database."""
    table = read_table(path)
    return validate(table, suggest(table.columns), provider_code=PROVIDER, as_of=AS_OF)


def best_of(repeat: int, work: Callable[[], T]) -> tuple[float, T]:
    """The shortest time in seconds of several runs, and the last answer."""
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - began)
    return min(times), answer


def main() -> None:
    """Print the times and the ratio for a CSV."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=200_000)
    asked.add_argument("--bad", type=float, default=0.01)
    asked.add_argument("--repeat", type=int, default=3)
    asked.add_argument("--profile", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        invented_list(options.rows, bad=options.bad).write_csv(path)
        parsing, _ = best_of(options.repeat, lambda: pl.read_csv(path, infer_schema=False))
        typing, _ = best_of(options.repeat, lambda: pl.read_csv(path, try_parse_dates=True, infer_schema_length=10000))
        reading, _ = best_of(options.repeat, lambda: read_table(path))
        loading, checked = best_of(options.repeat, lambda: load(path))
        print(f"file: {options.rows:,} rows, {len(NATIONAL)} columns, {path.stat().st_size / 1e6:.1f} MB")
        print(f"good {checked.good.height:,}, bad {checked.bad.height:,}, by rule {checked.counts}")
        print(f"polars parsing as text: {parsing:.3f} s; with types: {typing:.3f} s")
        print(f"read_table: {reading:.3f} s ({reading / parsing:.1f} x text, {reading / typing:.1f} x typed)")
        print(
            f"read_table + validate: {loading:.3f} s ({loading / parsing:.1f} x text, {loading / typing:.1f} x typed)"
        )
        if options.profile:
            with cProfile.Profile() as profile:
                load(path)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(35)


if __name__ == "__main__":
    main()
