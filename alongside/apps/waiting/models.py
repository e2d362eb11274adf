import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.uploads import UploadedFile

MOST_RETURNED = 50_000
"""Rows in the file that goes back; its page says how many there are in all."""


class WaitingListUpload(UploadedFile):
    """A waiting list file in the national layout, or a local one with its columns mapped. Content and returned rows are
    compressed."""

    as_of = models.DateField(help_text="The day on which the list was taken")
    headings = models.JSONField(default=list)
    confirmed = models.BooleanField(default=False, help_text="Somebody has said which column is which")
    stage = models.CharField(max_length=100, blank=True)
    touched_at = models.DateTimeField(auto_now=True)
    warnings = models.JSONField(default=list)
    absent = ArrayField(models.UUIDField(), default=list, help_text="Open here and not in the file")


class ReportedList(models.Model):
    """The list as one organisation last reported it: of when, from where, and how its columns are named."""

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField()
    as_of = models.DateField()
    source = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(auto_now=True)
    limbo = models.IntegerField(default=0, help_text="Pathways on no list, at the last nightly check (AL-1)")


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Patient(models.Model):
    """Who somebody is, as one organisation holds it. Kept apart from the pathway; every look is logged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    nhs_number = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001 (unknown is not empty)
    local_patient_identifier = models.CharField(max_length=60, null=True, blank=True)  # noqa: DJ001
    family_name = models.CharField(max_length=120, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    needs_interpreter = models.CharField(max_length=60, blank=True)
    adjustments = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "local_patient_identifier"], name="one_local_number_once"),
            models.UniqueConstraint(
                fields=["holder", "nhs_number"],
                condition=models.Q(local_patient_identifier=None),
                name="one_nhs_number_once_without_a_local_one",
            ),
        ]
        indexes = [models.Index(fields=["holder", "nhs_number"])]


class OpenState(models.TextChoices):
    OPEN = "open", "Waiting"
    TREATED = "treated", "Treated"
    ACTIVE_MONITORING = "active_monitoring", "Active monitoring"
    STOPPED = "stopped", "Clock stopped"
    NULLIFIED = "nullified", "Clock nullified"


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Pathway(models.Model):
    """One wait of one person, without identity. The database keeps each open one on exactly one list (AL-1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="pathways")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_id = models.UUIDField()
    upload = models.ForeignKey(
        WaitingListUpload, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    # The clock
    pathway_identifier = models.CharField(max_length=20)
    pathway_issuer = models.CharField(max_length=10)
    clock_start = models.DateField(null=True, blank=True, help_text="Unknown for a few; still reported")
    clock_stop = models.DateField(null=True, blank=True)
    status_code = models.CharField(max_length=2)
    state = models.CharField(max_length=20, choices=OpenState, default=OpenState.OPEN)

    # What for
    site_code = models.CharField(max_length=10, blank=True)
    treatment_function = models.CharField(max_length=3)
    referral_identifier = models.CharField(max_length=60, blank=True)
    consultant_code = models.CharField(max_length=10, blank=True)
    decision_to_admit_on = models.DateField(null=True, blank=True)
    to_come_in_on = models.DateField(null=True, blank=True)
    intended_management = models.CharField(max_length=1, blank=True)
    procedure_code = models.CharField(max_length=6, blank=True)
    procedure_group = models.ForeignKey(
        "directory.ProcedureGroup", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    priority = models.CharField(max_length=3, blank=True)
    theatre_minutes = models.PositiveIntegerField(null=True, blank=True)
    bed_nights = models.PositiveIntegerField(null=True, blank=True)

    # What a site must know, and nothing that names the person
    age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    ethnic_category = models.CharField(max_length=2, blank=True, help_text="For measuring only, never an input")
    deprivation_decile = models.PositiveSmallIntegerField(null=True, blank=True)
    postcode_district = models.CharField(max_length=4, blank=True)
    asa = models.PositiveSmallIntegerField(null=True, blank=True)
    bmi = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    frailty = models.PositiveSmallIntegerField(null=True, blank=True)
    clinical_facts = models.JSONField(default=dict, help_text="Other fields of the acceptance criteria, by name")
    travel_limit_km = models.PositiveSmallIntegerField(null=True, blank=True)
    requires_alternative_capacity = models.CharField(max_length=60, blank=True)
    corrections = models.JSONField(default=dict, help_text="What the file said of each fact that was corrected here")
    changed_at = models.DateTimeField(auto_now=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pathway_identifier", "pathway_issuer", "clock_start"],
                nulls_distinct=False,
                name="one_pathway_on_one_list",
            ),
            models.UniqueConstraint(
                fields=["pathway_identifier", "pathway_issuer"],
                condition=models.Q(state="open"),
                name="one_open_clock_on_one_list",
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "state", "clock_start", "id"]),
            models.Index(fields=["area_id", "state", "clock_start", "id"]),
        ]


class ClockEvent(models.Model):
    """Something that happened to a clock. Append-only: a correction is another event that withdraws one.

    `code` is a national status code, "correction", or "error" for a clock that was entered in error.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="events", db_index=False)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_id = models.UUIDField()
    code = models.CharField(max_length=10)
    on = models.DateField(null=True, help_text="Empty only for a start whose date is unknown")
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    attended = models.BooleanField(default=False)
    administrative = models.BooleanField(default=False)
    withdraws = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["recorded_at", "on"]
        indexes = [models.Index(fields=["pathway", "recorded_at"])]


class SavedView(models.Model):
    """Filters of the list that somebody wants again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "organisation", "name"], name="one_view_name_once")]
