"""Who may see what was done and read: the organisation that did it."""

from django.db import migrations

from alongside.apps.audit.isolation import DROP_FUNCTIONS, FUNCTIONS, AppendOnly, Protect, mine


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        Protect("audit_event", read=mine("organisation_id"), write=mine("organisation_id")),
        Protect("audit_identityread", read=mine("organisation_id"), write=mine("organisation_id")),
        AppendOnly("audit_event"),
        AppendOnly("audit_identityread"),
    ]
