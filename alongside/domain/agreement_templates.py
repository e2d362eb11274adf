"""Which words may an agreement start from, so that nobody faces an empty page?

Suggested words, agreed by nobody: a clause still blocks signing until each side has named an owner.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.domain.agreement_topics import Topic


@dataclass(frozen=True, slots=True)
class Template:
    """A name for the list and the suggested answer of each topic."""

    name: str
    answers: Mapping[Topic, str]


_ELECTIVE = {
    Topic.POLICIES: "The host's policies are followed at the bedside. For sepsis, deterioration and resuscitation both "
    "sides have compared theirs, and the differences are listed in the evidence.",
    Topic.NOTES: "The guest sends the referral, the last clinic letter, imaging reports and pre-operative assessment "
    "before the date is offered. The host returns the operation note and discharge letter within 24 hours.",
    Topic.INCIDENTS: "Whoever sees an incident reports it on their own system the same day and tells the other side's "
    "lead within one working day. Both learn from it together.",
    Topic.SYSTEMS: "Booking, imaging, results and prescribing are done on the host's systems. Staff who visit have "
    "accounts before their first day.",
    Topic.TRANSPORT: "Patients who qualify for patient transport keep it. The guest arranges it and pays.",
    Topic.MEDICINES: "The host prescribes and supplies medicines for the stay and fourteen days to take home.",
    Topic.OXYGEN: "Patients on home oxygen are reviewed before acceptance. The guest's respiratory team orders "
    "portable oxygen at least 48 hours before admission.",
    Topic.SOCIAL_CARE: "Needs at home are asked about before a date is offered. The host's discharge team arranges "
    "care with the patient's own council.",
    Topic.BEDS: "The host holds the planned nights. A longer stay stays at the host unless the transfer criteria are "
    "met.",
    Topic.END_OF_LIFE: "Treatment escalation plans and advance decisions travel with the referral and are confirmed on "
    "admission.",
    Topic.INDEMNITY: "Each side indemnifies its own staff. Visiting staff hold a passport or honorary contract.",
    Topic.FINANCE: "Care is paid for at the agreed tariff by the route both finance directors have named.",
    Topic.RTT_REPORTING: "The guest reports the waiting time until the host has accepted the patient.",
    Topic.TRANSFER_BACK: "A patient who needs a higher level of care goes by the named route below.",
    Topic.SAFETY: "Both sides have gone through what could go wrong and hold the controls below.",
    Topic.EXIT: "When this ends, patients with a booked date keep it. Patients without one return to the guest's list "
    "with their waiting time unbroken.",
}
TEMPLATES: dict[str, Template] = {
    "elective": Template("Elective surgery at another hospital", _ELECTIVE),
}
