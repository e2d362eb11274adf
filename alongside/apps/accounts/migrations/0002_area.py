"""The area of the organisation acted for: its board, or itself when it is the board."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("audit", "0002_isolation")]
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION alongside_area() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
            AS $$ SELECT coalesce(board_id, id) FROM accounts_organisation WHERE id = alongside_organisation() $$;
            """,
            "DROP FUNCTION alongside_area();",
        ),
    ]
