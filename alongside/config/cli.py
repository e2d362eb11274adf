"""The `alongside` command: which words start which work?

Each command is loaded only when it is asked for, so `alongside published` needs no database.
"""

import importlib
import signal
import sys
from collections.abc import Sequence

COMMANDS = {
    "published": ("alongside.formats.rtt.command", "official statistics out of an NHS England RTT extract"),
    "plan": ("alongside.planner.command", "plan solve DIR: the planner on files, no database"),
    "organisation": ("alongside.config.commands.organisation", "add an organisation and its first administrator"),
    "load": ("alongside.config.commands.load", "load rtt|wlmds|directory|capacity FILE into the database"),
    "demo": ("alongside.config.commands.demo", "start the demonstration area, Kent and Medway"),
    "serve": ("alongside.config.commands.serve", "serve the pages"),
    "worker": ("alongside.config.commands.worker", "do queued work: plans and imports"),
    "migrate": ("alongside.config.commands.migrate", "bring the database's tables up to date"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; trouble is one sentence on the error stream and a status other than 0."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if words else 2
    if words[0] not in COMMANDS:
        print(f"alongside: there is no command '{words[0]}'.\n\n{usage()}", file=sys.stderr)
        return 2
    command = importlib.import_module(COMMANDS[words[0]][0])
    signal.signal(signal.SIGTERM, end_politely)
    try:
        return int(command.main(words[1:]) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as trouble:
        if is_plain(trouble):
            print(f"alongside: {trouble}", file=sys.stderr)
            return 2
        raise


def end_politely(number: int, frame: object) -> None:
    """Being told to stop still closes what was opened: the web server, the worker, the embedded database."""
    sys.exit(128 + number)


def is_plain(trouble: Exception) -> bool:
    """Our own troubles are written for people; anything else is a defect and keeps its traceback."""
    return type(trouble).__module__.startswith("alongside.")


def usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, (_, what) in COMMANDS.items()]
    return "usage: alongside COMMAND ...\n\n" + "\n".join(lines)
