"""A host says whose policy holds at its sites; the organisation whose patients they are says yes, or takes it back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError, entered, must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.directory.models import Site
from alongside.apps.governance.actions.ownership import (
    Refused,
    added,
    ended,
    locked,
    must_be_as_seen,
    must_be_our_site,
    plain,
    saved,
)
from alongside.apps.governance.facts import is_confirmed, policy_digest, row_of, words_on
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
    """The first words on a topic; other words on it are a new version of these."""
    must_be_allowed(by, Permission.KEEP_GOVERNANCE)
    must_be_sound(words, by)
    take_turns("writing", by.organisation_id)
    about = {"topic": words.topic, "partner": words.partner, "site": words.site}
    said = Policy.objects.filter(organisation=by.organisation, ended_on=None, **about)
    if any(not has_words(policy, words) for policy in said):
        raise Refused("You have said something on this topic for these patients at this site: change that one.")
    policy: Policy = added(Policy, plain(words), by, today, topic=words.topic, said_on=today)
    return policy


@transaction.atomic
def change_policy(*, policy: Policy, words: PolicyWords, seen: str | None, by: Acting, today: date) -> Policy:
    """The next version. What holds today goes on until these words have begun and the partner has said yes to them."""
    newest = in_line(policy, seen, by)
    must_be_sound(words, by)
    if (words.topic, words.partner, words.site) != (newest.topic, newest.partner, newest.site):
        raise Refused("New words are on the same topic, for the same patients, at the same site.")
    if has_words(newest, words):
        return newest
    for waiting in open_versions(newest).exclude(partner=None):
        if not is_confirmed(waiting):
            ended(waiting, by, today, topic=words.topic)
    version = Policy(
        organisation=by.organisation,
        area_id=by.area_id,
        source=entered(by, today),
        first_id=newest.line,
        number=in_whole_line(newest).latest("number").number + 1,
        said_on=today,
        **plain(words),
    )
    return saved(version, "changed", by, topic=words.topic)


@transaction.atomic
def end_policy(*, policy: Policy, by: Acting, today: date) -> Policy:
    """From today it is said no more, with all that waits to follow it. Words that never began are taken back alone."""
    kept = in_line(policy, None, by, must_be_newest=False)
    if row_of(kept).has_begun(today):
        for other in open_versions(kept).exclude(pk=kept.pk):
            ended(other, by, today, topic=other.topic)
    return ended(kept, by, today, topic=kept.topic)


@transaction.atomic
def confirm_policy(*, policy: Policy, seen: str, by: Acting, today: date) -> PolicyConfirmation:
    """The partner says yes to the words that its page showed."""
    kept = about_our_patients(policy, seen, by)
    before = next(iter(words_on(kept)), None)
    if before is not None and before.says_yes:
        return before
    return answered(kept, by, today, says_yes=True)


@transaction.atomic
def take_back_yes(*, policy: Policy, seen: str, why: str = "", by: Acting, today: date) -> PolicyConfirmation:
    """From today the partner no longer says yes to these words; what they had replaced does not come back."""
    kept = about_our_patients(policy, seen, by)
    before = next(iter(words_on(kept)), None)
    if before is None:
        raise Refused("You have not said yes to these words.")
    return answered(kept, by, today, says_yes=False, why=why) if before.says_yes else before


def about_our_patients(policy: Policy, seen: str, by: Acting) -> Policy:
    """Words of a host about our patients, as our page showed them and not ended; no other writer has them meanwhile."""
    must_be_allowed(by, Permission.KEEP_GOVERNANCE)
    if policy.partner_id != by.organisation_id:
        raise NotYoursError("Only the organisation whose patients this is about may confirm it.")
    take_turns("policy", policy.line)
    kept = Policy.objects.get(pk=policy.pk)
    must_be_as_seen(policy_digest(kept), seen)
    if kept.ended_on is not None:
        raise Refused("These words have ended meanwhile: look at what is said now.")
    return kept


def answered(policy: Policy, by: Acting, today: date, *, says_yes: bool, why: str = "") -> PolicyConfirmation:
    said = PolicyConfirmation.objects.create(
        policy=policy,
        organisation=by.organisation,
        area_id=by.area_id,
        digest=policy_digest(policy),
        says_yes=says_yes,
        why=why,
        on=today,
        by=by.user,
        by_name=by.name,
        source=entered(by, today),
    )
    what = "confirmed" if says_yes else "yes_taken_back"
    record_event(f"governance.policy_{what}", target=policy, by=by, topic=policy.topic)
    return said


def in_line(policy: Policy, seen: str | None, by: Acting, *, must_be_newest: bool = True) -> Policy:
    """Our own version, not ended; its line is kept from other writers."""
    take_turns("policy", policy.line)
    kept = locked(policy, seen, by)
    if must_be_newest and open_versions(kept).filter(number__gt=kept.number).exists():
        raise ChangedMeanwhileError("There are newer words of this policy: change those.")
    return kept


def in_whole_line(policy: Policy) -> QuerySet[Policy]:
    return Policy.objects.filter(Q(pk=policy.line) | Q(first_id=policy.line))


def open_versions(policy: Policy) -> QuerySet[Policy]:
    """Every version of its line that has not ended, by number."""
    return in_whole_line(policy).filter(ended_on=None).prefetch_related("confirmations").order_by("number")


def has_words(policy: Policy, words: PolicyWords) -> bool:
    return all(getattr(policy, name) == value for name, value in plain(words).items())


def must_be_sound(words: PolicyWords, by: Acting) -> None:
    must_be_our_site(words.site, by)
    if words.partner and words.partner.pk == by.organisation_id:
        raise Refused("Choose another organisation, or nobody for your own patients.")
    if words.partner is None and words.follows != "host":
        raise Refused("Your own patients follow your own policy: choose “our own policy”, or name an organisation.")
    if words.contact.organisation_id not in {by.organisation_id, words.partner and words.partner.pk}:
        raise Refused("Name a contact of your own organisation or of the one whose patients these are.")
