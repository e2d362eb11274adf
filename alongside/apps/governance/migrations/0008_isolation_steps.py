"""The whole area reads the steps of a barrier; each organisation writes those of its own, and nobody changes one."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

AREA = "area_id = (SELECT alongside_area())"


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_steps_and_pathways"), ("accounts", "0002_area")]
    operations = [
        Protect("governance_barrierstep", read=AREA, write=mine("organisation_id")),
        AppendOnly("governance_barrierstep"),
    ]
