"""The area reads how often two organisations mean to meet, as it reads who are partners; it still reads no meeting."""

from django.db import migrations

from alongside.apps.audit.isolation import ReadBy, mine

AREA = "area_id = (SELECT alongside_area())"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_isolation_how_we_work"), ("accounts", "0002_area")]
    operations = [ReadBy("meetings_rhythm", read=AREA, before=mine("trust_id", "host_id", "area_id"))]
