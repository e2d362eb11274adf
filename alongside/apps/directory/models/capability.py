import pghistory
from django.db import models

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models.site import Site
from alongside.domain.site_capability import DAYS, EQUIPMENT, FEATURES, PATHWAY_LABELS, SKILLS, STAFF_GROUPS


class Fact(models.Model):
    """One thing that a site's own people say of it, and where that is from."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=300)

    class Meta:
        abstract = True


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Equipment(Fact):
    """How many of a kind are here; 0 says that there is none, no row that nobody said."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="equipment")
    kind = models.CharField(max_length=40, choices=list(EQUIPMENT.items()))
    count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "kind"], name="one_equipment_once")]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Competence(Fact):
    """How many of a staff group are trained in a skill, and the earliest day on which a training among them ends."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="competences")
    staff_group = models.CharField(max_length=40, choices=list(STAFF_GROUPS.items()))
    skill = models.CharField(max_length=40, choices=list(SKILLS.items()))
    trained = models.PositiveSmallIntegerField()
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "staff_group", "skill"], name="one_competence_once"),
            models.CheckConstraint(
                condition=models.Q(trained=0) | models.Q(expires_on__isnull=False), name="training_has_a_last_day"
            ),
        ]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class InfectionPathway(Fact):
    """How far patients with and without infection are kept apart here."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="infection_pathway")
    colour = models.CharField(max_length=10, choices=[(key.value, label) for key, label in PATHWAY_LABELS.items()])
    from_day = models.DateField()


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class AccessFeature(Fact):
    """Whether a patient finds this here; no row says that nobody said."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="access_features")
    feature = models.CharField(max_length=40, choices=list(FEATURES.items()))
    has = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "feature"], name="one_feature_once")]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class OpeningHours(Fact):
    """When the site is open to patients on one weekday; midnight to midnight is day and night."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(DAYS)))
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "weekday"], name="one_opening_a_day")]
