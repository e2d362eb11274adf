"""Every form of an agreement, sent by a slip, in malice, and twice."""

from datetime import date

import pytest
from django.urls import reverse

from alongside.apps.agreements import actions
from alongside.apps.agreements.models import Agreement, AgreementStep, AgreementVersion, SecurityStanding
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import drafted, renewed, signed
from tests.hostile import Sent, kept_once, withstood

pytestmark = pytest.mark.slow
ENDING = {"from_day_0": "1", "from_day_1": "3", "from_day_2": "2026", "reason": "The theatre closes"}
BACK = {"number": "2", "reason": "A year too long"}
STANDING = {"status": "Standards exceeded", "year": "2025/26", "on_0": "1", "on_1": "1", "on_2": "2026"}


def at(name, *args):
    return reverse(f"agreements:{name}", args=args)


def clauses(version):
    """A clause of words, that of the term, and those with a choice and a day of their own."""

    def address(topic):
        return at("edit-clause", version.agreement_id, topic.value)

    held = {"version": "1", "based_on": "1", "guest_owner": "Dr A", "host_owner": "Dr B", "answer": "Ours"}
    words = ("answer", "guest_owner", "host_owner", "evidence")
    return [
        Sent(address(Topic.EXIT), held, words=words, keys=("version", "based_on", "settles")),
        Sent(address(Topic.TERM), held, days=("ends_on",)),
        Sent(address(Topic.SERVICES), held, choices=("fact_services",)),
        Sent(address(Topic.TRANSFER_BACK), held, days=("fact_drilled_on",)),
    ]


def test_every_clause_says_what_to_do(two):
    version = drafted(two)
    client = factories.client_of(two.guest_director)
    for sent in clauses(version):
        withstood(client, sent)


def test_every_step_says_what_to_do(two):
    version = signed(two)
    client = factories.client_of(two.host_director)
    withstood(client, Sent(at("terminate", version.agreement_id), ENDING, words=("reason",), days=("from_day",)))
    withstood(client, Sent(at("sign", version.agreement_id), {}, keys=("digest",)))
    withstood(client, Sent(at("state-security"), STANDING, words=("year",), days=("on",), choices=("status",)))
    opening = {"partner": str(two.other.pk), "way": "host", "template": ""}
    withstood(client, Sent(at("new-agreement"), opening, choices=("partner", "way", "template")))
    assert client.post(at("renew", version.agreement_id), {"why": "x" * 100_000}).status_code == 200


def test_sending_back_says_what_to_do(two):
    version = signed(two)
    renewed(two, date(2026, 6, 1), (actions.agree_clinically, actions.sign))
    sent = Sent(at("send-back", version.agreement_id), BACK, words=("reason",), keys=("number",))
    withstood(factories.client_of(two.host_director), sent)


@pytest.mark.parametrize("name", ["terminate", "send-back", "renew", "state-security", "new-agreement"])
def test_what_is_sent_twice_is_kept_once(two, name):
    version = signed(two)
    if name == "send-back":
        renewed(two, date(2026, 6, 1), (actions.agree_clinically, actions.sign))
    opening = {"partner": str(two.other.pk), "way": "host", "template": ""}
    model, answers, args = {
        "terminate": (AgreementStep, ENDING, [version.agreement_id]),
        "send-back": (AgreementVersion, BACK, [version.agreement_id]),
        "renew": (AgreementVersion, {"why": "A longer term"}, [version.agreement_id]),
        "state-security": (SecurityStanding, STANDING, []),
        "new-agreement": (Agreement, opening, []),
    }[name]

    def count():
        with acting_for(two.hospital.id):
            return model.objects.count()

    kept_once(factories.client_of(two.host_director), Sent(at(name, *args), answers), count)


def test_an_address_may_hold_anything(two):
    version = drafted(two)
    client = factories.client_of(two.guest_director)
    bad = {
        "q": "\x00",
        "state": "\x00",
        "settle": "\x00",
        "how": "\x00",
        "partner": "\x00",
        "table": "\x00",
        "page": "9" * 5000,
    }
    for address in (at("list-agreements"), at("new-agreement"), at("edit-clause", version.agreement_id, "exit")):
        assert client.get(address, bad).status_code == 200
    assert client.get(at("compare-versions", version.agreement_id, 10**30)).status_code == 404
    for name in ("edit-clause", "sign", "terminate", "renew"):
        topic = ["exit"] if name == "edit-clause" else []
        address = at(name, version.agreement_id, *topic)
        assert factories.client_of(two.other_director).post(address, ENDING).status_code == 404
