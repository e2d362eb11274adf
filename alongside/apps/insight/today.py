"""What needs this person today? One function for each kind of need; each asks one app's queries."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from alongside.apps.accounts import queries as people
from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to look at or do; `count` is how many, None where a number says nothing."""

    title: str
    text: str
    href: str
    count: int | None = None


def people_without_second_factor(acting: Acting) -> Need:
    count = people.members_without_second_factor(acting.organisation_id)
    return Need("People without a second factor", "Ask them to set one up", reverse("accounts:list-people"), count)


NEEDS: tuple[tuple[Permission, Callable[[Acting], Need | None]], ...] = (
    (Permission.MANAGE_PEOPLE, people_without_second_factor),
)


def needs(acting: Acting) -> list[Need]:
    """What this person may act on, in the order of the journey."""
    found = [need(acting) for permission, need in NEEDS if acting.may(permission)]
    return [need for need in found if need is not None]
