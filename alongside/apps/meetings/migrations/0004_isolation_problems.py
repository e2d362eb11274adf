"""Problems that two organisations own together; an action may come of one. Same walls as meetings."""

from django.db import migrations

from alongside.apps.audit.isolation import ME, AppendOnly, Protect, mine

READ = mine("trust_id", "host_id", "area_id")
WRITE = f"({mine('trust_id', 'host_id')} AND organisation_id = {ME})"
TABLES = ("problem", "problemstep")
KEY = "(id, trust_id, host_id, area_id)"
EQUAL = f"ALTER TABLE meetings_problem ADD CONSTRAINT problem_and_its_pair UNIQUE {KEY};\n" + "".join(
    f"ALTER TABLE meetings_{table} ADD CONSTRAINT {table}_follows_problem "
    f"FOREIGN KEY (problem_id, trust_id, host_id, area_id) REFERENCES meetings_problem {KEY};\n"
    for table in ("problemstep", "jointaction")
)
NOT_EQUAL = (
    "".join(
        f"ALTER TABLE meetings_{table} DROP CONSTRAINT {table}_follows_problem;\n"
        for table in ("jointaction", "problemstep")
    )
    + "ALTER TABLE meetings_problem DROP CONSTRAINT problem_and_its_pair;\n"
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_problems"), ("accounts", "0002_area")]
    operations = [
        migrations.RunSQL(EQUAL, NOT_EQUAL),
        *[Protect(f"meetings_{table}", read=READ, write=WRITE) for table in TABLES],
        *[AppendOnly(f"meetings_{table}") for table in TABLES],
    ]
