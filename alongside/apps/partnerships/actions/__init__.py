"""Every write of a partnership: either side writes what both do together, and each names its own lead."""

from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError
from alongside.apps.partnerships.actions.governing import (
    CommitteeWords,
    RungWords,
    keep_committee,
    keep_rung,
    withdraw,
)
from alongside.apps.partnerships.actions.keeping import (
    PartnershipWords,
    end_partnership,
    name_lead,
    open_partnership,
    settle,
)
from alongside.apps.partnerships.actions.logging import log_drill, log_visit
from alongside.apps.partnerships.actions.ownership import Refused

__all__ = [
    "ChangedMeanwhileError",
    "CommitteeWords",
    "NotYoursError",
    "PartnershipWords",
    "Refused",
    "RungWords",
    "end_partnership",
    "keep_committee",
    "keep_rung",
    "log_drill",
    "log_visit",
    "name_lead",
    "open_partnership",
    "settle",
    "withdraw",
]
