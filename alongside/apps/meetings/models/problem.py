"""Which problems do two organisations own together, and what became of them?

Append-only: a problem's state, its owners and its outcome follow from its steps, the newest of which stands.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.apps.meetings.models.meeting import OfPair


class Problem(OfPair):
    """Something that stands in the way of both, stated with a figure, its source and its day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(
        "meetings.Space", null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
    statement = models.CharField(max_length=400)
    figure = models.CharField(max_length=120)
    figure_source = models.CharField(max_length=200)
    figure_on = models.DateField()
    raised_on = models.DateField()

    class Meta:
        ordering = ["-raised_on", "-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(trust=F("host")), name="problem_of_two"),
            models.CheckConstraint(condition=Q(figure_on__lte=F("raised_on")), name="problem_figure_is_known"),
        ]

    def __str__(self) -> str:
        return self.statement


class ProblemStep(OfPair):
    """What one side said next; `owner` is the post that owns it on the side that wrote, "" for unchanged."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        AGREED = "agreed", "Agreed what to do"
        SOLVED = "solved", "Solved"
        NOT_OURS = "not_ours", "Not ours to solve"

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State)
    owner = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=600)
    on = models.DateField()

    class Meta:
        ordering = ["id"]
