"""`alongside serve`: serve the pages on this machine until told to stop."""

import argparse
import socket
import sys

from alongside.config import environment
from alongside.config.commands.start import start


class PortTaken(Exception):
    pass


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="alongside serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=environment.port())
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args(argv)
    refuse_taken_port(arguments.host, arguments.port)
    start(migrate=True)
    serve(arguments.host, arguments.port, arguments.workers)
    return 0


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            raise PortTaken(
                f"Port {port} on {host} is in use. Stop what uses it, or choose another: ALONGSIDE_PORT={port + 1}"
            ) from trouble


def serve(host: str, port: int, workers: int) -> None:
    """Hand over to gunicorn; it stops on Ctrl-C or SIGTERM."""
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = [
        "gunicorn",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--threads=4",
        "--timeout=120",
        "--log-level=warning",
        "alongside.config.wsgi:application",
    ]
    WSGIApplication("%(prog)s").run()
