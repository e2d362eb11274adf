"""Who belongs where."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db.models import QuerySet
from django.utils.http import urlsafe_base64_decode

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


def membership_of(organisation_id: UUID, pk: int) -> Membership | None:
    """A role in this organisation that has not ended."""
    return members(organisation_id).filter(pk=pk).first()


def user_of_link(uid: str, token: str) -> User | None:
    """The person for whom a set-password link was made, while it is good."""
    try:
        user = User.objects.get(pk=UUID(urlsafe_base64_decode(uid).decode()), is_active=True)
    except (ValueError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None


def factors(user: User) -> set[str]:
    """The kinds of second factor this person has."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def members_without_second_factor(organisation_id: UUID) -> int:
    having = Authenticator.objects.values("user_id")
    return members(organisation_id).exclude(user_id__in=having).values("user_id").distinct().count()
