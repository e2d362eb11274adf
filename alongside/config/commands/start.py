"""Get the database and Django ready for a command."""

import os
import subprocess
import sys

import django

from alongside.config import database
from alongside.config.postgres import DatabaseTrouble


def start(*, migrate: bool = False) -> None:
    """Start the embedded server if it is used, optionally bring the tables up to date, and load the apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    database.ensure_server()
    if migrate:
        migrate_as_owner()
    django.setup()
    refuse_powerful_role()


def migrate_as_owner(name: str | None = None) -> None:
    """Tables belong to the owner role; a process has one role, so the owner gets a process of its own."""
    database.database("owner")  # says plainly what is missing
    settings = {"DJANGO_SETTINGS_MODULE": "alongside.config.settings", "ALONGSIDE_DATABASE_ROLE": "owner"}
    environment = {**os.environ, **settings}
    if name:
        environment["ALONGSIDE_DATABASE_NAME"] = name
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--skip-checks"]
    done = subprocess.run(command, env=environment, text=True, capture_output=True)  # noqa: S603
    if done.returncode:
        raise DatabaseTrouble(f"The tables could not be brought up to date: {done.stderr.strip().splitlines()[-1]}")


def refuse_powerful_role() -> None:
    """A superuser would see through every wall, silently."""
    from alongside.apps.audit.isolation import is_plain_role

    if not is_plain_role():
        raise DatabaseTrouble(
            "DATABASE_URL names a role that is a superuser or bypasses row-level security. "
            "Use a plain role (NOSUPERUSER NOBYPASSRLS) for the application."
        )
