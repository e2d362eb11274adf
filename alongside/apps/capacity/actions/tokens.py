"""Give another computer system of our organisation a key to our capacity, know it again, and take it back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission, Role
from alongside.apps.audit.actions import Actor, record_event
from alongside.apps.audit.isolation import act_for
from alongside.apps.capacity.models import ApiToken

MARK = "alongside"


class ReadingSystem(Role):
    name = "reading_system"
    title = "Computer system that reads capacity"
    comes_for = "what is offered and taken"
    permissions = {Permission.SEE_CAPACITY}


class OfferingSystem(Role):
    name = "offering_system"
    title = "Computer system that offers capacity"
    comes_for = "keeping our capacity as our own system has it"
    permissions = {Permission.SEE_CAPACITY, Permission.OFFER_CAPACITY}


@dataclass(frozen=True, slots=True)
class ActingSystem(Acting):
    """A system acting by a token, in the name of the person who made it."""

    token: ApiToken

    @property
    def name(self) -> str:
        return f"{self.token.name}, for {self.token.made_by_name}"


@transaction.atomic
def make_token(*, name: str, may_write: bool, by: Acting) -> tuple[ApiToken, str]:
    """A new key and its text, which is shown once and never kept."""
    text = f"{MARK}_{by.organisation.code}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        organisation=by.organisation,
        name=name,
        digest=digest_of(text),
        may_write=may_write,
        made_by=by.user,
        made_by_name=by.name,
    )
    record_event("token_made", target=token, by=by, name=name, may_write=may_write)
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor, now: datetime) -> None:
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record_event("token_revoked", target=token, by=by, name=token.name)


def act_by_token(*, text: str, today: date) -> ActingSystem | None:
    """Act for the organisation of this key until the end of the transaction; None, and nobody acts, for a wrong one."""
    act_for(None)
    code = text.removeprefix(f"{MARK}_").split("_", 1)[0]
    is_ours = text.startswith(f"{MARK}_") and code.isalnum()
    organisation = Organisation.objects.filter(code=code).select_related("board").first() if is_ours else None
    if organisation is None:
        return None
    act_for(organisation.id)
    token = (
        ApiToken.objects.filter(
            organisation=organisation, digest=digest_of(text), revoked_at=None, made_by__is_active=True
        )
        .select_related("made_by")
        .first()
    )
    if token is None:
        act_for(None)
        return None
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return ActingSystem(token.made_by, organisation, OfferingSystem if token.may_write else ReadingSystem, token)


def digest_of(text: str) -> str:
    """The text has 256 random bits, so one round of SHA-256 keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()
