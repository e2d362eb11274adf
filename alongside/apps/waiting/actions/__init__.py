"""Writes of the list. Each is one transaction with its audit row."""

from alongside.apps.waiting.actions.correcting import (
    NotOurs,
    Refused,
    correct_pathway,
    record_clock_event,
    strike_pathway,
    withdraw_clock_event,
)
from alongside.apps.waiting.actions.keeping import record_search, remove_view, save_view, see_identity
from alongside.apps.waiting.actions.loading import load_pathways

__all__ = [
    "NotOurs",
    "Refused",
    "correct_pathway",
    "load_pathways",
    "record_clock_event",
    "record_search",
    "remove_view",
    "save_view",
    "see_identity",
    "strike_pathway",
    "withdraw_clock_event",
]
