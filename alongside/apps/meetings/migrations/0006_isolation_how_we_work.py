"""The whole area reads how an organisation works; each writes its own words alone, and every version stays."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

AREA = "area_id = (SELECT alongside_area())"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_how_we_work"), ("accounts", "0002_area")]
    operations = [
        Protect("meetings_howwework", read=AREA, write=mine("organisation_id")),
        AppendOnly("meetings_howwework"),
    ]
