"""A host says whose policy holds at its sites; the organisation whose patients they are says yes."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import NotYoursError, entered, must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.directory.models import Site
from alongside.apps.governance.actions.ownership import (
    Refused,
    added,
    changed,
    ended,
    locked,
    must_be_as_seen,
    must_be_our_site,
    plain,
)
from alongside.apps.governance.facts import policy_digest
from alongside.apps.governance.models import Contact, Policy, PolicyConfirmation


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """All that a host says of one topic; no partner means its own patients."""

    topic: str
    follows: str
    title: str
    version: str
    link: str
    contact: Contact
    starts_on: date
    partner: Organisation | None = None
    site: Site | None = None


@transaction.atomic
def add_policy(*, words: PolicyWords, by: Acting, today: date) -> Policy:
    must_be_allowed(by, Permission.KEEP_GOVERNANCE)
    must_be_sound(words, by)
    policy: Policy = added(Policy, plain(words), by, today, topic=words.topic)
    return policy


@transaction.atomic
def change_policy(*, policy: Policy, words: PolicyWords, seen: str | None, by: Acting, today: date) -> Policy:
    """Other words wait for the partner's yes again."""
    kept = locked(policy, seen, by)
    must_be_sound(words, by)
    return changed(kept, plain(words), by, today, topic=words.topic)


@transaction.atomic
def end_policy(*, policy: Policy, by: Acting, today: date) -> Policy:
    """From today it is said no more."""
    return ended(locked(policy, None, by), by, today, topic=policy.topic)


@transaction.atomic
def confirm_policy(*, policy: Policy, seen: str, by: Acting, today: date) -> PolicyConfirmation:
    """The partner says yes to the words that its page showed."""
    must_be_allowed(by, Permission.KEEP_GOVERNANCE)
    if policy.partner_id != by.organisation_id:
        raise NotYoursError("Only the organisation whose patients this is about may confirm it.")
    take_turns("writing", by.organisation_id)
    kept = Policy.objects.get(pk=policy.pk)
    must_be_as_seen(policy_digest(kept), seen)
    before = kept.confirmations.filter(organisation=by.organisation, digest=seen).first()
    if before is not None:
        return before
    confirmation = PolicyConfirmation.objects.create(
        policy=kept,
        organisation=by.organisation,
        area_id=by.area_id,
        digest=seen,
        on=today,
        by=by.user,
        by_name=by.name,
        source=entered(by, today),
    )
    record_event("governance.policy_confirmed", target=kept, by=by, topic=kept.topic)
    return confirmation


def must_be_sound(words: PolicyWords, by: Acting) -> None:
    must_be_our_site(words.site, by)
    if words.partner and words.partner.pk == by.organisation_id:
        raise Refused("Choose another organisation, or nobody for your own patients.")
    if words.partner is None and words.follows != "host":
        raise Refused("Your own patients follow your own policy: choose “our own policy”, or name an organisation.")
    if words.contact.organisation_id not in {by.organisation_id, words.partner and words.partner.pk}:
        raise Refused("Name a contact of your own organisation or of the one whose patients these are.")
