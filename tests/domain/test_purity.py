"""The domain core imports the standard library and itself, and never reads a clock."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import alongside.domain

FOLDER = Path(alongside.domain.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "monotonic", "perf_counter"}
# The standard library also holds doors to the outside, which a pure rule has no use for.
DOORS = {"os", "socket", "subprocess", "urllib", "http", "random", "secrets", "uuid", "pathlib", "io", "time"}
PURE_PARTS = {"urllib.parse"}


def imported_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            yield node.module or ""


def faults(source: str) -> list[str]:
    tree = ast.parse(source)
    found = []
    for name in imported_names(tree):
        top = name.partition(".")[0]
        own = name == "alongside.domain" or name.startswith("alongside.domain.")
        if not own and (top not in sys.stdlib_module_names or (top in DOORS and name not in PURE_PARTS)):
            found.append(f"imports {name}")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            found.append("import *")
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append(f"reads a clock: .{node.attr}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"open", "input", "eval"}:
            found.append(f"calls {node.func.id}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_domain_module_is_pure(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_there_are_modules_to_judge() -> None:
    assert {"waits", "eligibility", "rtt_clock"} <= {path.stem for path in MODULES}


@pytest.mark.parametrize(
    "source",
    [
        "import django",
        "import numpy as np",
        "from alongside.apps import waiting",
        "import alongside.domainish",
        "from datetime import *",
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.datetime.now()",
        "import time",
        "from urllib import request",
        "import urllib.request",
        "open('list.csv')",
    ],
)
def test_purity_check_sees_a_fault(source: str) -> None:
    """The check itself can fail."""
    assert faults(source)
