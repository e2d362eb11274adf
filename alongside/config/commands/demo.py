"""`alongside demo`: from an empty folder to the demonstration area with a plan, served on this machine.

`--once` does all but serve, prints the plan's summary and ends.
"""

import argparse
import os
import sys
import time

from alongside.config import environment
from alongside.config.commands.serve import refuse_taken_port, running, serve
from alongside.config.commands.start import start
from alongside.demo import published

PASSWORD = "kent-and-medway-together"  # noqa: S105 (synthetic people on this machine only; printed at every start)
NOTHING_BUT_THIS_MACHINE = "127.0.0.1"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="alongside demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="do all but serve")
    arguments = parser.parse_args(argv)
    began = time.monotonic()
    os.environ["ALONGSIDE_DEMO"] = "1"
    os.environ["ALONGSIDE_DAY"] = published.AS_OF.isoformat()
    port = environment.port()
    if not arguments.once:
        refuse_taken_port(NOTHING_BUT_THIS_MACHINE, port)
    say("Starting the database ...")
    start(migrate=True)
    summary = prepare()
    print(summary)
    if arguments.once:
        return 0
    say(f"Ready after {time.monotonic() - began:.0f} seconds.")
    print(addresses(port), flush=True)
    return serve_with_worker(port)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def prepare() -> str:
    """Load the area and make its first plan, each once; the summary of the newest finished plan."""
    from alongside.demo import first_plan, loader

    if not loader.is_loaded():
        loader.load(password=PASSWORD, say=say)
    return first_plan.ensure(say=say)


def addresses(port: int) -> str:
    from alongside.demo.loader import accounts

    rows = "\n".join(f"  {email:<36} {role}, {organisation}" for email, role, organisation in accounts())
    return (
        f"\nAlongside is at http://{NOTHING_BUT_THIS_MACHINE}:{port}/\n\n"
        f"Sign in at /accounts/login/ with one of\n{rows}\n"
        f"  password: {PASSWORD}\n\nAll people are synthetic. Stop with Ctrl-C."
    )


def serve_with_worker(port: int) -> int:
    """Pages and queued work side by side; both stop together."""
    with running([sys.executable, "-m", "alongside", "worker"]):
        return serve(NOTHING_BUT_THIS_MACHINE, port, workers=2)
