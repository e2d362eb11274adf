"""What needs this person today? One function for each kind of need; each asks one app's queries.

A function answers None where there is nothing to do; the order is the order of the journey.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from alongside.apps.accounts import queries as people
from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import queries as agreements
from alongside.apps.agreements.facts import AgreementRecord, in_the_way, side_of
from alongside.apps.capacity import queries as capacity
from alongside.apps.directory import queries as directory
from alongside.apps.directory.facts import sections_due, state_of
from alongside.apps.governance import queries as governance
from alongside.apps.meetings import queries as meetings
from alongside.apps.meetings.queries import spaces
from alongside.apps.partnerships import queries as partnerships
from alongside.apps.plans import queries as plans
from alongside.apps.plans.models import Plan
from alongside.apps.regulations import queries as regulations
from alongside.apps.waiting import queries as waiting
from alongside.domain.agreement_state import Act, State, may
from alongside.domain.criteria import Attestation
from alongside.domain.plan_sharing import SMALLEST, is_small
from alongside.web.today import today
from alongside.web.words import plural

AHEAD, A_WEEK = timedelta(days=14), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to look at or do; `count` is how many, None where a number says nothing."""

    title: str
    text: str
    href: str
    count: int | None = None


def sites_to_attest(acting: Acting) -> Need | None:
    """Our own sites of which a part is stale, has changed, or will be stale within two weeks (ATT-1 to ATT-4)."""
    own = [r for r in directory.site_records(acting, today()) if r.site.organisation_id == acting.organisation_id]
    due = [r for r in own if r.services and sections_due(r, today())]
    if not due:
        return None
    href = reverse("directory:attest-site", args=[due[0].id]) if len(due) == 1 else reverse("directory:list-sites")
    text = "Somebody’s word on them is missing, overtaken by a change, or runs out within two weeks"
    return Need("Sites to attest", text, href, len(due))


def training_that_runs_out(acting: Acting) -> Need | None:
    """Our own sites where a training has run out, or does within 30 days (DIR-5, DIR-6)."""
    due = directory.sites_losing_training(acting, today())
    href = reverse("directory:edit-staff", args=[due[0].pk]) if len(due) == 1 else reverse("directory:list-sites")
    text = "A skill counts as absent from the day after its last; operations that ask for it are then refused there"
    return Need("Training that runs out", text, href, len(due)) if due else None


def sites_not_vouched_for(acting: Acting) -> Need | None:
    """For the board: sites whose answer to "will you take this patient" nobody vouches for."""
    if acting.organisation_id != acting.area_id:
        return None
    records = [record for record in directory.site_records(acting, today()) if record.services]
    due = [record for record in records if state_of(record, today()) is not Attestation.ATTESTED]
    href = reverse("directory:list-sites") + "?state=stale"
    text = f"of {len(records)} sites in the area have not been attested in the last 90 days"
    return Need("Sites nobody vouches for", text, href, len(due)) if due else None


def files_to_look_at(acting: Acting) -> Need | None:
    count = waiting.uploads(acting).filter(confirmed=False).exclude(state="failed").count()
    text = "Say which column is which, and the list is loaded"
    return Need("Files to look at", text, reverse("waiting:list-uploads"), count) if count else None


def files_not_loaded(acting: Acting) -> Need | None:
    """Files of this organisation that failed and that no later file has made good."""
    sent = waiting.uploads(acting)
    newest = sent.filter(state="done").order_by("-received_at").values_list("received_at", flat=True).first()
    failed = sent.filter(state="failed")
    count = (failed.filter(received_at__gt=newest) if newest else failed).count()
    text = "Each says what is wrong and what to do"
    return Need("Files that could not be loaded", text, reverse("waiting:list-uploads"), count) if count else None


def pathways_in_limbo(acting: Acting) -> Need | None:
    count = waiting.count_limbo(acting)
    text = "Open pathways that no list speaks for. Each must be on exactly one"
    return Need("Pathways on no list", text, reverse("waiting:list-limbo"), count) if count else None


def pathways_without_facts(acting: Acting) -> Need | None:
    """Patients to be planned with a gap in what sites ask; whether a site's rule turns on it, the plan says."""
    count = waiting.headline(acting, waiting.Criteria(needs_information=True), as_of=waiting.list_date(acting)).total
    href = reverse("waiting:list-pathways") + "?needs=yes"
    text = "Patients with a decision to admit with a fact missing that sites ask for"
    return Need("Facts to record", text, href, count) if count else None


def longest_waits(acting: Acting) -> Need | None:
    as_of = waiting.list_date(acting)
    count = waiting.headline(acting, waiting.Criteria(over_weeks=52), as_of=as_of).total
    href = reverse("waiting:list-pathways") + "?wait=over-52"
    return Need("Over 52 weeks", "Pathways that have waited more than a year", href, count) if count else None


