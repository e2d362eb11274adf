"""How long does it take to bring a weekly list into the database, as a ratio to polars parsing the same file?

    python bench/import_wlmds.py [--rows 200000] [--bad 0.01]

A database of its own is made and dropped. Every patient is invented.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl
from wlmds import AS_OF, PROVIDER, best_of, invented_list

T = TypeVar("T")
DATABASE = f"bench_{os.getpid()}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=200_000)
    asked.add_argument("--bad", type=float, default=0.01)
    options = asked.parse_args()
    os.environ["ALONGSIDE_DATABASE_NAME"] = DATABASE
    from alongside.config import database
    from alongside.config.commands.start import start

    server = database.ensure_server()
    start(migrate=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), options.rows, options.bad)
    finally:
        from django.db import connection

        connection.close()
        if server is not None:
            database.drop(server, DATABASE)


def measure(folder: Path, rows: int, bad: float) -> None:
    """A first list, the same again, and one in which one row in ten has another priority."""
    from alongside.apps.accounts.models import Organisation
    from alongside.apps.waiting.actions import import_file

    board = Organisation.objects.create(code="QKS", name="Board", kind="board")
    ours = Organisation.objects.create(code=PROVIDER, name="Trust", kind="trust", board=board)
    first, other = folder / "first.csv", folder / "other.csv"
    table = invented_list(rows, bad=bad)
    table.write_csv(first)
    priority = "Procedure_Priority_Code"
    every_tenth = pl.int_range(pl.len()) % 10 == 0
    turned = pl.col(priority).replace({"P2": "P3", "P3": "P4", "P4": "P2"})
    table.with_columns(pl.when(every_tenth).then(turned).otherwise(priority).alias(priority)).write_csv(other)
    parsing, _ = best_of(3, lambda: pl.read_csv(first, infer_schema=False))
    print(f"file: {rows:,} rows, {first.stat().st_size / 1e6:.1f} MB; polars parsing as text: {parsing:.3f} s")
    for words, path in (("all new", first), ("the same again", first), ("one in ten changed", other)):
        seconds, outcome = timed(lambda path=path: import_file(path=path, organisation=ours, as_of=AS_OF))
        counts = f"new {outcome.new:,}, changed {outcome.changed:,}, same {outcome.same:,}, bad {outcome.bad.height:,}"
        print(f"{words}: {seconds:.1f} s, {seconds / parsing:.0f} x parsing, {rows / seconds:,.0f} rows/s; {counts}")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


if __name__ == "__main__":
    main()
