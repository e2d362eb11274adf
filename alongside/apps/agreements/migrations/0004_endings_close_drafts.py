"""What was being written when an agreement was ended, before endings ended that too, ends with it now (AGR-22).

Of versions begun before the ending, that no side ended or sent back and that both never signed in the same words. The
step that is added repeats the ending: its side, days, reason and person. Its id follows from the version's, so that
going back takes away these steps and no other. A version that both have signed since is left as it is.
"""

from django.db import migrations

ID = "md5('endings close drafts ' || version.id::text)::uuid"
# Row-level security binds the owner too, and migrations act for no organisation. Nobody else reads the tables meanwhile:
# they are locked from the first of these statements until the migration is kept.
OPEN = "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY;"
SHUT = "ALTER TABLE {} FORCE ROW LEVEL SECURITY;"
TABLES = ("agreements_agreementversion", "agreements_agreementstep")
UNLOCKED = "SET CONSTRAINTS ALL IMMEDIATE;" + "".join(OPEN.format(table) for table in TABLES)
LOCKED = "SET CONSTRAINTS ALL IMMEDIATE;" + "".join(SHUT.format(table) for table in TABLES)
CLOSE = f"""
INSERT INTO agreements_agreementstep (
    id, version_id, guest_id, host_id, area_id, act, side, "on", takes_effect, digest, reason, by_id, by_name, by_role,
    by_organisation_id, at
)
SELECT DISTINCT ON (version.id)
    {ID}, version.id, version.guest_id, version.host_id, version.area_id, ending.act, ending.side, ending."on",
    ending.takes_effect, ending.digest, ending.reason, ending.by_id, ending.by_name, ending.by_role,
    ending.by_organisation_id, ending.at
FROM agreements_agreementversion AS version
JOIN agreements_agreementversion AS other ON other.agreement_id = version.agreement_id AND other.id <> version.id
JOIN agreements_agreementstep AS ending ON ending.version_id = other.id AND ending.act = 'terminate'
WHERE version.made_at <= ending.at
  AND NOT EXISTS (
      SELECT 1 FROM agreements_agreementstep AS over
      WHERE over.version_id = version.id AND over.act IN ('terminate', 'send_back')
  )
  AND NOT EXISTS (
      SELECT 1 FROM agreements_agreementstep AS signature
      WHERE signature.version_id = version.id AND signature.act = 'sign'
      GROUP BY signature.digest HAVING count(DISTINCT signature.side) = 2
  )
ORDER BY version.id, ending.at;
"""
OPEN_AGAIN = f"""
ALTER TABLE agreements_agreementstep DISABLE TRIGGER agreements_agreementstep_append_only;
DELETE FROM agreements_agreementstep AS step USING agreements_agreementversion AS version
WHERE step.version_id = version.id AND step.id = {ID};
ALTER TABLE agreements_agreementstep ENABLE TRIGGER agreements_agreementstep_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_over_is_over")]
    operations = [
        migrations.RunSQL(UNLOCKED + CLOSE + LOCKED, UNLOCKED + OPEN_AGAIN + LOCKED),
    ]
