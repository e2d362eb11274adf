"""Everybody in the area reads what a site attests and announces; only its own organisation writes it."""

from django.db import migrations

from alongside.apps.audit.isolation import ANYBODY_ACTING, AppendOnly, Protect, mine

TABLES = ["sectionattestation", "servicenotice"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_sections_and_notices")]
    operations = [
        *[Protect(f"directory_{table}", read=ANYBODY_ACTING, write=mine("organisation_id")) for table in TABLES],
        *[AppendOnly(f"directory_{table}") for table in TABLES],
    ]
