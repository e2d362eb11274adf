"""Which two organisations have an agreement, in which versions, and which steps has either side taken?

Every table is append-only: the state of an agreement is never kept, it follows from its words and steps.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.domain.agreement_state import Act, Side


class Agreement(models.Model):
    """Patients of the guest may be treated by the host, once a version of this is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guest = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    template = models.SlugField(max_length=60, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest", "host"], name="one_agreement_a_pair"),
            models.CheckConstraint(condition=~Q(guest=F("host")), name="agreement_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.guest.name} and {self.host.name}"


class AgreementVersion(models.Model):
    """One text of an agreement; a renewal is the next version, begun as a copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    guest = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField()
    copies = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="one_agreement_version_once")]


class AgreementStep(models.Model):
    """A side agreed, signed, ended or sent back a version; `digest` names the words it was done on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="steps")
    guest = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    act = models.CharField(
        max_length=20, choices=[(act.value, act.value) for act in (Act.AGREE, Act.SIGN, Act.TERMINATE, Act.SEND_BACK)]
    )
    side = models.CharField(max_length=5, choices=[(side.value, side.value) for side in Side])
    on = models.DateField()
    takes_effect = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=40)
    by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "act", "side", "digest"],
                condition=~Q(act=Act.TERMINATE.value),
                name="one_step_for_the_same_words",
            ),
            models.CheckConstraint(
                condition=Q(side=Side.GUEST.value, by_organisation=F("guest"))
                | Q(side=Side.HOST.value, by_organisation=F("host")),
                name="side_is_their_own",
            ),
            models.CheckConstraint(
                condition=~Q(act=Act.TERMINATE.value) | Q(takes_effect__isnull=False, takes_effect__gte=F("on")),
                name="agreement_ends_from_today_or_later",
            ),
        ]


class SecurityStanding(models.Model):
    """What an organisation says of its Data Security and Protection Toolkit, and when it was published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    status = models.CharField(max_length=40)
    year = models.CharField(max_length=9)
    on = models.DateField(help_text="The day the status was published")
    source = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
