import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation


class PostcodeDistrict(models.Model):
    """Where a postcode district lies: as near to a home as a plan without identity may come."""

    code = models.CharField(primary_key=True, max_length=4)
    latitude = models.FloatField()
    longitude = models.FloatField()
    source = models.CharField(max_length=200)


class ProcedureGroup(models.Model):
    """Operations that need the same things of a site."""

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=120)
    treatment_function = models.CharField(max_length=3, db_index=True)
    opcs_codes = models.JSONField(default=list)
    theatre_minutes = models.PositiveIntegerField(help_text="Typical minutes in theatre for one case")
    bed_nights = models.FloatField(help_text="Typical nights in hospital")
    support_needed = models.JSONField(default=list)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["treatment_function", "name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Site(models.Model):
    """A place where patients are treated."""

    class Sector(models.TextChoices):
        ACUTE = "acute", "Acute"
        DIAGNOSTIC = "diagnostic", "Diagnostic"
        PRIMARY = "primary", "Primary care"
        COMMUNITY = "community", "Community"
        COMMUNITY_DIAGNOSTIC = "community_diagnostic", "Community diagnostic centre"

    class CriticalCare(models.IntegerChoices):
        WARD = 0, "Level 0: ward"
        ENHANCED = 1, "Level 1: enhanced ward or outreach"
        HIGH_DEPENDENCY = 2, "Level 2: high dependency"
        INTENSIVE = 3, "Level 3: intensive care"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("ODS site code", max_length=10, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    area_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=Sector, default=Sector.ACUTE)
    postcode = models.CharField(max_length=8)
    latitude = models.FloatField()
    longitude = models.FloatField()
    position_source = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    critical_care_level = models.PositiveSmallIntegerField(null=True, blank=True, choices=CriticalCare)
    level_source = models.CharField(max_length=300, blank=True, help_text="Who says the critical care level, and when")
    source = models.CharField(max_length=300, help_text="Where these facts are from, of when, and how sure")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent("added"), pghistory.DeleteEvent("removed"), obj_field=None)
class SiteService(models.Model):
    """A site does this procedure group; with none named it sees patients of the function and promises no operation."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="services")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    treatment_function = models.CharField(max_length=3)
    procedure_group = models.ForeignKey(ProcedureGroup, null=True, blank=True, on_delete=models.PROTECT)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "treatment_function", "procedure_group"],
                nulls_distinct=False,
                name="one_service_once",
            )
        ]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class SupportService(models.Model):
    """What stands behind an operation at this site, and at which hours."""

    class Cover(models.TextChoices):
        ALWAYS = "24x7", "24 hours, every day"
        HOURS = "hours", "Working hours"
        ON_CALL = "on_call", "On call"
        NONE = "none", "Not here"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="support")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    cover = models.CharField(max_length=10, choices=Cover)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "kind"], name="one_support_once")]


class CriteriaVersion(models.Model):
    """Whom a site takes, for one procedure group or for all it does. Append-only: a change is a new version.

    Versions are counted through the whole site, so that one number names all the rules that a decision used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="criteria")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    procedure_group = models.ForeignKey(ProcedureGroup, null=True, blank=True, on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    criteria = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["site", "-version"]
        constraints = [models.UniqueConstraint(fields=["site", "version"], name="one_criteria_version_once")]


class Attestation(models.Model):
    """A named person says: what the directory holds of this site is true today. Append-only.

    `covers` is what it held then, so that a later change is never taken as attested.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="attestations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    covers = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict, help_text="Links to what shows it, by section")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["site", "-on", "-at"]
        get_latest_by = ["on", "at"]


class SectionAttestation(models.Model):
    """A named person says that one section of what the directory holds of this site is true today. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="section_attestations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=20)
    on = models.DateField()
    covers = models.JSONField(null=True, help_text="What this section held then")
    evidence_link = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["site", "section", "-on", "-at"]


class ServiceNotice(models.Model):
    """The site says that something it does is paused, moved or given by telephone and video. Append-only.

    A row that names another in `ends` is its end: from `starts_on` of that row the notice no longer holds.
    """

    class Kind(models.TextChoices):
        PAUSED = "paused", "Paused"
        MOVED = "moved", "Moved to another site"
        REMOTE = "remote", "By telephone or video"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    treatment_function = models.CharField(max_length=3, blank=True, help_text="Empty: everything the site does")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day it holds; empty until further notice")
    to_site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    public_words = models.CharField(max_length=300, blank=True, help_text="Shown to everybody, patients too")
    ends = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_on", "at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="notice_ends_after_it_starts",
            ),
        ]


class CheckAnswer(models.Model):
    """Where a clinician would have sent a modelled patient, and what the sites' rules said. Append-only, no name.

    `drawn_for` tells one person's one answer of a day from another's without saying who it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    drawn_for = models.CharField(max_length=64)
    on = models.DateField()
    procedure_group = models.ForeignKey(ProcedureGroup, on_delete=models.PROTECT, related_name="+")
    treatment_function = models.CharField(max_length=3)
    question = models.JSONField(help_text="The modelled patient and where they live")
    options = models.JSONField(help_text="Each site with its answer, its reasons and the version of its rules")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_right = models.BooleanField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["drawn_for", "on"], name="one_check_a_day")]
