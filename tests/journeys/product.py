"""The real product for the browser: the demonstration area is loaded once, and each run works on a copy of it."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from alongside.config import database
from alongside.config.commands.demo import PASSWORD
from alongside.config.postgres import EmbeddedServer

PROJECT = Path(__file__).resolve().parents[2]
# What decides how the demonstration's rows look: when none of it has changed, they need not be made again.
SHAPES = (
    "alongside/apps/*/migrations/*.py",
    "alongside/apps/plans/**/*.py",
    "alongside/demo/**/*",
    "alongside/planner/*.py",
)
PATIENCE = 900
DOMAIN = "kent.example"

__all__ = ["DOMAIN", "PASSWORD", "Product", "running_product"]


@dataclass(frozen=True, slots=True)
class Product:
    """Where the running product answers."""

    address: str
    log: Path


@contextmanager
def running_product() -> Iterator[Product]:
    home = PROJECT / ".alongside" / f"journeys-{digest()}"
    home.mkdir(parents=True, exist_ok=True)
    server = EmbeddedServer(home)
    server.start()
    try:
        with copy_of_the_area(server, home) as name, served(home, name) as product:
            yield product
    finally:
        server.leave(os.getpid())


def digest() -> str:
    found = hashlib.sha256()
    files = {file for shape in SHAPES for file in PROJECT.glob(shape) if file.is_file() and file.suffix != ".pyc"}
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()[:10]


def environment_of(home: Path, name: str, port: int) -> dict[str, str]:
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("ALONGSIDE_", "DJANGO_", "DATABASE"))
    }
    mine = {"ALONGSIDE_HOME": str(home), "ALONGSIDE_PORT": str(port), "ALONGSIDE_DATABASE_NAME": name}
    return kept | mine | {"ALONGSIDE_DEMO": "1"}


def load_once(home: Path) -> None:
    """The area with its first plan, in the database that every run is copied from."""
    loaded = home / "loaded"
    if loaded.exists():
        return
    command = [sys.executable, "-m", "alongside", "demo", "--once"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment_of(home, "alongside", 0), capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, f"The demonstration could not be loaded:\n{done.stderr[-3000:]}"
    loaded.write_text(done.stdout)


@contextmanager
def copy_of_the_area(server: EmbeddedServer, home: Path) -> Iterator[str]:
    """What one run changes, neither the next nor one at the same time sees."""
    name = f"run_{uuid4().hex[:8]}"
    with (home / "area.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        load_once(home)
        database.prepare(server, name, template="alongside")
    try:
        yield name
    finally:
        database.drop(server, name)


@contextmanager
def served(home: Path, name: str) -> Iterator[Product]:
    port, log = free_port(), home / f"serve-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.log"
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "alongside", "demo"],
            cwd=PROJECT,
            env=environment_of(home, name, port),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            wait_until_it_answers(process, address, log)
            yield Product(address, log)
        finally:
            stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own process)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise AssertionError(f"The product does not answer at {address}:\n{log.read_text()[-3000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
