"""A hospital that hosts, a trust whose patients they are, another trust, and a policy with whom to ring."""

from datetime import date
from types import SimpleNamespace

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance import actions
from alongside.apps.governance.actions import ContactWords, PolicyWords
from tests import factories

TODAY = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = TODAY


@pytest.fixture
def area(db):
    board = factories.board()
    host = factories.independent(board, name="Ashford Hospital")
    guest, other = factories.trust(board, name="East Trust"), factories.trust(board, name="West Trust")
    found = SimpleNamespace(board=board, host=host, guest=guest, other=other, site=factories.site(host))
    factories.site(guest)
    found.nurse = factories.person("clinician", host)
    found.keeper = factories.person("services_manager", host)
    found.guest_keeper = factories.person("medical_director", guest)
    found.guest_nurse = factories.person("clinician", guest)
    found.other_keeper = factories.person("booking_manager", other)
    found.coordinator = factories.person("coordinator", board)
    found.stranger = factories.person("services_manager", factories.trust(factories.board()))
    return found


def contact(by, **given):
    words = ContactWords(**{"post": "Doctor on call", "phone": "01632 960103"} | given)
    with acting_for(by.organisation_id):
        return actions.add_contact(words=words, by=by, today=TODAY)


def policy_words(named, **given):
    values = {
        "topic": "sepsis",
        "follows": "guest",
        "title": "Sepsis in adults",
        "version": "3",
        "link": "https://policies.example.org/sepsis",
        "contact": named,
        "starts_on": date(2026, 1, 1),
    }
    return PolicyWords(**values | given)


def policy(by, named, **given):
    with acting_for(by.organisation_id):
        return actions.add_policy(words=policy_words(named, **given), by=by, today=TODAY)
