"""The area reads what a site took up and gave up, as it reads what it does; only its own organisation writes it."""

from django.db import migrations

from alongside.apps.audit.isolation import ANYBODY_ACTING, Protect, mine


class Migration(migrations.Migration):
    dependencies = [("directory", "0011_history_of_services")]
    operations = [Protect("directory_siteserviceevent", read=ANYBODY_ACTING, write=mine("organisation_id"))]
