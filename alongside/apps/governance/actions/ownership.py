"""Whose words are these, are they still as they were seen, and do they still hold?"""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError, must_be_allowed
from alongside.apps.directory.models import Site
from alongside.apps.governance.facts import policy_digest, row_digest
from alongside.apps.governance.models import Barrier, Contact, Policy, Responsibility, SystemUse

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kept = TypeVar("Kept", Contact, Policy, SystemUse, Responsibility, Barrier)


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
    kept = type(thing).objects.select_for_update().get(pk=thing.pk)
    must_be_as_seen(policy_digest(kept) if isinstance(kept, Policy) else row_digest(kept), seen)
    if isinstance(kept, (Contact, Policy)) and kept.ended_on is not None:
        raise Refused(f"This {kept._meta.verbose_name} has ended: add a new one instead.")
    return kept


def plain(words: "DataclassInstance") -> dict[str, Any]:
    """A dataclass of words as the columns they are kept in."""
    return {field.name: getattr(words, field.name) for field in fields(words)}
