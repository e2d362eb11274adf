"""Which policy, number or rule needs this person?"""

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.governance import queries as governance
from alongside.apps.insight.today.need import Need
from alongside.apps.regulations import queries as regulations
from alongside.web.today import today


def whose_policy(acting: Acting) -> Need | None:
    """For those at a bedside: not for a board, which has none."""
    if acting.organisation.kind == acting.organisation.Kind.BOARD:
        return None
    text = "For a patient of another organisation: the policy to follow and the number to ring"
    return Need("Whose policy applies?", text, reverse("governance:ask"))


def differences_to_review(acting: Acting) -> Need | None:
    """For the board: what independent hospitals may not do, where the day of its review has come."""
    found = list(regulations.differences_to_review(acting, today()))
    if not found:
        return None
    one = reverse("regulations:show-difference", args=[found[0].difference_id])
    href = one if len(found) == 1 else reverse("regulations:list-differences")
    return Need("Differences to review", "Is this still what independent hospitals may not do?", href, len(found))


def policies_to_confirm(acting: Acting) -> Need | None:
    found = governance.policies_to_confirm(acting, today())
    href = (
        reverse("governance:show-policy", args=[found[0].pk])
        if len(found) == 1
        else reverse("governance:list-policies")
    )
    text = "What a hospital says it follows for your patients. It counts when you have said yes"
    return Need("Policies to confirm", text, href, len(found)) if found else None


def policies_without_their_yes(acting: Acting) -> Need | None:
    """For a host: what a partner no longer agrees to, so that its wards are told that it is not agreed."""
    found = governance.policies_taken_back(acting, today())
    one = reverse("governance:show-policy", args=[found[0].pk]) if len(found) == 1 else ""
    text = "The partner has taken back its yes. Until new words are agreed your wards have no policy to follow"
    return (
        Need("Policies to agree anew", text, one or reverse("governance:list-policies"), len(found)) if found else None
    )


def numbers_nobody_tried(acting: Acting) -> Need | None:
    count = len(governance.red_contacts(acting, today()))
    href = f"{reverse('governance:list-contacts')}?organisation={acting.organisation.code}&state=red"
    text = "Contacts of yours that were not tried lately, or that nobody answered"
    return Need("Numbers that nobody can rely on", text, href, count) if count else None


def nobody_at_night(acting: Acting) -> Need | None:
    count = len(governance.contacts_without_night(acting, today()))
    href = f"{reverse('governance:list-contacts')}?organisation={acting.organisation.code}&state=no-night"
    text = "Contacts of yours whose only number is answered at set hours"
    return Need("Nobody to ring at night", text, href, count) if count else None
