"""Every operation of the API, tried with every key and by everybody who is signed in (AL-8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alongside.apps.accounts.access import Acting, acting_as
from alongside.apps.accounts.queries import members
from alongside.apps.accounts.roles import Permission
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.actions.tokens import make_token, revoke_token
from alongside.apps.capacity.api import api
from tests.access import actors as who
from tests.access.actors import ACTORS, ORGANISATIONS, Actor
from tests.access.secrets import leaks
from tests.access.test_pages import undone
from tests.access.world import World, first_monday

pytestmark = [pytest.mark.slow, pytest.mark.promise("AL-8")]
SEE, OFFER = Permission.SEE_CAPACITY, Permission.OFFER_CAPACITY
# What each operation needs, and whose the thing is that it is asked for ("" where it names nothing).
OPERATIONS = {
    "GET /api/capacity/sessions": (SEE, ""),
    "POST /api/capacity/sessions": (OFFER, "site"),
    "GET /api/capacity/sessions/{session_id}": (SEE, "own session"),
    "PATCH /api/capacity/sessions/{session_id}": (OFFER, "own session"),
    "DELETE /api/capacity/sessions/{session_id}": (OFFER, "own session"),
    "GET /api/capacity/bed-nights": (SEE, ""),
    "POST /api/capacity/bed-nights": (OFFER, "site"),
    "GET /api/capacity/bed-nights/{night_id}": (SEE, "bed night"),
    "PATCH /api/capacity/bed-nights/{night_id}": (OFFER, "bed night"),
    "DELETE /api/capacity/bed-nights/{night_id}": (OFFER, "bed night"),
}
DONE = {200, 201}
NO_KEY, NOT_ALLOWED, NOT_FOUND, NOT_OUR_SITE = 401, 403, 404, 409


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an organisation: what it may do, and whether it is in force."""

    organisation: str
    may_write: bool
    is_revoked: bool = False

    def __str__(self) -> str:
        words = "revoked " if self.is_revoked else ""
        return f"{words}{'writing' if self.may_write else 'reading'} key of {self.organisation}"

    def may(self, permission: Permission) -> bool:
        return not self.is_revoked and (permission == SEE or self.may_write)


KEYS = [Key(place, may_write) for place in ORGANISATIONS for may_write in (False, True)]
KEYS.append(Key(who.OWN, may_write=True, is_revoked=True))


@pytest.fixture(scope="module")
def keys(world: World) -> dict[Key, str]:
    """The text of each key."""
    found = {}
    for key in KEYS:
        with acting_for(world.organisations[key.organisation].id):
            by = maker(world, key)
            token, text = make_token(name="A key", may_write=key.may_write, by=by)
            if key.is_revoked:
                revoke_token(token=token, by=by, now=timezone.now())
        found[key] = text
    return found


def maker(world: World, key: Key) -> Acting:
    return acting_as(members(world.organisations[key.organisation].id).filter(role="services_manager")[0])


def operations() -> Iterator[tuple[str, str]]:
    """Method and path of everything in the OpenAPI document."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield method.upper(), path


def ask(client: Client, world: World, method: str, path: str, **headers: Any) -> Any:
    place = path.format(session_id=world.things["own session"], night_id=world.things["bed night"])
    return client.generic(method, place, data=body_of(world, method, path), content_type="application/json", **headers)


def body_of(world: World, method: str, path: str) -> str:
    site, day = world.things[f"site of {who.OWN}"].code, first_monday().isoformat()
    if method == "POST" and "sessions" in path:
        return (
            f'{{"site_code": "{site}", "on": "{day}", "start": "13:30", "minutes": 60, "room": "Theatre 9",'
            ' "treatment_function": "110", "offered_to": "own"}'
        )
    if method == "POST":
        return f'{{"site_code": "{site}", "night": "{day}", "level": 1, "beds": 2}}'
    return '{"beds": 6}' if method == "PATCH" and "bed" in path else "{}"


def expected(whom: Actor | Key, operation: str) -> set[int]:
    permission, thing = OPERATIONS[operation]
    acts = not whom.is_revoked if isinstance(whom, Key) else whom.acts
    if not acts:
        return {NO_KEY}
    if not whom.may(permission):
        return {NOT_ALLOWED}
    if thing and whom.organisation != who.OWN:
        return {NOT_OUR_SITE} if thing == "site" else {NOT_FOUND}
    return DONE


def test_every_operation_says_what_it_needs():
    unsaid = sorted({f"{method} {path}" for method, path in operations()} - set(OPERATIONS))
    assert not unsaid, f"Say in OPERATIONS of tests/access/test_api.py who may ask: {', '.join(unsaid)}"


def test_every_operation_answers_each_person_as_it_should(world: World):
    wrong = []
    for actor in ACTORS:
        for method, path in operations():
            with undone():
                answer = ask(world.client(actor), world, method, path)
                told = leaks(answer, actor, path)
            if answer.status_code not in expected(actor, f"{method} {path}") or told:
                wrong.append(f"{method} {path} by {actor}: {answer.status_code} {told} {answer.content[:80]!r}")
    assert not wrong, "\n".join(wrong)


def test_every_operation_answers_each_key_as_it_should(world: World, keys: dict[Key, str]):
    wrong = []
    for key, text in keys.items():
        as_a_person = Actor("services_manager", key.organisation)
        for method, path in operations():
            with undone():
                answer = ask(Client(), world, method, path, HTTP_AUTHORIZATION=f"Bearer {text}")
                told = leaks(answer, as_a_person, path)
            if answer.status_code not in expected(key, f"{method} {path}") or told:
                wrong.append(f"{method} {path} with the {key}: {answer.status_code} {told} {answer.content[:80]!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("text", ["", "nonsense", "alongside__", "alongside_R002_guess", "x" * 5000])
def test_wrong_key_is_told_nothing(world: World, text: str):
    for method, path in operations():
        with undone():
            answer = ask(Client(), world, method, path, HTTP_AUTHORIZATION=f"Bearer {text}")
            assert (answer.status_code, leaks(answer, who.STRANGER)) == (NO_KEY, [])


def test_change_in_the_name_of_a_signed_in_person_needs_the_forms_token(world: World):
    client = world.client(Actor("services_manager", who.OWN), with_csrf_checks=True)
    with undone():
        answer = ask(client, world, "DELETE", "/api/capacity/sessions/{session_id}")
        assert answer.status_code == NOT_ALLOWED
