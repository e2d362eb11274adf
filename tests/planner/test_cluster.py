"""Does a cluster make the same plan as one machine, even when it loses a worker?"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.planner import crowd
from alongside.planner.cluster import Workers, solve_folder
from alongside.planner.problem import Problem
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import InputError
from tests.planner.instances import random_tables

pytestmark = pytest.mark.slow
LONG_ENOUGH = 120


@pytest.fixture(autouse=True)
def _many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "ROWS", 300)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of several parts."""
    where = tmp_path_factory.mktemp("list")
    names = ("patients", "sites", "sessions", "beds")
    for name, table in zip(names, random_tables(5, count=800, sites=6, fill=0.3, weeks=2), strict=True):
        table.write_parquet(where / f"{name}.parquet")
    return where


Running = tuple[str, list[subprocess.Popen[bytes]]]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Running]:
    """A scheduler and two workers, each a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    worker += ["--death-timeout", "60"]
    started = [
        subprocess.Popen([sys.executable, "-m", "dask", *words], **quiet) for words in (scheduler, worker, worker)
    ]
    try:
        _wait_for_workers(address)
        yield address, started[1:]
    finally:
        for one in started:
            one.kill()
            one.wait()


def _wait_for_workers(address: str) -> None:
    workers = Workers(address)
    workers.client.wait_for_workers(2, timeout=LONG_ENOUGH)
    workers.close()


@pytest.mark.parametrize("policy", POLICIES)
def test_cluster_makes_the_same_plan(folder: Path, cluster: Running, policy: str) -> None:
    problem = Problem.from_folder(folder, 3)
    here, there = solve(problem, policy), solve_folder(folder, cluster[0], 3, policy)
    assert there.placements.equals(here.placements(problem))
    assert there.tiers == here.tiers
    assert (there.patients, here.placed) == (800, there.placements.height)


def test_no_cluster_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.planner.cluster.PATIENCE", "1s")
    with pytest.raises(InputError, match="No cluster answers at tcp://127.0.0.1:9"):
        solve_folder(folder, "tcp://127.0.0.1:9")


def test_plan_is_the_same_when_a_worker_is_lost(folder: Path, cluster: Running) -> None:
    """One of the two is killed while it holds parts and works on them. (Last: the cluster is one worker less then.)"""
    problem = Problem.from_folder(folder, 3)
    address, workers = cluster
    killed, planned = threading.Event(), threading.Event()

    def kill_when_at_work() -> None:
        watch = Workers(address)
        while not planned.is_set() and not all(watch.client.has_what().values()):
            time.sleep(0.01)
        os.kill(workers[0].pid, signal.SIGKILL)
        killed.set()
        watch.close()

    thread = threading.Thread(target=kill_when_at_work)
    thread.start()
    there = solve_folder(folder, address, 3, "weighted")
    in_time = killed.is_set()
    planned.set()
    thread.join()
    assert in_time, "the plan was ready before both workers held a part of it"
    assert workers[0].wait() == -signal.SIGKILL
    assert there.placements.equals(solve(problem, "weighted").placements(problem))
