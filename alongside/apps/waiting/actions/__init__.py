"""Writes of the list. Each is one transaction with its audit row."""

from alongside.apps.waiting.actions.checking import check_list
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
from alongside.apps.waiting.actions.uploads import (
    BadFile,
    confirm_columns,
    import_file,
    load_upload,
    read_headings,
    receive_upload,
    start_again,
)

__all__ = [
    "BadFile",
    "NotOurs",
    "Refused",
    "check_list",
    "confirm_columns",
    "correct_pathway",
    "import_file",
    "load_pathways",
    "load_upload",
    "read_headings",
    "receive_upload",
    "record_clock_event",
    "record_search",
    "remove_view",
    "save_view",
    "see_identity",
    "start_again",
    "strike_pathway",
    "withdraw_clock_event",
]
