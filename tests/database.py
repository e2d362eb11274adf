"""Real PostgreSQL for the tests: one server, one migrated template, one copy of it for each worker.

Tests connect as the plain application role, because a superuser would pass every isolation test for nothing.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

PROJECT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
os.environ.setdefault("ALONGSIDE_HOME", str(PROJECT / ".alongside" / "test"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    """The embedded server with a migrated, empty template."""
    from alongside.config.postgres import EmbeddedServer

    server = EmbeddedServer()
    server.start()
    yield server


@pytest.fixture(scope="session")
def template(postgres) -> str:
    """The name of an empty, migrated database, made once for each state of the migrations."""
    import fcntl

    from alongside.config import database
    from alongside.config.commands.start import migrate_as_owner

    name = f"template_{migrations_digest()}"
    with (postgres.folder / "template.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with database.connect_as_superuser(postgres, "postgres") as connection:
            names = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
        if name not in names:
            database.drop(postgres, "template_new")
            database.prepare(postgres, "template_new")
            migrate_as_owner("template_new")
            with database.connect_as_superuser(postgres, "postgres") as connection:
                connection.execute(f'ALTER DATABASE template_new RENAME TO "{name}"')
    return name


def migrations_digest() -> str:
    digest = hashlib.sha256()
    for file in sorted((PROJECT / "alongside" / "apps").glob("*/migrations/*.py")):
        digest.update(file.read_bytes())
    digest.update((PROJECT / "requirements" / "base.txt").read_bytes())
    digest.update((PROJECT / "alongside" / "apps" / "audit" / "isolation.py").read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def fresh_database(server, template: str) -> Iterator[str]:
    """A copy of the template that Django's default connection uses until the end of the block."""
    from django.conf import settings
    from django.db import connections

    from alongside.config import database

    name = f"test_{uuid4().hex[:12]}"
    database.prepare(server, name, template=template)
    before = connections["default"].settings_dict["NAME"]
    for target in (settings.DATABASES["default"], connections["default"].settings_dict):
        target["NAME"] = name
    connections["default"].close()
    try:
        yield name
    finally:
        connections["default"].close()
        for target in (settings.DATABASES["default"], connections["default"].settings_dict):
            target["NAME"] = before
        database.drop(server, name)


@pytest.fixture(scope="session")
def django_db_setup(postgres, template, django_db_blocker) -> Iterator[None]:
    """What `@pytest.mark.django_db` stands on: each test is rolled back."""
    with django_db_blocker.unblock(), fresh_database(postgres, template):
        yield


@pytest.fixture
def committed_database(postgres, template, django_db_blocker) -> Iterator[str]:
    """A database of the test's own, for work that commits: threads, jobs, processes, browsers."""
    with django_db_blocker.unblock(), fresh_database(postgres, template) as name:
        yield name
