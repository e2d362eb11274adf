"""Team spaces that two organisations share. Same walls as meetings; actions and problems may come of a space."""

from django.db import migrations

from alongside.apps.audit.isolation import ME, AppendOnly, Protect, mine

READ = mine("trust_id", "host_id", "area_id")
WRITE = f"({mine('trust_id', 'host_id')} AND organisation_id = {ME})"
TABLES = ("space", "spaceclosing", "spacemember", "spacenote")
KEY = "(id, trust_id, host_id, area_id)"
OF_SPACE = ("spaceclosing", "spacemember", "spacenote", "jointaction", "problem")
EQUAL = f"ALTER TABLE meetings_space ADD CONSTRAINT space_and_its_pair UNIQUE {KEY};\n" + "".join(
    f"ALTER TABLE meetings_{table} ADD CONSTRAINT {table}_follows_space "
    f"FOREIGN KEY (space_id, trust_id, host_id, area_id) REFERENCES meetings_space {KEY};\n"
    for table in OF_SPACE
)
NOT_EQUAL = (
    "".join(f"ALTER TABLE meetings_{table} DROP CONSTRAINT {table}_follows_space;\n" for table in reversed(OF_SPACE))
    + "ALTER TABLE meetings_space DROP CONSTRAINT space_and_its_pair;\n"
)
# A note is corrected by the side that wrote it, in the space in which it stands.
OWN = """
ALTER TABLE meetings_spacenote ADD CONSTRAINT note_and_its_side UNIQUE (id, space_id, organisation_id);
ALTER TABLE meetings_spacenote ADD CONSTRAINT note_corrects_own
FOREIGN KEY (corrects_id, space_id, organisation_id) REFERENCES meetings_spacenote (id, space_id, organisation_id);
"""
NOT_OWN = """
ALTER TABLE meetings_spacenote DROP CONSTRAINT note_corrects_own;
ALTER TABLE meetings_spacenote DROP CONSTRAINT note_and_its_side;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_spaces"), ("accounts", "0002_area")]
    operations = [
        migrations.RunSQL(EQUAL, NOT_EQUAL),
        migrations.RunSQL(OWN, NOT_OWN),
        *[Protect(f"meetings_{table}", read=READ, write=WRITE) for table in TABLES],
        *[AppendOnly(f"meetings_{table}") for table in TABLES],
    ]
