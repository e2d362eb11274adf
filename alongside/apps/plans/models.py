import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site


class Plan(models.Model):
    """One question to the planner and its answer. The question never changes once it is asked."""

    class Policy(models.TextChoices):
        TIERS = "tiers", "Clinical priority first"
        WEIGHTED = "weighted", "Priority, wait and distance weighed together"

    class Effort(models.TextChoices):
        FAST = "fast", "Quick"
        BEST = "best", "Thorough"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to start"
        RUNNING = "running", "Being worked out"
        READY = "ready", "Ready"
        APPROVED = "approved", "Approved"
        REPLACED = "replaced", "Replaced"
        FAILED = "failed", "Could not be worked out"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replans")
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces",
        help_text="The plan whose approval ended the approval of this one",
    )  # fmt: skip
    keeps_places = models.BooleanField(
        default=False, help_text="Goes on from the plan that it is based on: who need not move keeps their place"
    )

    # The question
    treatment_functions = models.JSONField(default=list, blank=True, help_text="Empty: all")
    providers = models.JSONField(default=list, blank=True, help_text="ODS codes of the lists to plan for; empty: all")
    as_of = models.DateField()
    starts_on = models.DateField(help_text="The Monday of the first week")
    weeks = models.PositiveSmallIntegerField()
    nearest = models.PositiveSmallIntegerField()
    travel_limit_km = models.PositiveSmallIntegerField(default=50, help_text="For patients whose own is not known")
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.TIERS)
    effort = models.CharField(max_length=4, choices=Effort, default=Effort.FAST)
    equity_tie_break = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(default=0)

    # The answer
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.FloatField(default=0)
    progress_words = models.CharField(max_length=200, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="A worker of an older attempt may not write")
    touched_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    facts_at = models.DateTimeField(null=True, help_text="When the list and the capacity were read")
    input_digest = models.CharField(max_length=64, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    summary = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict, help_text="Sites, rules and versions that the lines refer to")
    seconds = models.FloatField(null=True)

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def not_placed(self) -> int:
        return self.waiting - self.placed

    @property
    def last_day(self) -> date:
        """The Sunday of the last week."""
        return self.starts_on + timedelta(days=7 * self.weeks - 1)

    @property
    def has_answer(self) -> bool:
        return self.state in ANSWERED

    @property
    def is_current(self) -> bool:
        """Could it still be approved, or is it?"""
        return self.state in {self.State.READY, self.State.APPROVED}

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}


ANSWERED = (Plan.State.READY, Plan.State.APPROVED, Plan.State.REPLACED)


class Adjustment(models.Model):
    """A person's word to the planner: this patient there, or this patient, week of sessions or site not at all.

    `in_question` when the plan was worked out with it; otherwise it waits for "Plan again". `lifted` is one of the
    question that the next plan shall not have.
    """

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
    in_question = models.BooleanField(default=False)
    lifted = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]


class PlanLine(models.Model):
    """One pathway in one plan: its place or its reason. No identity."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pathway_id = models.UUIDField()
    treatment_function = models.CharField(max_length=3)
    procedure_group = models.CharField(max_length=60, blank=True)
    priority = models.CharField(max_length=3, blank=True)
    days_waited = models.IntegerField(null=True)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    week = models.PositiveSmallIntegerField(null=True)
    km = models.FloatField(null=True)
    code = models.CharField(max_length=30)
    words = models.TextField()
    would_change = models.TextField(blank=True)
    notes = models.TextField(blank=True, help_text="What was assumed where something is not recorded")
    review_by = models.CharField(max_length=200, blank=True, help_text="Who at the site reviews before an offer")
    moved_by = models.CharField(max_length=20, blank=True, help_text="Why not where the plan before had them")
    made_way_for = models.UUIDField(null=True, blank=True)
    considered = models.JSONField(default=list, help_text="[site, km, verdict, rules] nearest first: see Plan.evidence")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "pathway_id"], name="one_line_a_pathway")]
        indexes = [
            models.Index(fields=["plan", "code"]),
            models.Index(fields=["plan", "provider"]),
            models.Index(fields=["plan", "treatment_function"]),
            models.Index(fields=["plan", "days_waited"]),
        ]

    @property
    def is_placed(self) -> bool:
        return self.site_id is not None


class Approval(models.Model):
    """One of the two names under a plan. Append-only: a name is taken back by another row that withdraws it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    withdraws = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="withdrawn_by")
    changed_since = models.JSONField(default=dict, help_text="What had changed since the plan was worked out")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
