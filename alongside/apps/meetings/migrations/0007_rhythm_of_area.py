"""The area reads how often two organisations mean to meet, as it reads who are partners; it still reads no meeting."""

from django.db import migrations

from alongside.apps.audit.isolation import mine


def reading(rule: str) -> str:
    drop = "DROP POLICY meetings_rhythm_read ON meetings_rhythm; "
    return f"{drop}CREATE POLICY meetings_rhythm_read ON meetings_rhythm FOR SELECT USING ({rule});"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_isolation_how_we_work")]
    operations = [
        migrations.RunSQL(
            reading("area_id = (SELECT alongside_area())"), reading(mine("trust_id", "host_id", "area_id"))
        )
    ]
