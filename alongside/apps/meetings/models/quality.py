"""What did each of two organisations give of the quality of a month, and which figures did both sign?"""

import uuid

from django.db import models
from django.db.models import Q

from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.models.meeting import OfPair
from alongside.domain.joint_quality import GIVEN, SMALLEST


def names_nobody(field: str) -> Q:
    return Q(**{field: None}) | Q(**{field: 0}) | Q(**{f"{field}__gte": SMALLEST})


class QualityFigure(OfPair):
    """A figure of one side and month as the other may read it; a count of 1 to 4 is words alone. The newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField(help_text="Its first day")
    indicator = models.CharField(max_length=20, choices=[(each.code, each.name) for each in GIVEN])
    count = models.PositiveIntegerField(null=True, blank=True)
    of = models.PositiveIntegerField(null=True, blank=True)
    words = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["trust", "host", "month"])]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="quality_of_a_month"),
            models.CheckConstraint(condition=names_nobody("count") & names_nobody("of"), name="quality_names_nobody"),
        ]


class OwnFigure(models.Model):
    """The same figure in full, for the organisation that gave it alone."""

    figure = models.OneToOneField(QualityFigure, on_delete=models.PROTECT, related_name="own")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    of = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__lte=models.F("of")), name="quality_part_of_whole")]


class QualityPack(OfPair):
    """The figures of a month as they stood when somebody signed them. `digest` names the figures that were given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField()
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=16)
    lines = models.JSONField(default=list)
    on = models.DateField()

    class Meta:
        ordering = ["month", "number"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "host", "month", "number"], name="one_quality_pack_a_number")
        ]


class QualitySignature(OfPair):
    """One side signs one version of a pack."""

    pack = models.ForeignKey(QualityPack, on_delete=models.PROTECT, related_name="signatures")
    post = models.CharField(max_length=120)
    on = models.DateField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["pack", "organisation"], name="one_signature_a_side")]
