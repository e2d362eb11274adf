"""`alongside worker`: do queued work until told to stop. Start as many as the machine or machines can carry."""

import argparse

from alongside.config.commands.start import start


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="alongside worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop when nothing is queued")
    arguments = parser.parse_args(argv)
    start()
    work(once=arguments.once)
    return 0


def work(*, once: bool) -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(wait=not once, listen_notify=not once, install_signal_handlers=True)
