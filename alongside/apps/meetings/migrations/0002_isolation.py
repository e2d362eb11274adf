"""The two organisations of a meeting write and read it, each row in its writer's own name; their board reads it.

A row carries the pair of its meeting; a foreign key keeps the copies equal. Nothing that was minuted changes.
"""

from django.db import migrations

from alongside.apps.audit.isolation import ME, AppendOnly, Protect, mine

READ = mine("trust_id", "host_id", "area_id")
WRITE = f"({mine('trust_id', 'host_id')} AND organisation_id = {ME})"
OF_MEETING = ("agendaitem", "attendance", "decision", "jointaction")
TABLES = ("rhythm", "meeting", *OF_MEETING, "actiondone")
KEY = "(id, trust_id, host_id, area_id)"
EQUAL = "".join(
    f"ALTER TABLE meetings_{table} ADD CONSTRAINT {table}_and_its_pair UNIQUE {KEY};\n"
    for table in ("meeting", "jointaction")
) + "".join(
    f"ALTER TABLE meetings_{table} ADD CONSTRAINT {table}_follows FOREIGN KEY ({parent}_id, trust_id, host_id, area_id) "
    f"REFERENCES meetings_{of} {KEY};\n"
    for table, parent, of in (*((table, "meeting", "meeting") for table in OF_MEETING), ("actiondone", "action", "jointaction"))
)
NOT_EQUAL = "".join(
    f"ALTER TABLE meetings_{table} DROP CONSTRAINT {table}_follows;\n" for table in ("actiondone", *OF_MEETING)
) + "".join(
    f"ALTER TABLE meetings_{table} DROP CONSTRAINT {table}_and_its_pair;\n" for table in ("meeting", "jointaction")
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        migrations.RunSQL(EQUAL, NOT_EQUAL),
        *[Protect(f"meetings_{table}", read=READ, write=WRITE) for table in TABLES],
        *[AppendOnly(f"meetings_{table}") for table in TABLES],
    ]
