import uuid

from django.conf import settings
from django.db import models


class Purpose(models.TextChoices):
    """Why somebody opened a patient's identity."""

    DIRECT_CARE = "direct_care", "To plan or give this patient's care"
    BOOKING = "booking", "To book or offer an appointment"
    VALIDATION = "validation", "To check that the waiting list is right"
    COMPLAINT = "complaint", "To answer a question or complaint from the patient"
    SAFETY = "safety", "To look into a safety concern"


class IdentityRead(models.Model):
    """Somebody saw who a patient is. Shown to the patient on request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40, choices=Purpose)
    page = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]


class Event(models.Model):
    """Somebody did something that matters. Written in the same transaction as the deed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60, db_index=True)
    organisation_id = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["organisation_id", "-at"])]

    @property
    def kind_words(self) -> str:
        return self.kind.replace("_", " ").capitalize()
