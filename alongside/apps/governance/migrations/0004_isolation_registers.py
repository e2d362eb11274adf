"""The whole area reads the registers; each organisation writes its own; a board writes what its plans counted."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

AREA = "area_id = (SELECT alongside_area())"
TRACKED = ["systemuse", "responsibility", "barrier"]


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_registers"), ("accounts", "0002_area")]
    operations = [
        *[
            Protect(f"governance_{table}", read=AREA, write=mine("organisation_id"))
            for name in TRACKED
            for table in (name, f"{name}event")
        ],
        Protect("governance_barriercount", read=AREA, write=mine("organisation_id")),
        AppendOnly("governance_barriercount"),
    ]
