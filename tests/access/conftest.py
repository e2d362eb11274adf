"""The world, made once for each file of tests in a database of its own."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.world import World, make_world
from tests.database import fresh_database


@pytest.fixture(scope="module")
def world(postgres: Any, template: str, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), fresh_database(postgres, template):
        yield make_world()


@pytest.fixture(autouse=True)
def _without_refusals_in_the_log() -> Iterator[None]:
    """Refusals are what these tests ask for, by the thousand."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
