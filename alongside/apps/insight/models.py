from django.contrib.postgres.fields import ArrayField
from django.db import models


class PublishedCount(models.Model):
    """One row of the monthly NHS England return: how many wait, by completed weeks. Public; no patient data."""

    month = models.DateField()
    provider_code = models.CharField(max_length=10)
    provider_name = models.CharField(max_length=200)
    board_code = models.CharField(max_length=10)
    treatment_function = models.CharField(max_length=3)
    part = models.CharField(max_length=2)
    bands = ArrayField(models.IntegerField(), size=105, help_text="0-1, 1-2, ... 103-104, over 104 weeks")
    unknown_start = models.IntegerField(default=0)
    total = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "board_code", "part", "provider_code", "treatment_function"], name="one_count_once"
            )
        ]
