"""`alongside migrate`: bring the database's tables up to date, as the owner."""

from alongside.config import database
from alongside.config.commands.start import migrate_as_owner


def main(argv: list[str]) -> int:
    database.ensure_server()
    migrate_as_owner()
    print("The tables are up to date.")
    return 0
