"""How long does it take to read a month's published extract, beside parsing the same csv and doing nothing with it?

    python bench/published.py PATH/TO/FULL-CSV-DATA-FILE.zip

Prints the ratio to `polars.read_csv` of the same bytes in the same run, best of five each, taken in turn.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from alongside.formats.rtt import WrongExtract, area_table, by_treatment_function, read_extract, summarise
from alongside.formats.rtt.source import csv_bytes

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def figures(file: Path, csv: Path) -> None:
    extract = read_extract(csv)
    tasks: dict[str, Callable[[], object]] = {
        "polars.read_csv, types guessed from 100 rows": lambda: pl.read_csv(csv, ignore_errors=True),
        "polars.read_csv, types from every row": lambda: pl.read_csv(csv, infer_schema_length=None),
        "read_extract, csv": lambda: read_extract(csv),
        "read_extract, file as given": lambda: read_extract(file),
        "summarise, England": lambda: summarise(extract),
        "by treatment function, England": lambda: by_treatment_function(extract),
        "area table of the first board": lambda: area_table(extract, str(extract.frame["provider_parent_code"].max())),
    }
    best = dict.fromkeys(tasks, float("inf"))
    for _ in range(ROUNDS):
        for name, work in tasks.items():
            best[name] = min(best[name], seconds(work))
    safe = best["polars.read_csv, types from every row"]
    quick = best["polars.read_csv, types guessed from 100 rows"]
    print(f"{extract.frame.height:,} rows, {csv.stat().st_size:,} bytes, {extract.month:%B %Y}")
    for name, time_taken in best.items():
        print(f"{name:46}{time_taken:8.3f} s{time_taken / quick:8.2f} x quick{time_taken / safe:8.2f} x every row")


def main() -> int:
    parser = argparse.ArgumentParser(description="Reading time of an RTT full CSV extract, as a ratio.")
    parser.add_argument("file", type=Path, help="the extract of one month, zip or csv")
    file = parser.parse_args().file
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "extract.csv"
        try:
            csv.write_bytes(csv_bytes(file))
            figures(file, csv)
        except WrongExtract as error:
            print(error, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
