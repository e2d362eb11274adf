"""The whole area reads what an operation asks of a site; its board alone says it; what was said stays."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect

AREA = "area_id = (SELECT alongside_area())"
BOARD = "(organisation_id = (SELECT alongside_organisation()) AND organisation_id = area_id)"


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_group_needs"), ("accounts", "0002_area")]
    operations = [
        Protect("directory_groupneeds", read=AREA, write=BOARD),
        AppendOnly("directory_groupneeds"),
    ]
