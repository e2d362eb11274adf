"""`alongside serve`: serve the pages on this machine until told to stop."""

import argparse
import ctypes
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from alongside.config import environment
from alongside.config.commands.start import start

PR_SET_PDEATHSIG = 1


class PortTaken(Exception):
    pass


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="alongside serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=environment.port())
    parser.add_argument("--no-migrate", action="store_true", help="this host does not hold the owner's password")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args(argv)
    refuse_taken_port(arguments.host, arguments.port)
    start(migrate=not arguments.no_migrate)
    return serve(arguments.host, arguments.port, arguments.workers)


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            raise PortTaken(
                f"Port {port} on {host} is in use. Stop what uses it, or choose another: ALONGSIDE_PORT={port + 1}"
            ) from trouble


def serve(host: str, port: int, workers: int) -> int:
    """Run the web server until it is told to stop; its exit status."""
    web = [sys.executable, "-m", "gunicorn", "alongside.config.wsgi:application"]
    options = [f"--bind={host}:{port}", f"--workers={workers}", "--threads=4", "--timeout=120", "--log-level=warning"]
    with running([*web, *options]) as process:
        return process.wait()


def end_with_parent() -> None:
    """Ask Linux to stop this process when the one that started it is gone, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours that never outlives us."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=end_with_parent)  # noqa: S603
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
