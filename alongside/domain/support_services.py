"""Which support services can a site have, at which hours, and which does an operation need?

Basis: the HSIB report on NHS surgery in independent hospitals (28 October 2021) found that these services differ
by place and that the difference was not known. Read November 2026. The list of services is ours to extend.
"""

from dataclasses import dataclass
from enum import StrEnum


class Cover(StrEnum):
    """When a service is there, least first. Somebody on call can be reached in working hours too."""

    NONE = "none"
    HOURS = "hours"
    ON_CALL = "on_call"
    ROUND_THE_CLOCK = "24x7"

    def meets(self, needed: "Cover") -> bool:
        """Is this cover as good as what is needed?

        >>> Cover.ON_CALL.meets(Cover.HOURS), Cover.HOURS.meets(Cover.ROUND_THE_CLOCK)
        (True, False)
        """
        order = list(Cover)
        return order.index(self) >= order.index(needed)


COVER_LABELS = {
    Cover.NONE: "not available",
    Cover.HOURS: "in working hours",
    Cover.ON_CALL: "on call",
    Cover.ROUND_THE_CLOCK: "24 hours a day, 7 days a week",
}

SUPPORT_SERVICES = {
    "resident_doctor": "resident doctor",
    "anaesthetist": "anaesthetist",
    "xray": "X-ray",
    "ultrasound": "ultrasound",
    "ct": "CT",
    "mri": "MRI",
    "interventional_radiology": "interventional radiology",
    "blood_transfusion": "blood transfusion",
    "pathology": "pathology",
    "pharmacy": "pharmacy",
    "physiotherapy": "physiotherapy",
    "occupational_therapy": "occupational therapy",
    "dietetics": "dietetics",
    "speech_and_language": "speech and language therapy",
    "stoma_care": "stoma care",
    "endoscopy": "endoscopy",
    "critical_care_outreach": "critical care outreach",
    "emergency_theatre": "emergency return to theatre",
    "medical_opinion": "medical opinion",
    "interpreter": "interpreter",
}


@dataclass(frozen=True, slots=True)
class SupportNeed:
    """A service that an operation needs, and the least cover that will do. Written `service:cover`."""

    service: str
    cover: Cover = Cover.HOURS

    def __str__(self) -> str:
        return f"{self.service}:{self.cover}"


def read_support_need(text: str) -> SupportNeed:
    """Read `service:cover`, or `service` alone for working hours; ValueError says what is wrong.

    >>> str(read_support_need("xray:24x7")), str(read_support_need("dietetics"))
    ('xray:24x7', 'dietetics:hours')
    """
    service, _, cover = text.strip().partition(":")
    if service not in SUPPORT_SERVICES:
        raise ValueError(f"“{service}” is not a support service we know: use one of {', '.join(SUPPORT_SERVICES)}")
    needed = {c.value for c in Cover} - {Cover.NONE}
    if cover and cover not in needed:
        raise ValueError(f"“{cover}” is not a cover for {SUPPORT_SERVICES[service]}: use hours, on_call or 24x7")
    return SupportNeed(service, Cover(cover or Cover.HOURS))