def plan_to_read(acting: Acting) -> Need | None:
    plan = plans.latest_plan(acting)
    if plan is None:
        return None
    text = f"of {plan.waiting:,} patients have a place in “{plan.name}”; each of the rest has a reason"
    return Need("The newest plan", text, show(plan), plan.placed)


def proposed_for_our_sites(acting: Acting) -> Need | None:
    """How many the newest plan proposes for our own sites, as the plan's own page tells it (PLN-5, PLN-6)."""
    plan = plans.latest_plan(acting)
    if plan is None:
        return None
    own = directory.sites_of_area(acting).filter(organisation_id=acting.organisation_id)
    found = plans.proposed_at(acting, plan, set(own.values_list("code", flat=True)))
    if found.count < SMALLEST:
        return None
    is_told = found.review is not None and found.review >= SMALLEST and not is_small(found.count - found.review)
    first = f", {found.review} of them to be reviewed at the site first" if is_told else ""
    more = "" if found.is_all else ". Others are not counted here: they are few, or their hospital does not share it"
    text = f"Patients proposed for your sites in the newest plan{first}{more}. Nobody has been offered a place yet"
    return Need("Proposed for your sites", text, show(plan), found.count)


def plans_to_approve(acting: Acting) -> Need | None:
    found = list(plans.plans_waiting_for_approval(acting))
    href = show(found[0]) if len(found) == 1 else reverse("plans:list-plans")
    text = "One name is under it; yours would be the second"
    return Need("Plans to approve", text, href, len(found)) if found else None


def first_plan(acting: Acting) -> Need | None:
    if plans.plans(acting).exists():
        return None
    text = "There is a list and there is capacity; no plan has been made from them"
    return Need("Make the first plan", text, reverse("plans:new-plan"))


def own_agreements(acting: Acting) -> list[AgreementRecord]:
    """Those to which this organisation is a side; a board is of none."""
    if acting.organisation_id == acting.area_id:
        return []
    return [record for record in agreements.records(acting) if side_of(record.agreement, acting.organisation_id)]


def agreements_to_sign(acting: Acting) -> Need | None:
    """Our side has not agreed or signed words of which no clause lacks anything."""
    due = [record for record in own_agreements(acting) if waits_for_us(record, acting)]
    text = "No clause lacks anything; they hold once both sides have agreed and signed"
    return Need("Agreements to sign", text, where(due), len(due)) if due else None


def waits_for_us(record: AgreementRecord, acting: Acting) -> bool:
    side = side_of(record.agreement, acting.organisation_id)
    gaps = record.latest.gaps(today(), record.names)
    return any(
        may(record.latest.facts, act, side, in_the_way(act, gaps), today()).allowed for act in (Act.AGREE, Act.SIGN)
    )


def agreements_to_write(acting: Acting) -> Need | None:
    found = [record for record in own_agreements(acting) if record.is_written(today())]
    due = [record for record in found if any(gap.topic for gap in record.latest.gaps(today(), record.names))]
    text = "Something is missing in them; until both have signed nobody is placed under them"
    return Need("Agreements to write", text, where(due), len(due)) if due else None


def toolkit_to_state(acting: Acting) -> Need | None:
    """Agreements that cannot be signed, or share nothing, because our toolkit is not current (CLA-8, AGR-7)."""
    own = [(record, side_of(record.agreement, acting.organisation_id)) for record in own_agreements(acting)]
    due = [record for record, side in own if record.lacks_toolkit_of(side, today())]
    text = "Agreements wait for it: without it nobody can sign them and nothing is shared under them"
    return Need("Our security toolkit", text, reverse("agreements:state-security"), len(due)) if due else None


def agreements_that_end(acting: Acting) -> Need | None:
    """In force, over within 60 days, and no next version begun."""
    due = [record for record in own_agreements(acting) if record.latest.state(today()) is State.REVIEW_DUE]
    text = "They end within 60 days; plans that go further already place nobody under them"
    return Need("Agreements to renew", text, where(due), len(due)) if due else None


def where(due: list[AgreementRecord]) -> str:
    if len(due) == 1:
        return reverse("agreements:show-agreement", args=[due[0].agreement.pk])
    return reverse("agreements:list-agreements")


def service_changes(acting: Acting) -> Need | None:
    """What sites of the area have paused, moved or will."""
    found = [one for one in directory.notices(acting, today()) if one.starts_on <= today() + AHEAD]
    text = "Paused, moved or by video, now or within two weeks. Plans and holds follow them"
    return Need("Service changes", text, reverse("directory:list-notices"), len(found)) if found else None


def bookings_where_paused(acting: Acting) -> Need | None:
    """Ours, as guest or as host, on days of which the site has since said that it does nothing of the kind (DIR-3)."""
    found = capacity.stopped_bookings(acting, today())
    beds = f", {plural(found.nights, 'bed night')} among them" if found.nights else ""
    text = f"Held or booked where the site has paused or moved the service since{beds}. Find another day or give back"
    href = reverse("capacity:list-sessions") + "?stopped=on&first=" if found.sessions else reverse("capacity:list-beds")
    return Need("Bookings at a service that has paused", text, href, found.total) if found.total else None


