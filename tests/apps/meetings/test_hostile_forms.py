"""The forms of two organisations that meet, sent by a slip and in malice."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests import factories
from tests.apps.meetings.conftest import opened
from tests.hostile import Sent, withstood

pytestmark = pytest.mark.slow
DUE = {"due_on_0": "1", "due_on_1": "3", "due_on_2": "2026"}
FIGURE = {"figure_on_0": "1", "figure_on_1": "1", "figure_on_2": "2026"}
FORMS = {
    "new-meeting": Sent("", {"title": "", "partner": ""}, words=("title",), days=("on",), choices=("partner",)),
    "add-item": Sent("", {}, words=("text",)),
    "record-attendance": Sent("", {}, words=("trust", "host")),
    "add-decision": Sent("", {}, words=("text",)),
    "add-action": Sent(
        "", DUE | {"what": "Ring", "post": "Head"}, words=("what", "post"), days=("due_on",), choices=("owner",)
    ),
    "raise-problem": Sent(
        "",
        FIGURE | {"statement": "Late lists"},
        words=("statement", "figure", "figure_source", "owner"),
        days=("figure_on",),
        choices=("partner",),
    ),
    "give-figures": Sent(
        "",
        {"seen": ""},
        words=("falls_note",),
        numbers=("falls_count", "falls_of", "infections_count", "infections_of"),
        keys=("seen",),
    ),
    "sign-quality": Sent("", {"seen": ""}, words=("post",), keys=("seen",)),
    "say-how-we-work": Sent("", {"version": "0"}, words=("hours", "terms", "rota", "escalation"), keys=("version",)),
}
OF_MEETING = {"add-item", "record-attendance", "add-decision", "add-action"}
OF_PAIR = {"give-figures", "sign-quality"}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_what_to_do(area, name):
    args = [opened(area).pk] if name in OF_MEETING else [*area.pair.key] if name in OF_PAIR else []
    address = reverse(f"meetings:{name}", args=args)
    withstood(factories.client_of(area.director), replace(FORMS[name], address=address))
    if args:
        assert factories.client_of(area.third).post(address, FORMS[name].answers).status_code == 404
