"""What do organisations say of policies, whom do they give to ring, and which numbers has nobody tried lately?"""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.apps.governance.facts import has_no_night, is_confirmed, light_of, replaced, words_on
from alongside.apps.governance.models import Contact, Policy, TestCall
from alongside.domain.call_tests import Light


def organisations_of_area(acting: Acting) -> QuerySet[Organisation]:
    """Every organisation of the area but its board, by name."""
    return Organisation.objects.filter(board_id=acting.area_id).order_by("name")


def hosts(acting: Acting) -> QuerySet[Organisation]:
    """Those with a site at which somebody may be a guest."""
    return organisations_of_area(acting).filter(sites__isnull=False).distinct()


def sites_of(acting: Acting, organisation: Organisation) -> QuerySet[Site]:
    return Site.objects.filter(area_id=acting.area_id, organisation=organisation).order_by("name")


def contacts(acting: Acting, on: date) -> QuerySet[Contact]:
    """Every contact of the area that has not ended, each with the last call to each of its numbers as `latest`."""
    calls = TestCall.objects.filter(on__lte=on).order_by("contact_id", "phone", "-on", "-at")
    last = Prefetch("calls", calls.distinct("contact_id", "phone"), to_attr="latest")
    found = Contact.objects.filter(area_id=acting.area_id).filter(Q(ended_on=None) | Q(ended_on__gt=on))
    return found.select_related("organisation", "site").prefetch_related(last)


def find_contact(acting: Acting, contact_id: UUID, on: date) -> Contact | None:
    return contacts(acting, on).filter(pk=contact_id).first()


def calls_to(acting: Acting, contact: Contact) -> QuerySet[TestCall]:
    """Every call to this contact, newest first."""
    return TestCall.objects.filter(area_id=acting.area_id, contact=contact).select_related("organisation")


def red_contacts(acting: Acting, on: date) -> list[Contact]:
    """Our own contacts of which a number was never tried, failed, or was last tried too long ago."""
    own = contacts(acting, on).filter(organisation_id=acting.organisation_id)
    return [contact for contact in own if light_of(contact, on) is Light.RED]


def contacts_without_night(acting: Acting, on: date) -> list[Contact]:
    """Our own contacts who give no number for nights and weekends."""
    own = contacts(acting, on).filter(organisation_id=acting.organisation_id)
    return [contact for contact in own if has_no_night(contact)]


def policies(acting: Acting) -> QuerySet[Policy]:
    """Every version of every policy of the area, ended ones too."""
    joined = Policy.objects.filter(area_id=acting.area_id).select_related(
        "organisation", "partner", "site", "contact__organisation"
    )
    return joined.prefetch_related("confirmations").order_by(
        "organisation__name", "topic", "partner__name", "-number", "id"
    )


def policies_of(acting: Acting) -> QuerySet[Policy]:
    """What our organisation says of its own sites, and what others say of our patients."""
    mine = Q(organisation_id=acting.organisation_id) | Q(partner_id=acting.organisation_id)
    return policies(acting).filter(mine)


def find_policy(acting: Acting, policy_id: UUID) -> Policy | None:
    """One policy that our organisation says or is asked to confirm."""
    return policies_of(acting).filter(pk=policy_id).first()


def policies_to_confirm(acting: Acting, on: date) -> list[Policy]:
    """What a host says of our patients and we have neither said yes to nor taken our yes back from."""
    asked = policies(acting).filter(partner_id=acting.organisation_id).filter(Q(ended_on=None) | Q(ended_on__gt=on))
    return [policy for policy in asked if not words_on(policy)]


def policies_taken_back(acting: Acting, on: date) -> list[Policy]:
    """What we say of a partner's patients and the partner no longer says yes to."""
    own = list(policies(acting).filter(organisation_id=acting.organisation_id, ended_on=None))
    gone = replaced(own, on)
    return [policy for policy in own if policy.pk not in gone and words_on(policy) and not is_confirmed(policy)]


def versions_of(acting: Acting, policy: Policy) -> list[Policy]:
    """Every version of the line that this one is of, newest first."""
    line = policies_of(acting).filter(Q(pk=policy.line) | Q(first_id=policy.line))
    return list(line.order_by("-number"))


def find_newest(acting: Acting, policy: Policy) -> Policy | None:
    """The newest version that has not ended: the one that other words follow."""
    return next((one for one in versions_of(acting, policy) if one.ended_on is None), None)
