"""What does `alongside published FILE` do? It prints the official figures of England, a board or a provider."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from alongside.formats.rtt.faults import UnknownCode, WrongExtract
from alongside.formats.rtt.printed import as_json, as_text, published
from alongside.formats.rtt.reading import read_extract


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help).\n")


def main(argv: list[str]) -> int:
    """Print the figures and return 0; on a wrong file or code, say so in one sentence on stderr and return 2."""
    arguments = _parser().parse_args(argv)
    try:
        extract = read_extract(arguments.file)
        figures = published(extract, file=arguments.file.name, provider=arguments.provider, icb=arguments.icb)
    except (WrongExtract, UnknownCode) as error:
        print(error, file=sys.stderr)
        return 2
    print(as_json(figures) if arguments.json else as_text(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="alongside published",
        description="Official waiting-time statistics out of an NHS England RTT full CSV extract. England, unless a "
        "provider or a board is named.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the extract of one month, as zip or csv")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--provider", metavar="CODE", help="one provider, such as RVV or AVQ01")
    whose.add_argument("--icb", metavar="CODE", help="the providers in one integrated care board's area, such as QKS")
    parser.add_argument("--json", action="store_true", help="one JSON object with unrounded figures")
    return parser
