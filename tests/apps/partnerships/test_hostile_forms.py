"""The forms of a partnership, sent by a slip and in malice."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests import factories
from tests.hostile import Sent, withstood

pytestmark = pytest.mark.slow
DAY = {"on_0": "1", "on_1": "1", "on_2": "2026"}
FORMS = {
    "settle": Sent(
        "",
        {"services": ["110"], "seen": ""},
        words=("route", "alternate_1", "alternate_2", "phone"),
        numbers=("meets_every_days", "escalate_minutes"),
        choices=("services",),
        keys=("seen",),
    ),
    "name-lead": Sent("", {"name": "Dr Lead", "post": "Director"}, words=("name", "post")),
    "log-drill": Sent(
        "",
        DAY | {"kind": "call", "passed": "yes"},
        words=("learned",),
        days=("on",),
        numbers=("minutes",),
        choices=("kind",),
    ),
    "log-visit": Sent(
        "",
        DAY | {"who": "Two nurses", "learned": "Much"},
        words=("who", "learned"),
        days=("on",),
        choices=("visitors",),
    ),
    "new-committee": Sent(
        "",
        {"kind": "board", "name": "Board", "purpose": "Answers for both", "seen": ""},
        words=("name", "purpose", "terms", "chair_post", "seats_trust", "seats_host"),
        numbers=("every_weeks", "quorum_trust", "quorum_host"),
        choices=("kind", "chair"),
        keys=("seen",),
    ),
    "new-rung": Sent(
        "",
        {"post": "Site manager", "after_minutes": "0", "seen": ""},
        words=("post", "phone", "go_up"),
        numbers=("after_minutes",),
        choices=("organisation", "contact"),
        keys=("seen",),
    ),
    "end-partnership": Sent("", {"why": ""}, words=("why",)),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_what_to_do(area, partnership, name):
    address, sent = reverse(f"partnerships:{name}", args=[partnership.pk]), FORMS[name]
    withstood(factories.client_of(area.director), replace(sent, address=address))
    assert factories.client_of(area.third).post(address, sent.answers).status_code == 403
    assert factories.client_of(area.stranger).post(address, sent.answers).status_code == 404
