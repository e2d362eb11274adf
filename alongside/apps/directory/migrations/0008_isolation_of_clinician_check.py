"""The area counts the answers of its clinicians, which name nobody; only their own organisation adds one."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

AREA = "area_id = (SELECT alongside_area())"


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_clinician_check"), ("accounts", "0002_area")]
    operations = [
        Protect("directory_checkanswer", read=AREA, write=f"({mine('organisation_id')} AND {AREA})"),
        AppendOnly("directory_checkanswer"),
    ]
