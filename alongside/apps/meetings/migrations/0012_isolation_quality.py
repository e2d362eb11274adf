"""A month's figures are read by both sides and their board; in full by the side that gave them alone. All only grow."""

from django.db import migrations

from alongside.apps.audit.isolation import ME, AppendOnly, Protect, mine

READ = mine("trust_id", "host_id", "area_id")
WRITE = f"({mine('trust_id', 'host_id')} AND organisation_id = {ME})"
OWN = mine("organisation_id")
TABLES = ("qualityfigure", "qualitypack", "qualitysignature")
# A signature is of a pack of the same two; a figure in full is of the side whose figure it is.
SAME = """
ALTER TABLE meetings_qualitypack ADD CONSTRAINT quality_pack_and_its_pair UNIQUE (id, trust_id, host_id, area_id);
ALTER TABLE meetings_qualitysignature ADD CONSTRAINT signature_follows_pack
FOREIGN KEY (pack_id, trust_id, host_id, area_id)
REFERENCES meetings_qualitypack (id, trust_id, host_id, area_id);
ALTER TABLE meetings_qualityfigure ADD CONSTRAINT figure_and_its_side UNIQUE (id, organisation_id);
ALTER TABLE meetings_ownfigure ADD CONSTRAINT own_follows_figure
FOREIGN KEY (figure_id, organisation_id) REFERENCES meetings_qualityfigure (id, organisation_id);
"""
NOT_SAME = """
ALTER TABLE meetings_ownfigure DROP CONSTRAINT own_follows_figure;
ALTER TABLE meetings_qualityfigure DROP CONSTRAINT figure_and_its_side;
ALTER TABLE meetings_qualitysignature DROP CONSTRAINT signature_follows_pack;
ALTER TABLE meetings_qualitypack DROP CONSTRAINT quality_pack_and_its_pair;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0011_quality"), ("accounts", "0002_area")]
    operations = [
        migrations.RunSQL(SAME, NOT_SAME),
        *[Protect(f"meetings_{table}", read=READ, write=WRITE) for table in TABLES],
        Protect("meetings_ownfigure", read=OWN, write=OWN),
        *[AppendOnly(f"meetings_{table}") for table in (*TABLES, "ownfigure")],
    ]
