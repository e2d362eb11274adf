"""How do an ending and a hold of the same pair take turns, so that no hold slips in behind the ending?"""

from uuid import UUID

from django.db import connection


def take_turns(guest_id: UUID, host_id: UUID) -> None:
    """Wait until no hold of this pair is under way, and let none begin before this transaction ends."""
    _lock("pg_advisory_xact_lock", guest_id, host_id)


def hold_still(guest_id: UUID, host_id: UUID) -> None:
    """Keep the agreement of this pair as it is until this transaction ends; many may do so at once."""
    _lock("pg_advisory_xact_lock_shared", guest_id, host_id)


def _lock(function: str, guest_id: UUID, host_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"agreement:{guest_id}:{host_id}"])