def who_can(acting: Acting) -> Need:
    text = "Ask for an operation and a patient like yours; every site answers with its reasons"
    return Need("Who near here can do this?", text, reverse("directory:who-can"))


def question_of_the_day(acting: Acting) -> Need | None:
    if not directory.sites_of_area(acting).exists() or directory.answer_of_today(acting, today()):
        return None
    text = "One question a day about a modelled patient, answered without your name."
    return Need("Where would you send this patient?", text, reverse("directory:take-check"))


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


def spaces_that_changed(acting: Acting) -> Need | None:
    """Where the other side wrote lately; nobody keeps when a person looked last."""
    found = spaces.changed_by_partners(acting, today() - A_WEEK)
    if not found:
        return None
    one = [found[0].pk] if len(found) == 1 else []
    href = reverse("meetings:show-space" if one else "meetings:list-spaces", args=one)
    text = "The other side wrote in them in the last seven days: " + ", ".join(str(each) for each in found[:3])
    return Need("Team spaces that changed", text, href, len(found))


def agreements_without_partners(acting: Acting) -> Need | None:
    """The partnership ended and the agreement did not."""
    due = partnerships.ended_yet_placing(acting, today())
    text = "The partnership has ended, and patients are still placed under the agreement: end that too, or begin anew"
    return Need("Agreements without a partnership", text, where(due), len(due)) if due else None


def partnerships_to_mend(acting: Acting) -> Need | None:
    """Our own partnerships that lack a part, above all the way back for a patient who gets worse."""
    due = partnerships.unfinished(acting, today())
    one = [due[0].partnership.pk] if len(due) == 1 else []
    href = reverse("partnerships:show-partnership" if one else "partnerships:list-partnerships", args=one)
    text = "Something is missing, or the drill of an unplanned transfer is due or failed"
    return Need("Partnerships to mend", text, href, len(due)) if due else None


def capacity_to_offer(acting: Acting) -> Need:
    text = "Sessions and beds of your sites: what is offered, taken and left"
    return Need("Our capacity", text, reverse("capacity:list-sessions"))


def people_without_second_factor(acting: Acting) -> Need | None:
    count = people.members_without_second_factor(acting.organisation_id)
    text = "Ask them to set one up on their account page"
    return Need("People without a second factor", text, reverse("accounts:list-people"), count) if count else None


def show(plan: Plan) -> str:
    return reverse("plans:show-plan", args=[plan.pk])


P = Permission
NEEDS: tuple[tuple[Permission, Callable[[Acting], Need | None]], ...] = (
    (P.APPROVE_PLANS, plans_to_approve),
    (P.SEE_PLANS, plan_to_read),
    (P.MAKE_PLANS, first_plan),
    (P.SEE_PLANS, proposed_for_our_sites),
    (P.SIGN_AGREEMENTS, agreements_to_sign),
    (P.SIGN_AGREEMENTS, toolkit_to_state),
    (P.EDIT_AGREEMENTS, agreements_to_write),
    (P.EDIT_AGREEMENTS, agreements_that_end),
    (P.WORK_TOGETHER, partnerships_to_mend),
    (P.WORK_TOGETHER, agreements_without_partners),
    (P.ATTEST, sites_to_attest),
    (P.EDIT_SITE, training_that_runs_out),
    (P.MAKE_PLANS, sites_not_vouched_for),
    (P.EDIT_LIST, files_to_look_at),
    (P.EDIT_LIST, files_not_loaded),
    (P.SEE_LIST, pathways_in_limbo),
    (P.SEE_IDENTITY, pathways_without_facts),
    (P.SEE_LIST, longest_waits),
    (P.OFFER_CAPACITY, bookings_where_paused),
    (P.OFFER_CAPACITY, capacity_to_offer),
    (P.KEEP_REGULATIONS, differences_to_review),
    (P.KEEP_GOVERNANCE, policies_to_confirm),
    (P.KEEP_GOVERNANCE, policies_without_their_yes),
    (P.KEEP_GOVERNANCE, numbers_nobody_tried),
    (P.KEEP_GOVERNANCE, nobody_at_night),
    (P.WORK_TOGETHER, actions_overdue),
    (P.WORK_TOGETHER, meetings_to_hold),
    (P.WORK_TOGETHER, partners_to_tend),
    (P.RAISE, spaces_that_changed),
    (P.SEE_DIRECTORY, service_changes),
    (P.SEE_DIRECTORY, who_can),
    (P.RAISE, whose_policy),
    (P.TAKE_CHECK, question_of_the_day),
    (P.MANAGE_PEOPLE, people_without_second_factor),
)


def needs(acting: Acting) -> list[Need]:
    """What this person may act on."""
    found = [need(acting) for permission, need in NEEDS if acting.may(permission)]
    return [need for need in found if need is not None]
