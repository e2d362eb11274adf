"""Who belongs where."""

from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.accounts.models import Membership, Organisation, User


def current_memberships(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user, user__is_active=True, ended_at=None)
        .select_related("organisation__board", "user")
        .order_by("organisation__name", "role")
    )


def members(organisation_id: UUID) -> QuerySet[Membership]:
    """Everybody with a role in this organisation now."""
    return (
        Membership.objects.filter(organisation_id=organisation_id, ended_at=None)
        .select_related("user")
        .order_by("user__name", "role")
    )


def organisations_of_area(area_id: UUID) -> QuerySet[Organisation]:
    """The board itself and every organisation in its area."""
    return Organisation.objects.filter(board_id=area_id) | Organisation.objects.filter(id=area_id)
