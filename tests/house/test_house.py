"""The house's own rules hold, and the guards that hold them fail when a rule is broken on purpose."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house import sizes, views_read_nothing

PROJECT = Path(__file__).resolve().parents[2]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    words = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", words, "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={"PATH": ""})


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns("__pycache__", "static", "jinja2", "*.csv")
    shutil.copytree(PROJECT / "alongside", folder / "alongside", ignore=ignore)
    shutil.copy(PROJECT / "pyproject.toml", folder)
    return folder


BROKEN = [
    ("domain/waits.py", "import alongside.planner.problem", "layers"),
    ("domain/waits.py", "import django", "pure-core"),
    ("planner/plan.py", "import alongside.apps.waiting.models", "layers"),
    ("formats/rtt/faults.py", "import django", "formats"),
    ("apps/plans/models.py", "import highspy", "solver"),
    ("apps/waiting/models.py", "import alongside.apps.waiting.views", "in-app"),
    ("apps/waiting/facts.py", "import alongside.apps.capacity.models", "app-order"),
    ("apps/directory/facts.py", "import alongside.apps.plans.models", "app-order"),
]

CONTRACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}


@pytest.mark.slow
@pytest.mark.parametrize(("file", "line", "contract"), BROKEN)
def test_contract_fails_when_broken_on_purpose(copy, file, line, contract):
    target = copy / "alongside" / file
    sound = target.read_text()
    target.write_text(f"{sound}\n{line}\n")
    try:
        done = lint_imports(copy)
    finally:
        target.write_text(sound)
    assert done.returncode != 0
    assert f"{NAMES[contract]} BROKEN" in " ".join(done.stdout.split())


@pytest.mark.slow
def test_contracts_hold():
    done = lint_imports(PROJECT)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_app_without_a_place_in_the_order_is_refused(copy):
    extra = copy / "alongside" / "apps" / "unplaced"
    extra.mkdir()
    (extra / "__init__.py").write_text("")
    try:
        assert lint_imports(copy).returncode != 0
    finally:
        shutil.rmtree(extra)


def test_view_that_reads_the_database_is_found():
    assert views_read_nothing.reaches("from x import get_object_or_404\nget_object_or_404(A)") == [
        (2, "get_object_or_404")
    ]


def test_no_view_reads_the_database():
    assert views_read_nothing.main() == 0


def test_file_and_function_past_the_limit_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "PROJECT", tmp_path)
    (tmp_path / "long.py").write_text("def f():\n" + "    x = 1\n" * 401)
    found = sizes.too_large(Path("long.py"))
    assert [problem.split(":")[0] for problem in found] == ["long.py", "long.py"]


def test_every_file_and_function_is_within_its_limit():
    assert [problem for file in sizes.tracked() for problem in sizes.too_large(file)] == []
