"""How does an organisation work, in its own words, for those who come to work with it?"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation


class HowWeWork(models.Model):
    """One version of what an organisation says of itself; the newest stands, the others stay."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField()
    hours = models.TextField(blank=True)
    terms = models.TextField(blank=True)
    rota = models.TextField(blank=True)
    escalation = models.TextField(blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["organisation__name", "-version"]
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="one_way_of_working_once")]

    def __str__(self) -> str:
        return f"Version {self.version}"
