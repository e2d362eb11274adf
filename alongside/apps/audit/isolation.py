"""Which rows may the database show to which organisation?

Row-level security, forced on every table that holds patient or partner data. The organisation acted for is
set for one transaction; with none set, every protected table is empty. Promise AL-8.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations.operations import RunSQL

# Evaluated once for a statement, not once for a row, because of the surrounding SELECT.
ME = "(SELECT alongside_organisation())"
FUNCTIONS = """
CREATE FUNCTION alongside_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('alongside.organisation', true), '')::uuid $$;
CREATE FUNCTION alongside_refuse_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION alongside_refuse_change(); DROP FUNCTION alongside_organisation();"


def mine(*columns: str) -> str:
    """The rows in which one of these columns is the organisation acted for.

    >>> mine("provider_id", "board_id")
    '(provider_id = (SELECT alongside_organisation()) OR board_id = (SELECT alongside_organisation()))'
    """
    return "(" + " OR ".join(f"{column} = {ME}" for column in columns) + ")"


ANYBODY_ACTING = f"({ME} IS NOT NULL)"


class Protect(RunSQL):
    """Migration operation: only rows that satisfy `read` are seen, only those that satisfy `write` are written."""

    def __init__(self, table: str, *, read: str, write: str) -> None:
        self.table, self.read, self.write = table, read, write
        super().__init__(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
            CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({write});
            CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
            CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({write});
            """,
            f"""
            DROP POLICY {table}_read ON {table}; DROP POLICY {table}_add ON {table};
            DROP POLICY {table}_change ON {table}; DROP POLICY {table}_remove ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """,
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__name__, [self.table], {"read": self.read, "write": self.write}


class ReadBy(RunSQL):
    """Migration operation: of a protected table other rows are seen from now on, those that satisfy `read`."""

    def __init__(self, table: str, *, read: str, before: str) -> None:
        self.table, self.read, self.before = table, read, before
        alter = f"ALTER POLICY {table}_read ON {table} USING"
        super().__init__(f"{alter} ({read})", f"{alter} ({before})")

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__name__, [self.table], {"read": self.read, "before": self.before}


class AppendOnly(RunSQL):
    """Migration operation: the database itself refuses to change or remove a row of this table."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION alongside_refuse_change();",
            f"DROP TRIGGER {table}_append_only ON {table};",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__name__, [self.table], {}


def act_for(organisation_id: UUID | None) -> None:
    """Set the organisation for the rest of this transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("An organisation can only be set inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('alongside.organisation', %s, true)", [str(organisation_id or "")])


@contextmanager
def acting_for(organisation_id: UUID | None) -> Iterator[None]:
    """One transaction in the name of one organisation; the one before it, if any, is put back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('alongside.organisation', true)")
            before = cursor.fetchone()[0]
        act_for(organisation_id)
        yield
        act_for(UUID(before) if before else None)


def is_plain_role() -> bool:
    """Is the connected role subject to row-level security?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return not cursor.fetchone()[0]
