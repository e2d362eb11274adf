"""Every write of governance: an organisation keeps its own words, and a partner says yes to them."""

from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError
from alongside.apps.governance.actions.contacts import ContactWords, add_contact, change_contact, end_contact, log_call
from alongside.apps.governance.actions.ownership import Refused
from alongside.apps.governance.actions.policies import (
    PolicyWords,
    add_policy,
    change_policy,
    confirm_policy,
    end_policy,
)

__all__ = [
    "ChangedMeanwhileError",
    "ContactWords",
    "NotYoursError",
    "PolicyWords",
    "Refused",
    "add_contact",
    "add_policy",
    "change_contact",
    "change_policy",
    "confirm_policy",
    "end_contact",
    "end_policy",
    "log_call",
]
