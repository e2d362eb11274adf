from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_replaced")]
    operations = [
        migrations.AddField(
            model_name="plan",
            name="keeps_places",
            field=models.BooleanField(
                default=False,
                help_text="Goes on from the plan that it is based on: who need not move keeps their place",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="moved_by",
            field=models.CharField(blank=True, help_text="Why not where the plan before had them", max_length=20),
        ),
        migrations.AddField(
            model_name="planline", name="made_way_for", field=models.UUIDField(blank=True, null=True)
        ),
    ]
