"""Identity belongs to its holder alone; a pathway to its provider, and to the area's board without identity."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

LIST = mine("provider_id", "area_id")
KEEP_CLOCK = """
CREATE FUNCTION waiting_keep_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.pathway_identifier, OLD.pathway_issuer) IS DISTINCT FROM (NEW.pathway_identifier, NEW.pathway_issuer)
    OR (OLD.clock_start IS NOT NULL AND NEW.clock_start IS DISTINCT FROM OLD.clock_start) THEN
        RAISE EXCEPTION 'The clock start, pathway identifier and issuer of a pathway never change (AL-2)'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiting_pathway_keeps_its_clock BEFORE UPDATE ON waiting_pathway
FOR EACH ROW EXECUTE FUNCTION waiting_keep_clock();
"""
DROP_CLOCK = "DROP TRIGGER waiting_pathway_keeps_its_clock ON waiting_pathway; DROP FUNCTION waiting_keep_clock();"


class Migration(migrations.Migration):
    dependencies = [("waiting", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        Protect("waiting_patient", read=mine("holder_id"), write=mine("holder_id")),
        Protect("waiting_patientevent", read=mine("holder_id"), write=mine("holder_id")),
        Protect("waiting_pathway", read=LIST, write=mine("provider_id")),
        Protect("waiting_pathwayevent", read=LIST, write=mine("provider_id")),
        Protect("waiting_clockevent", read=LIST, write=mine("provider_id")),
        Protect("waiting_waitinglistupload", read=mine("organisation_id"), write=mine("organisation_id")),
        Protect("waiting_reportedlist", read=mine("organisation_id", "area_id"), write=mine("organisation_id")),
        Protect("waiting_savedview", read=mine("organisation_id"), write=mine("organisation_id")),
        AppendOnly("waiting_clockevent"),
        migrations.RunSQL(KEEP_CLOCK, DROP_CLOCK),
    ]
