"""Every address that the product answers, read from Django's resolver, with what its arguments name."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alongside.apps.accounts.roles import Permission

# What each argument of an address names in the world; "app:address argument" where one word names different things.
THINGS = {
    "pathway_id": "pathway",
    "event_id": "clock event",
    "view_id": "view",
    "site_id": "site",
    "group": "group",
    "number": "rule",
    "operation": "operation",
    "uid": "uid",
    "token": "token",
    "accounts:end-membership pk": "membership",
    "accounts:password-link pk": "membership",
    "capacity:show-session pk": "own session",
    "capacity:change-session pk": "own session",
    "capacity:withdraw-session pk": "own session",
    "capacity:restore-session pk": "own session",
    "capacity:release-booking pk": "booking",
    "capacity:show-upload pk": "capacity upload",
    "capacity:returned-rows pk": "capacity upload",
    "capacity:revoke-token pk": "key",
    "capacity:template kind": "kind of spreadsheet",
    "capacity:template ending": "kind of file",
    "upload_id": "list upload",
    "plan_id": "plan",
    "change_id": "adjustment",
    "notice_id": "notice",
    "public:list-services code": "area's code",
    "public:show-site code": "area's code",
    "public:show-site site_code": "site's code",
    "agreement_id": "agreement",
    "guest_id": "guest",
    "host_id": "host",
    "agreements:edit-clause topic": "clause",
    "agreements:compare-versions number": "version",
    "governance:show-topic topic": "topic of care",
    "governance:print-card topic": "topic of care",
    "contact_id": "contact",
    "governance:change-system key": "system in use",
    "governance:remove-system key": "system in use",
    "governance:change-responsibility key": "step of a matrix",
    "governance:remove-responsibility key": "step of a matrix",
    "regulations:show-difference key": "difference",
    "regulations:change-difference key": "difference",
    "governance:show-barrier key": "barrier",
    "governance:change-barrier key": "barrier",
    "policy_id": "policy we keep",
    "trust_id": "guest",
    "meeting_id": "meeting",
    "action_id": "joint action",
    "problem_id": "joint problem",
    "organisation_id": "organisation",
    "space_id": "team space",
    "note_id": "note of a team",
    "member_id": "member of a team",
    "governance:confirm-policy policy_id": "policy about our patients",
    "governance:take-back-policy policy_id": "policy about our patients",
    "partnership_id": "partnership",
    "partnerships:show-governance partnership_id": "governance pack",
    "partnerships:show-pack partnership_id": "governance pack",
    "committee_id": "committee",
    "rung_id": "rung",
}
# Whose thing decides, where an address names several.
WHOLE = ("pathway", "site")
# Words of an address that name nobody's thing.
NOBODYS = {"kind of spreadsheet", "kind of file", "area's code", "site's code", "clause", "version", "topic of care"}


class UnknownArgument(Exception):
    """An address was added that the matrix cannot fill in."""


@dataclass(frozen=True)
class Address:
    """One named address and the view behind it."""

    name: str
    arguments: tuple[str, ...]
    view: Any

    @cached_property
    def view_class(self) -> Any:
        return getattr(self.view, "view_class", None)

    @property
    def permission(self) -> Permission | None:
        return getattr(self.view_class, "permission", None)

    @cached_property
    def things(self) -> dict[str, str]:
        """Argument to the name of the thing it stands for."""
        return {argument: self.thing_of(argument) for argument in self.arguments}

    def thing_of(self, argument: str) -> str:
        found = THINGS.get(f"{self.name} {argument}") or THINGS.get(argument)
        if found is None:
            raise UnknownArgument(
                f"The address {self.name} takes “{argument}”, which the access matrix does not know: add to THINGS in "
                "tests/access/addresses.py what it names, and to AUDIENCE in tests/access/expected.py who may see it."
            )
        return found

    @property
    def thing(self) -> str:
        """The one thing whose audience decides; "" for an address that names nothing."""
        named = [thing for thing in self.things.values() if thing not in NOBODYS]
        return next((whole for whole in WHOLE if whole in named), named[0] if named else "")

    def answers(self, method: str) -> bool:
        return self.view_class is None or hasattr(self.view_class, method.lower())

    def path(self, things: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={argument: things[thing] for argument, thing in self.things.items()})


def addresses() -> list[Address]:
    """Every page of the product; one without a name fails, because nothing could be said of it.

    What other systems ask at /api/ is tried in test_api.py, operation by operation.
    """
    found = [address for address in walk(get_resolver().url_patterns, "") if not address.name.startswith("api:")]
    unnamed = [address for address in found if not address.name or address.name.endswith(":")]
    if unnamed:
        raise UnknownArgument(f"These addresses have no name: {unnamed}")
    return found


def walk(patterns: list[Any], namespace: str) -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            arguments = tuple(re.compile(entry.pattern.regex.pattern).groupindex)
            yield Address(f"{namespace}{entry.name or ''}", arguments, inspect.unwrap(entry.callback))
