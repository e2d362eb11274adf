"""Everybody in the area reads what is at a site; only its own organisation writes it."""

from django.db import migrations

from alongside.apps.audit.isolation import ANYBODY_ACTING, Protect, mine

TABLES = ["equipment", "competence", "infectionpathway", "accessfeature", "openinghours"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_capability")]
    operations = [
        Protect(f"directory_{table}{kind}", read=ANYBODY_ACTING, write=mine("organisation_id"))
        for table in TABLES
        for kind in ("", "event")
    ]
