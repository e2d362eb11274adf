"""How do two people who write about one thing at the same moment take turns?"""

from django.db import connection


def take_turns(*key: object, shared: bool = False) -> None:
    """Wait until no other transaction works on what this key names, and let none begin before ours ends.

    Those who ask for it `shared` do not wait for each other, only for whoever wants it alone.
    An advisory lock, because row-level security lets an organisation lock none but its own rows.
    """
    kind = "_shared" if shared else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_advisory_xact_lock{kind}(hashtextextended(%s, 0))", [" ".join(map(str, key))]
        )  # fmt: skip
