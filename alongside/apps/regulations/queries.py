"""What may independent hospitals of this area not do, and which rules follow from it?"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.regulations.facts import difference_of
from alongside.apps.regulations.models import DifferenceVersion
from alongside.domain.criteria import Criterion
from alongside.domain.differences import INDEPENDENT, rules_at


def latest_of_area(area_id: UUID) -> QuerySet[DifferenceVersion]:
    """The latest version of each difference of the area, by number; those no longer in force too."""
    newest = DifferenceVersion.objects.order_by("difference_id", "-version").distinct("difference_id")
    found = DifferenceVersion.objects.filter(area_id=area_id, pk__in=newest.values("pk"))
    return found.select_related("difference", "organisation").order_by("difference__number")


def independent_rules(area_id: UUID) -> tuple[Criterion, ...]:
    """The review rules that every independent hospital of the area has, whatever its own criteria say."""
    held = latest_of_area(area_id).filter(in_force=True).exclude(field="")
    return rules_at((difference_of(version) for version in held), INDEPENDENT)


def differences(acting: Acting) -> QuerySet[DifferenceVersion]:
    """Every difference of the area as it stands."""
    return latest_of_area(acting.area_id)


def find_difference(acting: Acting, key: UUID) -> DifferenceVersion | None:
    """The latest version of one difference."""
    return differences(acting).filter(difference_id=key).first()


def versions_of(acting: Acting, key: UUID) -> QuerySet[DifferenceVersion]:
    """Everything that was ever said of it, newest first."""
    found = DifferenceVersion.objects.filter(area_id=acting.area_id, difference_id=key)
    return found.select_related("difference").order_by("-version")


def count_said(acting: Acting, since: datetime) -> int:
    """How many versions were made since a moment."""
    return DifferenceVersion.objects.filter(area_id=acting.area_id, at__gt=since).count()


def differences_to_review(acting: Acting, on: date) -> QuerySet[DifferenceVersion]:
    """Of those in force, the ones whose day of review has come; for the board that keeps them."""
    return differences(acting).filter(organisation_id=acting.organisation_id, in_force=True, review_on__lte=on)
