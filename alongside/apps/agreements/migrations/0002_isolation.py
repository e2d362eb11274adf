"""The two organisations of an agreement write it; their board reads its words, the area that it exists and its steps.

A row carries the pair of its agreement; a foreign key keeps the copies equal, and nobody writes in another's name.
Words stand once both have signed them. Promises AL-3 and AL-8.
"""

from django.db import migrations

from alongside.apps.audit.isolation import ME, AppendOnly, Protect, mine

AREA = "area_id = (SELECT alongside_area())"
PAIR = mine("guest_id", "host_id")
KNOWN = f"({AREA} OR {PAIR})"
PAIR_AND_BOARD = mine("guest_id", "host_id", "area_id")
OWN_NAME = f"({PAIR} AND by_organisation_id = {ME})"
WORDS_AND_STEPS = ("agreements_agreementstep", "agreements_clauseedit", "agreements_clauseaside")
EQUAL = """
ALTER TABLE agreements_agreement ADD CONSTRAINT agreement_and_its_pair UNIQUE (id, guest_id, host_id, area_id);
ALTER TABLE agreements_agreementversion ADD CONSTRAINT version_and_its_pair UNIQUE (id, guest_id, host_id, area_id);
ALTER TABLE agreements_agreementversion ADD CONSTRAINT version_follows_agreement
    FOREIGN KEY (agreement_id, guest_id, host_id, area_id)
    REFERENCES agreements_agreement (id, guest_id, host_id, area_id);
""" + "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_follows_version FOREIGN KEY (version_id, guest_id, host_id, area_id) "
    "REFERENCES agreements_agreementversion (id, guest_id, host_id, area_id);\n"
    for table in WORDS_AND_STEPS
)
NOT_EQUAL = "".join(
    f"ALTER TABLE {table} DROP CONSTRAINT {table}_follows_version;\n" for table in WORDS_AND_STEPS
) + """
ALTER TABLE agreements_agreementversion DROP CONSTRAINT version_follows_agreement;
ALTER TABLE agreements_agreementversion DROP CONSTRAINT version_and_its_pair;
ALTER TABLE agreements_agreement DROP CONSTRAINT agreement_and_its_pair;
"""
STAND = """
CREATE FUNCTION agreements_signed_words_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM agreements_agreementstep WHERE version_id = NEW.version_id AND act = 'sign'
               GROUP BY digest HAVING count(DISTINCT side) = 2) THEN
        RAISE EXCEPTION 'signed words stand' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_words_stand BEFORE INSERT ON agreements_clauseedit
    FOR EACH ROW EXECUTE FUNCTION agreements_signed_words_stand();
"""
NOT_STAND = """
DROP TRIGGER signed_words_stand ON agreements_clauseedit;
DROP FUNCTION agreements_signed_words_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        migrations.RunSQL(EQUAL, NOT_EQUAL),
        Protect("agreements_agreement", read=KNOWN, write=PAIR),
        Protect("agreements_agreementversion", read=KNOWN, write=PAIR),
        Protect("agreements_agreementstep", read=KNOWN, write=OWN_NAME),
        Protect("agreements_clauseedit", read=PAIR_AND_BOARD, write=OWN_NAME),
        Protect("agreements_clauseaside", read=PAIR_AND_BOARD, write=OWN_NAME),
        Protect("agreements_securitystanding", read=f"({AREA} OR {mine('organisation_id')})", write=mine("organisation_id")),
        AppendOnly("agreements_agreement"),
        AppendOnly("agreements_agreementversion"),
        AppendOnly("agreements_agreementstep"),
        AppendOnly("agreements_clauseedit"),
        AppendOnly("agreements_clauseaside"),
        AppendOnly("agreements_securitystanding"),
        migrations.RunSQL(STAND, NOT_STAND),
    ]
