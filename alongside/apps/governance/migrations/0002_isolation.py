"""The whole area reads whose policy applies and whom to ring; each organisation writes its own words alone."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

AREA = "area_id = (SELECT alongside_area())"
TABLES = ["contact", "contactevent", "testcall", "policy", "policyevent", "policyconfirmation"]


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        *[Protect(f"governance_{table}", read=AREA, write=mine("organisation_id")) for table in TABLES],
        *[AppendOnly(f"governance_{table}") for table in ("testcall", "policyconfirmation")],
    ]
