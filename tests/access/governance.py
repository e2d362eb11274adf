"""What the own trust says of its sites, whom it gives to ring, and a yes to what a partner says of its patients."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance import actions
from alongside.apps.governance.actions import BarrierWords, ContactWords, PolicyWords, ResponsibilityWords, SystemWords
from alongside.apps.governance.facts import policy_digest
from alongside.apps.governance.models import Contact, Policy
from alongside.apps.regulations.actions import DifferenceWords, add_difference
from tests.access import actors as who
from tests.access.actors import Actor

Acts = dict[Actor, Acting]


def make_governance(organisations: dict[str, Organisation], things: dict[str, Any], acting: Acts) -> None:
    today = timezone.localdate()
    own, partner = (acting[Actor("services_manager", place)] for place in (who.OWN, who.PARTNER))
    kept = say(own, organisations[who.PARTNER], today)
    theirs = say(partner, organisations[who.OWN], today)
    with acting_for(own.organisation_id):
        contact = Contact.objects.get(organisation=own.organisation)
        actions.log_call(
            contact=contact, phone=contact.phone, answered=True, note="Wombat rang out", by=own, today=today
        )
        actions.change_contact(contact=contact, words=contact_words(hours="always"), seen=None, by=own, today=today)
        words = policy_words(contact, organisations[who.PARTNER], version="2")
        kept = actions.change_policy(policy=kept, words=words, seen=None, by=own, today=today)
        actions.confirm_policy(policy=theirs, seen=policy_digest(theirs), by=own, today=today)
    with acting_for(partner.organisation_id):
        unread = policy_words(theirs.contact, organisations[who.OWN], version="2")
        actions.change_policy(policy=theirs, words=unread, seen=None, by=partner, today=today)
    things |= {"contact": contact.pk, "policy we keep": kept.pk, "policy about our patients": theirs.pk}
    things["topic of care"] = "sepsis"
    board = acting[Actor("medical_director", who.BOARD)]
    with acting_for(board.organisation_id):
        oxygen = DifferenceWords("Oxygen", "Yes", "Wombat difference", "None", "Ask", "A form", "A post", today)
        things["difference"] = add_difference(words=oxygen, by=board, today=today).difference_id
    with acting_for(own.organisation_id):
        make_registers(own, organisations[who.PARTNER], things, today)


def make_registers(by: Acting, partner: Organisation, things: dict[str, Any], today: date) -> None:
    """A line of each, changed once, so that there is history; the plan made later counts the barrier's cases."""
    step = ResponsibilityWords(partner, "Hip", "07-operation", "Wombat surgeon", "Wombat surgeon")
    system, barrier = SystemWords("imaging", "Wombat system", "The ward"), BarrierWords("Wombat rule", "Some", "None")
    lines = {
        "system in use": (system, replace(system, who_has_access="Both wards")),
        "step of a matrix": (step, replace(step, informed="The ward")),
        "barrier": (barrier, replace(barrier, counted_by="AGR-1")),
    }
    for thing, (first, then) in lines.items():
        row = actions.add_row(words=first, by=by, today=today)
        actions.change_row(row=row, words=then, seen=None, by=by, today=today)
        things[thing] = row.pk


def say(by: Acting, partner: Organisation, today: date) -> Policy:
    with acting_for(by.organisation_id):
        contact = actions.add_contact(words=contact_words(), by=by, today=today)
        return actions.add_policy(words=policy_words(contact, partner), by=by, today=today)


def contact_words(**given: Any) -> ContactWords:
    return ContactWords(**{"post": "Wombat on call", "phone": "01632 960555", **given})


def policy_words(contact: Contact, partner: Organisation, version: str = "1") -> PolicyWords:
    return PolicyWords(
        topic="sepsis", follows="host", title="Wombat policy", version=version, link="https://policies.example.org/",
        contact=contact, starts_on=date(2026, 1, 1), partner=partner,
    )  # fmt: skip
