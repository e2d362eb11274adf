"""Giving and ending roles."""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Membership, User
from alongside.apps.audit.actions import record_event


class AlreadyHasRole(Exception):
    pass


class LastAdministrator(Exception):
    pass


@transaction.atomic
def add_person(*, name: str, email: str, role: str, by: Acting) -> Membership:
    """Give somebody a role in our own organisation; a new person gets an account without a password."""
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name)
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=by.organisation, role=role, ended_at=None
    )
    if not is_new:
        raise AlreadyHasRole(f"{user.name} already has this role")
    record_event("person_added", target=membership, by=by, email=user.email, role=role)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Acting) -> None:
    """End a role. Somebody who can give roles must remain."""
    administrators = Membership.objects.filter(organisation=by.organisation, role="administrator", ended_at=None)
    others = administrators.select_for_update().exclude(pk=membership.pk)
    if membership.role == "administrator" and not others:
        raise LastAdministrator("Add another administrator first: somebody must be able to give roles")
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record_event("role_ended", target=membership, by=by, person=membership.user.name, role=membership.role)


def password_link(*, membership: Membership, by: Acting) -> str:
    """A link with which this person, and nobody after them, can set a password once."""
    record_event("password_link_made", target=membership, by=by, person=membership.user.name)
    uid = urlsafe_base64_encode(force_bytes(str(membership.user.pk)))
    return reverse("accounts:set-password", args=[uid, default_token_generator.make_token(membership.user)])


def set_password(*, user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
