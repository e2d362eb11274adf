"""Keep whom to ring, and keep what happened when somebody rang."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import entered, just_sent, must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.directory.models import Site
from alongside.apps.governance.actions.ownership import Refused, added, changed, ended, locked, must_be_our_site, plain
from alongside.apps.governance.facts import replaced
from alongside.apps.governance.models import Contact, Policy, TestCall
from alongside.domain.call_tests import DUE_DAYS


@dataclass(frozen=True, slots=True)
class ContactWords:
    """All that a keeper says of a contact."""

    post: str
    phone: str
    site: Site | None = None
    topic: str = ""
    hours: str = ""
    night_phone: str = ""
    test_every_days: int = DUE_DAYS


@transaction.atomic
def add_contact(*, words: ContactWords, by: Acting, today: date) -> Contact:
    must_be_allowed(by, Permission.KEEP_GOVERNANCE)
    must_be_sound(words, by)
    contact: Contact = added(Contact, plain(words), by, today, post=words.post)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, words: ContactWords, seen: str | None, by: Acting, today: date) -> Contact:
    """A new number has no calls, so it is red until somebody rings it."""
    kept = locked(contact, seen, by)
    must_be_sound(words, by)
    return changed(kept, plain(words), by, today, post=words.post)


@transaction.atomic
def end_contact(*, contact: Contact, by: Acting, today: date) -> Contact:
    """From today it is shown no more; refused while a policy in force names it."""
    kept = locked(contact, None, by)
    named = kept_policies(kept, today)
    if named:
        raise Refused(f"{named} of the area’s policies name this contact: give them another first.")
    return ended(kept, by, today, post=kept.post)


@transaction.atomic
def log_call(
    *, contact: Contact, phone: str, answered: bool, seconds: int | None = None, note: str = "", by: Acting, today: date
) -> TestCall:
    """Anybody of the area may ring a number and say whether it was answered.

    The same twice in a minute with no other call between is one call: an answer that changes is never lost.
    """
    must_be_allowed(by, Permission.RAISE)
    if phone not in (contact.phone, contact.night_phone) or not phone:
        raise Refused("This number has changed since you opened the page: look at the contact again.")
    take_turns("calls of", contact.pk)
    said = {"contact": contact, "phone": phone, "on": today, "answered": answered, "seconds": seconds, "note": note}
    sent: TestCall | None = just_sent(TestCall.objects.filter(contact=contact, phone=phone), by, **said)
    if sent:
        return sent
    call = TestCall.objects.create(
        organisation=by.organisation,
        area_id=by.area_id,
        by=by.user,
        by_name=by.name,
        source=entered(by, today),
        **said,
    )
    record_event("governance.call_logged", target=contact, by=by, answered=answered)
    return call


def must_be_sound(words: ContactWords, by: Acting) -> None:
    must_be_our_site(words.site, by)


def kept_policies(contact: Contact, today: date) -> int:
    """How many policies name this contact that have not ended and that no later version has taken over from."""
    naming = Policy.objects.filter(contact=contact).exclude(ended_on__lte=today)
    lines = {policy.line for policy in naming}
    versions = Policy.objects.filter(Q(pk__in=lines) | Q(first_id__in=lines))
    gone = replaced(versions.select_related("organisation", "partner", "site").prefetch_related("confirmations"), today)
    return sum(policy.pk not in gone for policy in naming)
