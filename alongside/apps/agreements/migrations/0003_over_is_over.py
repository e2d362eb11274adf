"""A version that was ended or sent back takes no more words, agreements or signatures, whoever writes (AGR-22, AGR-24)."""

from django.db import migrations, models

OVER = """
CREATE FUNCTION agreements_over_is_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM agreements_agreementstep
               WHERE version_id = NEW.version_id AND act IN ('terminate', 'send_back')) THEN
        RAISE EXCEPTION 'this version is over' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER over_is_over_for_words BEFORE INSERT ON agreements_clauseedit
    FOR EACH ROW EXECUTE FUNCTION agreements_over_is_over();
CREATE TRIGGER over_is_over_for_steps BEFORE INSERT ON agreements_agreementstep
    FOR EACH ROW WHEN (NEW.act IN ('agree', 'sign')) EXECUTE FUNCTION agreements_over_is_over();
"""
NOT_OVER = """
DROP TRIGGER over_is_over_for_steps ON agreements_agreementstep;
DROP TRIGGER over_is_over_for_words ON agreements_clauseedit;
DROP FUNCTION agreements_over_is_over();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_isolation")]
    operations = [
        migrations.AlterField(
            model_name="agreementstep",
            name="act",
            field=models.CharField(
                choices=[
                    ("agree", "agree"),
                    ("sign", "sign"),
                    ("terminate", "terminate"),
                    ("send_back", "send_back"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(OVER, NOT_OVER),
    ]
