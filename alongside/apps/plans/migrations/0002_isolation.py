"""A plan is read in the whole area; a line of it only by the board that made it and the patient's provider."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

AREA = "organisation_id = (SELECT alongside_area())"
OWN = mine("organisation_id")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        Protect("plans_plan", read=AREA, write=OWN),
        Protect("plans_adjustment", read=OWN, write=OWN),
        Protect("plans_planline", read=mine("organisation_id", "provider_id"), write=OWN),
        Protect("plans_approval", read=OWN, write=OWN),
        AppendOnly("plans_approval"),
    ]
