"""Whose words are these, are they still as they were seen, and do they still hold? Then: kept once, changed, ended."""

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import (
    ChangedMeanwhileError,
    NotYoursError,
    entered,
    must_be_allowed,
)
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.directory.models import Site
from alongside.apps.governance.facts import policy_digest, row_digest
from alongside.apps.governance.models import Barrier, Contact, Policy, Responsibility, SystemUse

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kept = TypeVar("Kept", Contact, Policy, SystemUse, Responsibility, Barrier)
Ending = TypeVar("Ending", Contact, Policy)
TWICE = "There is a line for this step already: change that one."


class Refused(Exception):
    """It cannot be kept; the message says what to do."""


def must_be_ours(organisation_id: object, by: Acting, permission: Permission) -> None:
    must_be_allowed(by, permission)
    if organisation_id != by.organisation_id:
        raise NotYoursError("These are another organisation’s words: only it may change them.")


def must_be_as_seen(digest: str, seen: str | None) -> None:
    """`seen` is the digest of what the page showed; None when no page was shown."""
    if seen is not None and seen != digest:
        raise ChangedMeanwhileError("Somebody else has changed this since you opened the page.")


def must_be_our_site(site: Site | None, by: Acting) -> None:
    if site and site.organisation_id != by.organisation_id:
        raise Refused("Choose a site of your own organisation.")


def needed(model: type) -> Permission:
    """Anybody may raise a barrier; all else is for those who keep our words."""
    return Permission.RAISE if model is Barrier else Permission.KEEP_GOVERNANCE


def locked(thing: Kept, seen: str | None, by: Acting) -> Kept:
    """Our own words as they are now, kept from other writers; refused when they have ended."""
    must_be_ours(thing.organisation_id, by, needed(type(thing)))
    kept = type(thing).objects.select_for_update().filter(pk=thing.pk).first()
    if kept is None:
        raise Refused("Somebody has removed this line meanwhile: look at the list again.")
    must_be_as_seen(policy_digest(kept) if isinstance(kept, Policy) else row_digest(kept), seen)
    if isinstance(kept, (Contact, Policy)) and kept.ended_on is not None:
        raise Refused(f"This {kept._meta.verbose_name} has ended: add a new one instead.")
    return kept


def plain(words: "DataclassInstance") -> dict[str, Any]:
    """A dataclass of words as the columns they are kept in."""
    return {field.name: getattr(words, field.name) for field in fields(words)}


def added(
    model: type[Any], said: dict[str, Any], by: Acting, today: date, said_on: date | None = None, **told: str
) -> Any:
    """A new row of ours with these words; sent twice, the row that the first sending made."""
    take_turns("writing", by.organisation_id)
    open_now = {"ended_on": None} if issubclass(model, Contact | Policy) else {}
    same = model.objects.filter(organisation=by.organisation, **open_now, **said).first()
    if same is not None:
        return same
    dated = {"said_on": said_on} if said_on else {}
    row = model(organisation=by.organisation, area_id=by.area_id, source=entered(by, today), **dated, **said)
    return saved(row, "added", by, **told)


def changed(kept: Kept, said: dict[str, Any], by: Acting, today: date, **told: str) -> Kept:
    """Our own row, locked, now with these words."""
    for name, value in said.items():
        setattr(kept, name, value)
    kept.source = entered(by, today)
    return saved(kept, "changed", by, **told)


def ended(kept: Ending, by: Acting, today: date, **told: str) -> Ending:
    """Our own row, locked, shown no more from today."""
    kept.ended_on = today
    return saved(kept, "ended", by, **told)


def saved(row: Kept, what: str, by: Acting, **told: str) -> Kept:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise Refused(TWICE) from twice
    record_event(f"governance.{row._meta.model_name}_{what}", target=row, by=by, **told)
    return row
