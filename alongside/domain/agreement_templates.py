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
_DIAGNOSTICS = _ELECTIVE | {
    Topic.POLICIES: "The host's policies are followed for the appointment: consent, chaperones, radiation and "
    "contrast, infection prevention and resuscitation.",
    Topic.NOTES: "The guest sends the request with the clinical question, earlier images and reports, allergies, "
    "kidney function and implants. The host returns images and report to the guest's own archive.",
    Topic.SYSTEMS: "Requests and results travel through the area's image exchange. Where they do not, both sides name "
    "who carries them, how, and who checks that they have arrived.",
    Topic.MEDICINES: "The host gives contrast and sedation under its own directions. Regular medicines stay with the "
    "guest's team; who stops anticoagulants before a procedure is named in the evidence.",
    Topic.OXYGEN: "Patients on home oxygen bring enough for the visit. A site without piped oxygen is not offered to "
    "them.",
    Topic.SOCIAL_CARE: "The referral says whether somebody comes along and what help the patient needs to be moved.",
    Topic.BEDS: "No overnight stay. Recovery after sedation is at the host until the discharge criteria are met.",
    Topic.RTT_REPORTING: "The guest reports the waiting time throughout: a test alone does not stop the clock.",
    Topic.TRANSFER_BACK: "A patient who gets worse goes by the named route below. An urgent or unexpected finding is "
    "telephoned to the guest's named clinician the same day and confirmed in writing.",
    Topic.EXIT: "When this ends, booked tests go ahead. Requests without a date return to the guest the same day.",
}
_MUTUAL_AID = _ELECTIVE | {
    Topic.POLICIES: "Staff who visit follow the policies of the site where they work, and have read its policies on "
    "sepsis, deterioration, resuscitation, blood and consent before the first list.",
    Topic.SYSTEMS: "Booking, imaging, results and prescribing are done on the host's systems. Both trusts share the "
    "regional imaging and summary records; visiting staff have accounts before their first day.",
    Topic.MEDICINES: "The host prescribes and supplies. Medicines are reconciled on admission by the host's pharmacy "
    "from the guest's list and the GP record.",
    Topic.OXYGEN: "The host orders portable and home oxygen for discharge and tells the patient's own respiratory "
    "team.",
    Topic.BEDS: "The host holds the planned nights, also of high-dependency care. A longer stay stays at the host, "
    "unless both clinical site managers agree on a transfer.",
    Topic.INDEMNITY: "Both trusts are members of the same NHS scheme. Visiting staff hold a digital staff passport or "
    "an honorary contract.",
    Topic.FINANCE: "Care is paid for by the route that both finance directors have named; help in an emergency is "
    "settled afterwards and holds up nobody's care.",
    Topic.TRANSFER_BACK: "The host has critical care. A patient who needs a service that it does not have goes by the "
    "named route below.",
}
TEMPLATES: dict[str, Template] = {
    "elective": Template("Elective surgery at another hospital", _ELECTIVE),
    "diagnostics": Template("Diagnostics at another site", _DIAGNOSTICS),
    "mutual_aid": Template("Mutual aid between two trusts", _MUTUAL_AID),
}
