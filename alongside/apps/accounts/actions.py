"""Giving and ending roles."""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Membership, Organisation, User
from alongside.apps.audit.actions import record_event


class AlreadyHasRole(Exception):
    pass


class LastAdministrator(Exception):
    pass


class BoardUnknown(Exception):
    pass


def add_organisation(*, code: str, name: str, kind: str, board: str = "") -> Organisation:
    """The organisation with this ODS code, made when it is new; all but a board belong to a board."""
    known = Organisation.objects.filter(code=code).first()
    if known:
        return known
    its_board = Organisation.objects.filter(code=board, kind=Organisation.Kind.BOARD).first()
    if kind != Organisation.Kind.BOARD and its_board is None:
        raise BoardUnknown(
            f"There is no board with the code '{board}'. Add the board first, then name it with --board."
        )
    parent = None if kind == Organisation.Kind.BOARD else its_board
    return Organisation.objects.create(code=code, name=name, kind=kind, board=parent)


@transaction.atomic
def first_administrator(*, organisation: Organisation, name: str, email: str) -> str:
    """Make this person an administrator; the link with which they set their password."""
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name)
    Membership.objects.get_or_create(user=user, organisation=organisation, role="administrator", ended_at=None)
    return link_for(user)


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
    return link_for(membership.user)


def link_for(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(str(user.pk)))
    return reverse("accounts:set-password", args=[uid, default_token_generator.make_token(user)])


def set_password(*, user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
