"""Everybody in the area may read what a site can do; only its own organisation may write it."""

from django.db import migrations

from alongside.apps.audit.isolation import ANYBODY_ACTING, AppendOnly, Protect, mine

TABLES = ["site", "siteservice", "supportservice", "criteriaversion", "attestation", "siteevent", "supportserviceevent"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        *[Protect(f"directory_{table}", read=ANYBODY_ACTING, write=mine("organisation_id")) for table in TABLES],
        *[AppendOnly(f"directory_{table}") for table in ("criteriaversion", "attestation")],
    ]
