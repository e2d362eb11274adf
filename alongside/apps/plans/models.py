import uuid

from django.conf import settings
from django.db import models

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site


class Plan(models.Model):
    """One question to the planner and its answer. The question never changes once it is asked."""

    class Policy(models.TextChoices):
        TIERS = "tiers", "Clinical priority first"
        WEIGHTED = "weighted", "Weighted worth"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to start"
        RUNNING = "running", "Being worked out"
        READY = "ready", "Ready"
        APPROVED = "approved", "Approved"
        FAILED = "failed", "Could not be worked out"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replans")

    # The question
    treatment_functions = models.JSONField(default=list, help_text="Empty: all")
    providers = models.JSONField(default=list, help_text="Ids of the lists to plan for; empty: all of the area")
    as_of = models.DateField()
    starts_on = models.DateField(help_text="The Monday of the first week")
    weeks = models.PositiveSmallIntegerField()
    nearest = models.PositiveSmallIntegerField()
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.TIERS)
    effort = models.CharField(max_length=4, choices=[("fast", "Fast"), ("best", "Best")], default="fast")
    equity_tie_break = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(default=0)

    # The answer
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.FloatField(default=0)
    progress_words = models.CharField(max_length=200, blank=True)
    trouble = models.TextField(blank=True)
    input_digest = models.CharField(max_length=64, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    summary = models.JSONField(default=dict)
    seconds = models.FloatField(null=True)

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class Adjustment(models.Model):
    """A person's word to the planner: this patient there, or this patient, week of sessions or site not at all."""

    class Kind(models.TextChoices):
        PIN = "pin", "Keep this patient at this site"
        EXCLUDE_PATIENT = "exclude_patient", "Leave this patient out"
        EXCLUDE_SESSIONS = "exclude_sessions", "Do not use these sessions"
        EXCLUDE_SITE = "exclude_site", "Do not use this site"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="adjustments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    pathway_id = models.UUIDField(null=True, blank=True)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    treatment_function = models.CharField(max_length=3, blank=True)
    week = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)


class PlanLine(models.Model):
    """One pathway in one plan: its place or its reason. No identity."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pathway_id = models.UUIDField()
    treatment_function = models.CharField(max_length=3)
    priority = models.CharField(max_length=3)
    days_waited = models.IntegerField(null=True)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    week = models.PositiveSmallIntegerField(null=True)
    km = models.FloatField(null=True)
    code = models.CharField(max_length=30)
    words = models.TextField()
    would_change = models.TextField(blank=True)
    considered = models.JSONField(default=list, help_text="Each site looked at, nearest first, with its verdict")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "pathway_id"], name="one_line_a_pathway")]
        indexes = [models.Index(fields=["plan", "code"]), models.Index(fields=["plan", "provider"])]


class Approval(models.Model):
    """One of the two names under a plan. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["plan", "by"], name="one_name_once_under_a_plan")]
