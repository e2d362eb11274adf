"""Every form of governance, sent by a slip, in malice, and twice."""

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance.actions import confirm_policy
from alongside.apps.governance.facts import policy_digest
from alongside.apps.governance.models import Barrier, Contact, Policy, PolicyConfirmation, Responsibility, SystemUse
from alongside.apps.governance.models import TestCall as Call
from tests import factories
from tests.apps.governance.conftest import TODAY, contact, policy
from tests.hostile import Sent, kept_once, withstood

pytestmark = pytest.mark.slow
PHONE = "01632 960103"


def address(name, *args):
    return reverse(f"governance:{name}", args=args)


def forms(area):
    """Each form with the model of what it keeps."""
    named = contact(area.keeper)
    return of_contacts(named) | of_policies(area, named) | of_registers(area)


def of_contacts(named):
    return {
        "contact": (
            Contact,
            Sent(
                address("add-contact"),
                {"post": "Bleep holder", "phone": PHONE, "hours": "Days", "test_every_days": "90", "site": ""},
                words=("post", "hours", "phone"),
                numbers=("test_every_days",),
                choices=("site", "topic"),
            ),
        ),
        "call": (
            Call,
            Sent(
                address("log-call", named.pk),
                {"phone": PHONE, "answered": "yes", "seconds": "12", "note": "Quick"},
                words=("note",),
                numbers=("seconds",),
                choices=("phone", "answered"),
            ),
        ),
        "changed contact": (
            None,
            Sent(
                address("change-contact", named.pk),
                {"post": "Other", "phone": PHONE, "test_every_days": "90", "seen": ""},
                words=("post",),
                keys=("seen",),
            ),
        ),
    }


def of_policies(area, named):
    days = {"starts_on_0": "1", "starts_on_1": "1", "starts_on_2": "2026"}
    said = {"topic": "sepsis", "follows": "guest", "title": "Sepsis", "version": "4", "partner": area.guest.pk}
    return {
        "policy": (
            Policy,
            Sent(
                address("add-policy"),
                {**said, **days, "link": "https://example.org/a", "contact": named.pk},
                words=("title", "version", "link"),
                days=("starts_on",),
                choices=("topic", "partner", "site", "follows", "contact"),
            ),
        ),
    }


def of_registers(area):
    step = {"partner": area.guest.pk, "pathway": "Hip", "step": "03-preop", "responsible": "Nurse", "accountable": "Dr"}
    return {
        "system": (
            SystemUse,
            Sent(
                address("add-system"),
                {"purpose": "imaging", "system": "Pictures", "who_has_access": "Doctors", "how_to_get": "Ask"},
                words=("system", "who_has_access", "how_to_get"),
                choices=("purpose", "partner"),
            ),
        ),
        "step": (
            Responsibility,
            Sent(
                address("add-responsibility"),
                step,
                words=("pathway", "responsible", "accountable", "consulted", "informed"),
                choices=("partner", "step", "service"),
            ),
        ),
        "barrier": (
            Barrier,
            Sent(
                address("add-barrier"),
                {"rule": "No oxygen", "blocks": "Some", "effect": "They wait", "status": "noted"},
                words=("rule", "blocks", "effect", "workaround", "raised_with", "counted_by", "answer"),
                days=("since",),
                choices=("status", "difference"),
            ),
        ),
    }


NAMES = ("contact", "policy", "system", "step", "barrier", "call", "changed contact")


@pytest.mark.parametrize("name", NAMES)
def test_every_form_says_what_to_do(area, name):
    _, sent = forms(area)[name]
    withstood(factories.client_of(area.keeper), sent)


@pytest.mark.parametrize("name", NAMES[:-1])
def test_what_is_sent_twice_is_kept_once(area, name):
    model, sent = forms(area)[name]

    def count():
        with acting_for(area.host.id):
            return model.objects.count()

    kept_once(factories.client_of(area.keeper), sent, count)


def test_yes_is_taken_back_by_a_form_that_withstands_anything(area):
    kept = policy(area.keeper, contact(area.keeper), partner=area.guest)
    with acting_for(area.guest.id):
        confirm_policy(policy=kept, seen=policy_digest(kept), by=area.guest_keeper, today=TODAY)
    sent = Sent(address("take-back-policy", kept.pk), {"why": "It changed", "seen": ""}, words=("why",), keys=("seen",))
    withstood(factories.client_of(area.guest_keeper), sent)


def test_policy_is_said_anew_by_a_form_that_withstands_anything(area):
    kept = policy(area.keeper, contact(area.keeper), partner=area.guest)
    sent = Sent(
        address("change-policy", kept.pk),
        {"follows": "host", "title": "Sepsis", "version": "9", "link": "https://example.org/a", "seen": "",
         "contact": kept.contact_id, "starts_on_0": "1", "starts_on_1": "1", "starts_on_2": "2026"},
        words=("title", "version", "link"),
        days=("starts_on",),
        choices=("follows", "contact"),
        keys=("seen",),
    )  # fmt: skip
    withstood(factories.client_of(area.keeper), sent)


def test_a_policy_is_confirmed_once(area):
    kept = policy(area.keeper, contact(area.keeper), partner=area.guest)
    client, page = factories.client_of(area.guest_keeper), address("confirm-policy", kept.pk)
    seen = client.get(page).content.decode().split('name="seen" value="')[1].split('"')[0]

    def count():
        with acting_for(area.guest.id):
            return PolicyConfirmation.objects.count()

    kept_once(client, Sent(page, {"seen": seen}), count)
    client.post(page, {"seen": "one\x00two"})
    assert count() == 1


@pytest.mark.parametrize("name", ["ask", "list-contacts", "list-systems", "list-barriers", "list-policies"])
def test_an_address_may_hold_anything(area, name):
    client = factories.client_of(area.nurse)
    asked = {
        "q": "one\x00two",
        "host": "\x00",
        "organisation": "\x00",
        "page": "-9" * 40,
        "sort": "\x00",
        "format": "\x00",
    }
    assert client.get(address(name), asked).status_code == 200
    topic = client.get(address("show-topic", "sepsis"), {"host": "\x00", "site": "\x00", "guest": "\x00"})
    assert topic.status_code == 200
