"""`alongside load rtt|wlmds|directory|capacity FILE`: a file into the database, with what became of each row."""

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alongside.config.commands.start import start

KINDS = {
    "rtt": "an NHS England RTT full CSV extract, zip or csv",
    "wlmds": "one organisation's waiting list, CSV or XLSX",
    "directory": "one organisation's sites, services and criteria",
    "capacity": "one organisation's sessions or beds, CSV or XLSX",
}


class CannotLoad(Exception):
    """What is missing or wrong, and what to do."""


def main(argv: list[str]) -> int:
    """0 when every row was taken, 1 when some were returned, 2 when the file could not be used."""
    asked = parser().parse_args(argv)
    if not asked.file.is_file():
        raise CannotLoad(f"There is no file {asked.file}.")
    if asked.kind != "rtt" and not asked.organisation:
        raise CannotLoad("Say whose file it is: --organisation CODE.")
    start(migrate=True)
    return LOADERS[asked.kind](asked)


def parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog="alongside load", description=__doc__)
    kinds = "; ".join(f"{kind}: {what}" for kind, what in KINDS.items())
    words.add_argument("kind", choices=KINDS, metavar="KIND", help=kinds)
    words.add_argument("file", type=Path, metavar="FILE")
    words.add_argument("--organisation", metavar="CODE", help="whose file it is: its ODS code")
    words.add_argument("--as-of", type=read_day, metavar="DATE", help="day on which a waiting list was taken (today)")
    words.add_argument("--errors", type=Path, metavar="OUT.csv", help="where the returned rows go")
    words.add_argument("--icb", action="append", metavar="CODE", help="rtt: only this board; may be given again")
    return words


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it like 2026-01-31") from None


def load_rtt(asked: argparse.Namespace) -> int:
    from alongside.apps.insight.actions import load_published
    from alongside.formats.rtt import UnknownCode, WrongExtract, read_extract

    try:
        extract = read_extract(asked.file)
        count = load_published(extract=extract, boards=asked.icb)
    except (WrongExtract, UnknownCode) as trouble:
        raise CannotLoad(str(trouble)) from trouble
    print(f"{extract.month:%B %Y}: {count:,} published counts loaded.")
    return 0


def load_wlmds(asked: argparse.Namespace) -> int:
    from alongside.apps.accounts.models import Organisation
    from alongside.apps.waiting.actions import import_file
    from alongside.formats.wlmds.cells import write_table
    from alongside.formats.wlmds.wrong_file import WrongFile

    organisation = Organisation.objects.filter(code=asked.organisation.upper()).first()
    if organisation is None:
        raise CannotLoad(f"There is no organisation with the code {asked.organisation}. Load the directory first.")
    as_of = asked.as_of or datetime.now(tz=ZoneInfo("Europe/London")).date()
    try:
        outcome = import_file(path=asked.file, organisation=organisation, as_of=as_of)
    except WrongFile as trouble:
        raise CannotLoad(str(trouble)) from trouble
    if asked.errors and outcome.bad.height:
        front = ["source_row", "problems"]
        rest = [name for name in outcome.bad.columns if name not in front]
        write_table(outcome.bad.select(*front, *rest), asked.errors)
    counts = {"read": outcome.read, "new": outcome.new, "changed": outcome.changed, "same": outcome.same}
    tell(counts | {"bad": outcome.bad.height, "no longer in the file": len(outcome.absent)})
    if not outcome.is_whole:
        print(f"This looks like part of a list: {outcome.present:,} of {outcome.held:,} held pathways are in it.")
    return finish(outcome.bad.height, asked)


def load_other(module: str) -> Callable[[argparse.Namespace], int]:
    """The kinds whose own app reads the file."""

    def load(asked: argparse.Namespace) -> int:
        load_file = importlib.import_module(module).load_file
        found: Mapping[str, Any] = load_file(asked.file, asked.organisation)
        tell({name: found.get(name, 0) for name in ("read", "new", "changed", "same", "bad")})
        if asked.errors and found.get("returned"):
            asked.errors.write_bytes(bytes(found["returned"]))
        return finish(int(found.get("bad", 0)), asked)

    return load


def tell(counts: Mapping[str, int]) -> None:
    for name, count in counts.items():
        print(f"{name:<22} {count:>9,}")


def finish(bad: int, asked: argparse.Namespace) -> int:
    if not bad:
        return 0
    where = f"They are in {asked.errors}." if asked.errors else "Give --errors OUT.csv to get them with their reasons."
    print(f"{bad:,} rows were not taken. {where}", file=sys.stderr)
    return 1


LOADERS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "rtt": load_rtt,
    "wlmds": load_wlmds,
    "directory": load_other("alongside.apps.directory.commands"),
    "capacity": load_other("alongside.apps.capacity.commands"),
}
