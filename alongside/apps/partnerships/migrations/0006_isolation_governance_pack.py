"""The governance pack is read by both sides and their board alone, as telephone numbers stand in it; it only grows."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

READ, WRITE = mine("trust_id", "host_id", "area_id"), mine("trust_id", "host_id")
TABLES = ["partnerships_committee", "partnerships_rung"]


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0005_governance_pack")]
    operations = [
        *[Protect(table, read=READ, write=WRITE) for table in TABLES],
        *[AppendOnly(table) for table in TABLES],
    ]
