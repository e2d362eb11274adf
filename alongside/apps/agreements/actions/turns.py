"""How do an ending and a hold of the same pair take turns, so that no hold slips in behind the ending?"""

from uuid import UUID

from django.db import connection

from alongside.apps.agreements.facts import pair_key


def take_turns(guest_id: UUID, host_id: UUID) -> None:
    """Wait until no hold of this pair is under way, and let none begin before this transaction ends.

    A hold takes the same lock shared (`queries.force.stands_still`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [pair_key(guest_id, host_id)])
