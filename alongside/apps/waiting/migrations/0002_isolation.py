"""Identity belongs to its holder alone; a pathway to its provider, and to the area's board without identity."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

LIST = mine("provider_id", "area_id")


class Migration(migrations.Migration):
    dependencies = [("waiting", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        Protect("waiting_patient", read=mine("holder_id"), write=mine("holder_id")),
        Protect("waiting_patientevent", read=mine("holder_id"), write=mine("holder_id")),
        Protect("waiting_pathway", read=LIST, write=mine("provider_id")),
        Protect("waiting_pathwayevent", read=LIST, write=mine("provider_id")),
        Protect("waiting_clockevent", read=LIST, write=mine("provider_id")),
        Protect("waiting_waitinglistupload", read=mine("organisation_id"), write=mine("organisation_id")),
        Protect("waiting_savedview", read=mine("organisation_id"), write=mine("organisation_id")),
        AppendOnly("waiting_clockevent"),
    ]
