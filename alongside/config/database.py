"""Which database does a process talk to, as which role, and how is a new one prepared?

Two roles: `owner` makes tables and nothing else; `app` is what every page, job and command uses. Neither is a
superuser, because PostgreSQL lets superusers through row-level security without a word.
"""

from urllib.parse import unquote, urlparse

import psycopg
from psycopg import sql

from alongside.config import environment
from alongside.config.environment import Database
from alongside.config.postgres import APP, OWNER, SUPERUSER, DatabaseTrouble, EmbeddedServer

ROLES = {"app": APP, "owner": OWNER}


def database(role: str | None = None) -> Database:
    """How this process reaches its database as `role` ("app" or "owner"); the server may not run yet."""
    role = role or environment.role()
    url = environment.database_url(role)
    if environment.database_url("app") and not url:
        raise DatabaseTrouble(
            "DATABASE_URL is set, but the role that makes tables is not known. "
            "Set ALONGSIDE_OWNER_DATABASE_URL, or migrate from the host that has it and serve with --no-migrate."
        )
    return from_url(url) if url else EmbeddedServer().database(ROLES[role], environment.database_name())


def from_url(url: str) -> Database:
    """
    >>> from_url("postgresql://app:secret@db.example:5433/alongside").port
    '5433'
    """
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise DatabaseTrouble("DATABASE_URL must look like postgresql://role:password@host:5432/name.")
    return Database(
        host=unquote(parts.hostname or ""),
        port=str(parts.port or 5432),
        name=unquote(parts.path.strip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def ensure_server() -> EmbeddedServer | None:
    """Start the embedded server and prepare its roles and database; nothing to do for a real server."""
    if environment.database_url("app"):
        return None
    server = EmbeddedServer()
    server.start()
    prepare(server, environment.database_name())
    return server


def prepare(server: EmbeddedServer, name: str, template: str | None = None) -> None:
    """Make the two roles and the database `name` when they are not there yet."""
    with connect_as_superuser(server, "postgres") as connection:
        connection.execute("SELECT pg_advisory_lock(814201)")
        for role in (OWNER, APP):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                create = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                connection.execute(sql.SQL(create).format(sql.Identifier(role)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        words = [sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))]
        if template:
            words.append(sql.SQL("TEMPLATE {}").format(sql.Identifier(template)))
        connection.execute(sql.SQL(" ").join(words))
    if not template:
        grant(server, name)


def grant(server: EmbeddedServer, name: str) -> None:
    """The owner makes tables; the application may read and write rows, and nothing more."""
    with connect_as_superuser(server, name) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(APP)))
        for rights, things in (
            ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
            ("USAGE, SELECT", "SEQUENCES"),
            ("EXECUTE", "FUNCTIONS"),
        ):
            words = f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} IN SCHEMA public GRANT {rights} ON {things} TO {{}}"
            connection.execute(sql.SQL(words).format(sql.Identifier(OWNER), sql.Identifier(APP)))


def drop(server: EmbeddedServer, name: str) -> None:
    with connect_as_superuser(server, "postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def connect_as_superuser(server: EmbeddedServer, name: str) -> psycopg.Connection[tuple[object, ...]]:
    """Only for making roles and databases; no page, job or command of the product ever uses this."""
    return psycopg.connect(host=str(server.socket), port=server.port, dbname=name, user=SUPERUSER, autocommit=True)
