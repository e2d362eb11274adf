"""What needs this person today? One function for each kind of need; each asks one app's queries.

A function answers None where there is nothing to do; the order is the order of the journey.
"""

from collections.abc import Callable

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.insight.today import agreeing, lists, planning, policies, sites, together
from alongside.apps.insight.today.need import Need

__all__ = ["Need", "needs"]

P = Permission
NEEDS: tuple[tuple[Permission, Callable[[Acting], Need | None]], ...] = (
    (P.APPROVE_PLANS, planning.plans_to_approve),
    (P.SEE_PLANS, planning.plan_to_read),
    (P.MAKE_PLANS, planning.first_plan),
    (P.SEE_PLANS, planning.proposed_for_our_sites),
    (P.SIGN_AGREEMENTS, agreeing.agreements_to_sign),
    (P.SIGN_AGREEMENTS, agreeing.toolkit_to_state),
    (P.EDIT_AGREEMENTS, agreeing.agreements_to_write),
    (P.EDIT_AGREEMENTS, agreeing.agreements_that_end),
    (P.WORK_TOGETHER, together.partnerships_to_mend),
    (P.WORK_TOGETHER, together.packs_to_mend),
    (P.WORK_TOGETHER, together.quality_to_give),
    (P.SIGN_AGREEMENTS, together.quality_to_sign),
    (P.WORK_TOGETHER, together.agreements_without_partners),
    (P.ATTEST, sites.sites_to_attest),
    (P.EDIT_SITE, sites.training_that_runs_out),
    (P.MAKE_PLANS, sites.sites_not_vouched_for),
    (P.EDIT_LIST, lists.files_to_look_at),
    (P.EDIT_LIST, lists.files_not_loaded),
    (P.SEE_LIST, lists.pathways_in_limbo),
    (P.SEE_IDENTITY, lists.pathways_without_facts),
    (P.SEE_LIST, lists.longest_waits),
    (P.OFFER_CAPACITY, lists.bookings_where_paused),
    (P.OFFER_CAPACITY, lists.capacity_to_offer),
    (P.KEEP_REGULATIONS, policies.differences_to_review),
    (P.KEEP_GOVERNANCE, policies.policies_to_confirm),
    (P.KEEP_GOVERNANCE, policies.policies_without_their_yes),
    (P.KEEP_GOVERNANCE, policies.numbers_nobody_tried),
    (P.KEEP_GOVERNANCE, policies.nobody_at_night),
    (P.WORK_TOGETHER, together.actions_overdue),
    (P.WORK_TOGETHER, together.meetings_to_hold),
    (P.WORK_TOGETHER, together.partners_to_tend),
    (P.RAISE, together.spaces_that_changed),
    (P.SEE_DIRECTORY, sites.service_changes),
    (P.SEE_DIRECTORY, sites.who_can),
    (P.RAISE, policies.whose_policy),
    (P.TAKE_CHECK, sites.question_of_the_day),
    (P.MANAGE_PEOPLE, together.people_without_second_factor),
)


def needs(acting: Acting) -> list[Need]:
    """What this person may act on."""
    found = [need(acting) for permission, need in NEEDS if acting.may(permission)]
    return [need for need in found if need is not None]
