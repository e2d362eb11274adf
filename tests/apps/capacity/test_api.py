"""Another computer system keeps our capacity, with a key of its own and no more than that (M-1, AL-8)."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import actions
from alongside.apps.capacity.actions.tokens import make_token, revoke_token
from alongside.apps.capacity.models import ApiToken
from tests import factories
from tests.apps.capacity.conftest import NOW, UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.apps.capacity.addresses"), pytest.mark.row("M-1")]

SESSIONS, BEDS = "/api/capacity/sessions", "/api/capacity/bed-nights"
GOOD = {
    "on": "2026-02-03",
    "start": "08:30",
    "minutes": 240,
    "room": "Theatre 1",
    "treatment_function": "110",
    "offered_to": "area",
}


def key_of(acting, may_write=True):
    with acting_for(acting.organisation_id):
        return make_token(name="Theatre system", may_write=may_write, by=acting)


def ask(method, address, text, given=None):
    body = {"data": json.dumps(given), "content_type": "application/json"} if given is not None else {}
    headers = {"Authorization": f"Bearer {text}"} if text else {}
    answer = getattr(Client(), method)(address, headers=headers, **body)
    return answer.status_code, answer.json()


def test_session_is_offered_changed_and_withdrawn_by_key(area):
    _, text = key_of(area.manager)
    status, made = ask("post", SESSIONS, text, GOOD | {"site_code": area.site.code})
    assert (status, made["minutes_left"], made["starts_at"]) == (201, 240, "2026-02-03T08:30:00Z")
    assert made["source"] == f"Entered by Theatre system, for {area.manager.name}"
    one = f"{SESSIONS}/{made['id']}"
    assert ask("patch", one, text, {"minutes": 60})[1]["minutes"] == 60
    assert ask("get", SESSIONS, text)[1]["total"] == 1
    assert ask("delete", f"{one}?why=Flood", text)[1]["state"] == "withdrawn"
    assert ask("get", SESSIONS, text)[1]["total"] == 0
    assert ask("patch", one, text, {"state": "open"})[1]["state"] == "open"


def test_beds_are_offered_changed_and_withdrawn_by_key(area):
    _, text = key_of(area.manager)
    given = {"site_code": area.site.code, "night": "2026-02-03", "level": 1, "beds": 3}
    status, made = ask("post", BEDS, text, given)
    assert (status, made["left"]) == (200, 3)
    assert ask("patch", f"{BEDS}/{made['id']}", text, {"beds": 2})[1]["beds"] == 2
    assert ask("delete", f"{BEDS}/{made['id']}", text)[1]["beds"] == 0
    assert ask("get", f"{BEDS}?first=2026-02-01&last=2026-02-28", text)[1]["total"] == 1


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_session_of_another_organisation_is_not_found(area, method):
    session = area.session()
    _, text = key_of(area.booker)
    body = {"minutes": 60} if method == "patch" else None
    status, answer = ask(method, f"{SESSIONS}/{session.pk}", text, body)
    assert status == 404
    assert "Theatre" not in answer["message"]


@pytest.mark.parametrize("text", ["", "x", "alongside_NOBODY_x", "alongside__", "alongside_\x00_x"])
def test_request_without_a_key_in_force_is_refused(area, text):
    assert ask("get", SESSIONS, text)[0] == 401


def test_revoked_key_is_refused_and_so_is_that_of_a_person_who_left(area):
    token, text = key_of(area.manager)
    assert ask("get", SESSIONS, text)[0] == 200
    area.manager.user.is_active = False
    area.manager.user.save()
    assert ask("get", SESSIONS, text)[0] == 401
    area.manager.user.is_active = True
    area.manager.user.save()
    with acting_for(area.hospital.id):
        assert ApiToken.objects.get().last_used_on is not None
        revoke_token(token=token, by=area.manager, now=datetime(2026, 2, 1, tzinfo=UTC))
    assert ask("get", SESSIONS, text)[0] == 401


def test_key_is_kept_as_a_digest_alone(area):
    token, text = key_of(area.manager)
    assert text not in str(vars(token))
    assert text.startswith(f"alongside_{area.hospital.code}_")


def test_reading_key_may_not_write(area):
    _, text = key_of(area.manager, may_write=False)
    status, answer = ask("post", SESSIONS, text, GOOD | {"site_code": area.site.code})
    assert (status, answer["message"]) == (403, "This key or role may not offer, change and withdraw our own capacity.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"minutes": 0}, "given.minutes"),
        ({"minutes": "many"}, "given.minutes"),
        ({"on": "31 February"}, "given.on"),
        ({"offered_to": "everybody"}, "given.offered_to"),
        ({"room": ""}, "given.room"),
        ({"room": "Theatre\x001"}, "given.room"),
        ({"surprise": 1}, "given.surprise"),
        ({"start": "08:30+05:00"}, "given.start"),
    ],
)
def test_malformed_request_names_the_field(area, given, field):
    _, text = key_of(area.manager)
    status, answer = ask("post", SESSIONS, text, GOOD | {"site_code": area.site.code} | given)
    assert (status, list(answer["fields"])) == (422, [field.removeprefix("given.")])


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"site_code": "NOWHERE"}, "CAP-1"),
        ({"treatment_function": "ABC"}, "CAP-7"),
        ({"on": "9999-12-31"}, "CAP-7"),
        ({"on": "0001-01-01"}, "CAP-7"),
        ({"procedure_group": "nothing"}, "CAP-7"),
    ],
)
def test_refusal_names_its_rule(area, given, rule):
    _, text = key_of(area.manager)
    status, answer = ask("post", SESSIONS, text, GOOD | {"site_code": area.site.code} | given)
    assert (status, answer["rule"]) == (409, rule)


def test_second_session_in_a_room_and_withdrawal_under_a_booking_are_refused(area):
    _, text = key_of(area.manager)
    made = ask("post", SESSIONS, text, GOOD | {"site_code": area.site.code})[1]
    assert ask("post", SESSIONS, text, GOOD | {"site_code": area.site.code})[1]["rule"] == "CAP-2"
    session = area.session()
    with acting_for(area.trust.id):
        actions.hold_minutes(session=session, minutes=90, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker)
    assert ask("delete", f"{SESSIONS}/{session.pk}", text)[1]["rule"] == "CAP-5"
    assert ask("get", f"{SESSIONS}/{made['id']}", text)[1]["state"] == "open"


def test_signed_in_person_needs_the_csrf_token_to_write(area):
    client = factories.client_of(area.manager)
    assert client.get(SESSIONS).status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    given = json.dumps(GOOD | {"site_code": area.site.code})
    assert strict.post(SESSIONS, given, content_type="application/json").status_code == 403


def test_document_declares_every_refusal(area):
    document = factories.client_of(area.manager).get("/api/openapi.json").json()
    for address, ways in document["paths"].items():
        if not address.startswith("/api/capacity"):
            continue
        for method, way in ways.items():
            needed = {"401", "403", "422"} | ({"404", "409"} if method != "get" or "{" in address else set())
            assert needed <= set(way["responses"]), (address, method)
