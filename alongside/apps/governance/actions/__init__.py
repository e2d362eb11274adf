"""Every write of governance: an organisation keeps its own words, and a partner says yes to them."""

from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError
from alongside.apps.governance.actions.barriers import BarrierWords
from alongside.apps.governance.actions.contacts import ContactWords, add_contact, change_contact, end_contact, log_call
from alongside.apps.governance.actions.counting import KeptPlan, cases, keep_counts, rules_to_count
from alongside.apps.governance.actions.ownership import Refused
from alongside.apps.governance.actions.policies import (
    PolicyWords,
    add_policy,
    change_policy,
    confirm_policy,
    end_policy,
    take_back_yes,
)
from alongside.apps.governance.actions.registers import (
    ResponsibilityWords,
    RowWords,
    SystemWords,
    add_row,
    change_row,
    remove_row,
)

__all__ = [
    "BarrierWords",
    "ChangedMeanwhileError",
    "ContactWords",
    "KeptPlan",
    "NotYoursError",
    "PolicyWords",
    "Refused",
    "ResponsibilityWords",
    "RowWords",
    "SystemWords",
    "add_contact",
    "add_policy",
    "add_row",
    "cases",
    "change_contact",
    "change_policy",
    "change_row",
    "confirm_policy",
    "end_contact",
    "end_policy",
    "keep_counts",
    "log_call",
    "remove_row",
    "rules_to_count",
    "take_back_yes",
]
