"""A count of 1 to 4 patients is kept on no agenda: it becomes words, and the database refuses the next one."""

from django.db import migrations, models

TABLE = "meetings_agendaitem"
SCRUB = f"""
ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_append_only;
UPDATE {TABLE} SET text = text || ', fewer than 5 patients', count = NULL WHERE count < 5;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_append_only;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_isolation_spaces")]
    operations = [
        migrations.RunSQL(SCRUB, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("count", None), ("count__gte", 5), _connector="OR"),
                name="agenda_count_names_nobody",
            ),
        ),
    ]
