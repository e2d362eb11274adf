"""The only way to write to the audit tables."""

from typing import Any, Protocol
from uuid import UUID

from django.db import models

from alongside.apps.audit.models import Event, IdentityRead


class Actor(Protocol):
    """Who acts, for whom, in which role: see `accounts.access.Acting`."""

    @property
    def user(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def role_name(self) -> str: ...


def record_event(kind: str, *, target: models.Model, by: Actor, **detail: object) -> Event:
    """Keep that `by` did `kind` to `target`, with what is needed to understand it later."""
    return Event.objects.create(
        kind=kind,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        organisation_id=by.organisation_id,
        by=by.user,
        by_name=by.name,
        detail=detail,
    )


def record_identity_read(*, patient_id: UUID, purpose: str, page: str, by: Actor) -> IdentityRead:
    """Keep that `by` saw who this patient is, and why."""
    return IdentityRead.objects.create(
        patient_id=patient_id,
        organisation_id=by.organisation_id,
        by=by.user,
        by_name=by.name,
        role=by.role_name,
        purpose=purpose,
        page=page[:200],
    )
