"""A lead can be reached: by a contact of the directory, or by a number. Those named before have neither, and say so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0005_barrier_of_a_difference"),
        ("partnerships", "0003_one_rhythm"),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.contact",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="phone",
            field=models.CharField(
                blank=True, default="", help_text="Where the directory has no contact for it", max_length=40
            ),
            preserve_default=False,
        ),
    ]
