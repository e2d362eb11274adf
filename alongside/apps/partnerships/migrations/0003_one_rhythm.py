"""How often two sides meet is kept once, with their meetings: what stood with a partnership alone is carried there.

A pair that had said it with its meetings keeps those words. Of several sites of one pair the shortest rhythm is carried.
It counts from the day of the move, so no meeting is late that nobody was asked for.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

TABLES = ("partnerships_partnership", "meetings_rhythm")
CARRY = f"""
{"".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; " for table in TABLES)}
INSERT INTO meetings_rhythm
    (trust_id, host_id, area_id, organisation_id, by_name, source, at, from_day, every_days)
SELECT DISTINCT ON (trust_id, host_id)
    trust_id, host_id, area_id, trust_id, '', left('Kept with their partnership until now. ' || source, 300), now(),
    (now() AT TIME ZONE 'Europe/London')::date, meets_every_days
FROM partnerships_partnership AS kept
WHERE meets_every_days > 0 AND ended_on IS NULL AND NOT EXISTS (
    SELECT FROM meetings_rhythm AS said WHERE (said.trust_id, said.host_id) = (kept.trust_id, kept.host_id)
)
ORDER BY trust_id, host_id, meets_every_days;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
{"".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY; " for table in TABLES)}
"""


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0002_isolation"),
        ("meetings", "0007_rhythm_of_area"),
    ]

    operations = [
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='partnership',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='partnership',
            name='removed_delete',
        ),
        migrations.RemoveField(
            model_name='partnership',
            name='meets_every_days',
        ),
        migrations.RemoveField(
            model_name='partnershipevent',
            name='meets_every_days',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partnerships_partnershipevent" ("alternate_1", "alternate_2", "area_id", "ended_on", "escalate_minutes", "host_id", "id", "numbers", "pgh_context_id", "pgh_created_at", "pgh_label", "route", "services", "site_id", "source", "started_on", "trust_id", "why_ended") VALUES (OLD."alternate_1", OLD."alternate_2", OLD."area_id", OLD."ended_on", OLD."escalate_minutes", OLD."host_id", OLD."id", OLD."numbers", _pgh_attach_context(), NOW(), \'changed\', OLD."route", OLD."services", OLD."site_id", OLD."source", OLD."started_on", OLD."trust_id", OLD."why_ended"); RETURN NULL;', hash='fd139f914230965c429dc3136d1f0cb7749efc3c', operation='UPDATE', pgid='pgtrigger_changed_update_1d3a5', table='partnerships_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='removed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partnerships_partnershipevent" ("alternate_1", "alternate_2", "area_id", "ended_on", "escalate_minutes", "host_id", "id", "numbers", "pgh_context_id", "pgh_created_at", "pgh_label", "route", "services", "site_id", "source", "started_on", "trust_id", "why_ended") VALUES (OLD."alternate_1", OLD."alternate_2", OLD."area_id", OLD."ended_on", OLD."escalate_minutes", OLD."host_id", OLD."id", OLD."numbers", _pgh_attach_context(), NOW(), \'removed\', OLD."route", OLD."services", OLD."site_id", OLD."source", OLD."started_on", OLD."trust_id", OLD."why_ended"); RETURN NULL;', hash='5d685b7c768f4ab6fbe26685be5fa9339c7549ae', operation='DELETE', pgid='pgtrigger_removed_delete_f57ff', table='partnerships_partnership', when='AFTER')),
        ),
    ]
