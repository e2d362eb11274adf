"""A bed is held for a pathway on a service, which the agreement must cover (AL-3)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capacity", "0002_isolation"), ("directory", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="bedpathway",
            name="treatment_function",
            field=models.CharField(
                blank=True, default="", help_text="Empty: held before it was asked", max_length=3
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="bedpathway",
            name="procedure_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="directory.proceduregroup",
            ),
        ),
    ]
