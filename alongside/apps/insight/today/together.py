"""What of our partners, and of our own people, needs this person?"""

from datetime import timedelta

from django.urls import reverse

from alongside.apps.accounts import queries as people
from alongside.apps.accounts.access import Acting
from alongside.apps.insight.today.agreeing import where
from alongside.apps.insight.today.need import Need
from alongside.apps.meetings import queries as meetings
from alongside.apps.meetings.queries import quality, spaces
from alongside.apps.partnerships import queries as partnerships
from alongside.web.today import today

A_WEEK = timedelta(days=7)


def partnerships_to_mend(acting: Acting) -> Need | None:
    """Our own partnerships that lack a part, above all the way back for a patient who gets worse."""
    due = partnerships.unfinished(acting, today())
    one = [due[0].partnership.pk] if len(due) == 1 else []
    href = reverse("partnerships:show-partnership" if one else "partnerships:list-partnerships", args=one)
    text = "Something is missing, or the drill of an unplanned transfer is due or failed"
    return Need("Partnerships to mend", text, href, len(due)) if due else None


def packs_to_mend(acting: Acting) -> Need | None:
    """Governance packs of ours that were begun and lack something."""
    due = partnerships.packs_to_mend(acting, today())
    one = [due[0].partnership.pk] if len(due) == 1 else []
    href = reverse("partnerships:show-governance" if one else "partnerships:list-partnerships", args=one)
    text = "A committee, its terms or quorum, or a rung of the escalation ladder is missing; its page says who mends it"
    return Need("Governance packs to mend", text, href, len(due)) if due else None


def agreements_without_partners(acting: Acting) -> Need | None:
    """The partnership ended and the agreement did not."""
    due = partnerships.ended_yet_placing(acting, today())
    text = "The partnership has ended, and patients are still placed under the agreement: end that too, or begin anew"
    return Need("Agreements without a partnership", text, where(due), len(due)) if due else None


def meetings_to_hold(acting: Acting) -> Need | None:
    due = meetings.pairs_to_meet(acting, today())
    text = "You mean to meet and no day is arranged, or the last meeting was missed"
    href = reverse("meetings:show-pair", args=due[0].pair.key) if len(due) == 1 else reverse("meetings:list-pairs")
    return Need("Meetings to arrange", text, href, len(due)) if due else None


def partners_to_tend(acting: Acting) -> Need | None:
    fallen = meetings.pairs_fallen(acting, today())
    text = "With these it goes less well than 13 weeks ago; their page shows why"
    href = (
        reverse("meetings:show-pair", args=fallen[0].pair.key) if len(fallen) == 1 else reverse("meetings:list-pairs")
    )
    return Need("Partners to tend to", text, href, len(fallen)) if fallen else None


def actions_overdue(acting: Acting) -> Need | None:
    count = len(meetings.overdue_actions(acting, today()))
    href = f"{reverse('meetings:list-actions')}?owner={acting.organisation.code}&state=overdue"
    text = "Your organisation took them on with a partner, and their day is past"
    return Need("Actions overdue", text, href, count) if count else None


def quality_to_give(acting: Acting) -> Need | None:
    due = quality.to_give(acting, today())
    one = [*due[0].pair.key] if len(due) == 1 else []
    href = reverse("meetings:show-quality" if one else "meetings:list-pairs", args=one)
    text = "Of the month that ended last your side has given no figure to a partner’s joint board"
    return Need("Quality figures to give", text, href, len(due)) if due else None


def quality_to_sign(acting: Acting) -> Need | None:
    due = quality.to_sign(acting, today())
    one = [*due[0].pair.key] if len(due) == 1 else []
    href = reverse("meetings:show-quality" if one else "meetings:list-pairs", args=one)
    text = "The figures of both sides of the month that ended last await your signature"
    return Need("Quality packs to sign", text, href, len(due)) if due else None


def spaces_that_changed(acting: Acting) -> Need | None:
    """Where the other side wrote lately; nobody keeps when a person looked last."""
    found = spaces.changed_by_partners(acting, today() - A_WEEK)
    if not found:
        return None
    one = [found[0].pk] if len(found) == 1 else []
    href = reverse("meetings:show-space" if one else "meetings:list-spaces", args=one)
    text = "The other side wrote in them in the last seven days: " + ", ".join(str(each) for each in found[:3])
    return Need("Team spaces that changed", text, href, len(found))


def people_without_second_factor(acting: Acting) -> Need | None:
    count = people.members_without_second_factor(acting.organisation_id)
    text = "Ask them to set one up on their account page"
    return Need("People without a second factor", text, reverse("accounts:list-people"), count) if count else None
