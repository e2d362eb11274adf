"""The examples in the docstrings are true."""

import doctest
import importlib

import pytest

MODULES = (
    "charts.changes",
    "charts.heat",
    "charts.svg",
    "exports",
    "maps",
    "paging",
    "query",
    "sorting",
    "tables",
    "words",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"alongside.web.{name}"))
    assert result.attempted
    assert not result.failed
