"""The whole area reads what independent hospitals may not do; its board alone says it; what was said stays."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect

AREA = "area_id = (SELECT alongside_area())"
BOARD = "(organisation_id = (SELECT alongside_organisation()) AND organisation_id = area_id)"
TABLES = ["regulations_difference", "regulations_differenceversion"]


class Migration(migrations.Migration):
    dependencies = [("regulations", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        *[Protect(table, read=AREA, write=BOARD) for table in TABLES],
        *[AppendOnly(table) for table in TABLES],
    ]
