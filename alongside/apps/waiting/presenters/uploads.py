"""What became of a file, in words?"""

import gzip
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.apps.waiting.models import MOST_RETURNED, WaitingListUpload
from alongside.formats.wlmds.rules import RULES
from alongside.web.tables import Column
from alongside.web.words import number, plural

GZIP = b"\x1f\x8b"
QUIET_FOR = timedelta(minutes=3)
NEEDS_YOU = "Needs you: choose columns"
COLOURS = {"received": "grey", "working": "blue", "done": "green", "failed": "red"}
COLUMNS = [
    Column("name", "File", link="href"),
    Column("received_at", "Sent", "moment"),
    Column("by_name", "By"),
    Column("as_of", "List of", "date"),
    Column("state", "State"),
    Column("rows_new", "New", "number"),
    Column("rows_changed", "Changed", "number"),
    Column("rows_same", "The same", "number"),
    Column("rows_bad", "Returned", "number"),
]
WARNINGS = [Column("rule", "Rule"), Column("message", "What to look at"), Column("rows", "Rows", "number")]


def row(sent: WaitingListUpload) -> dict[str, Any]:
    plain = {column.key: getattr(sent, column.key, None) for column in COLUMNS}
    return plain | {"state": state_words(sent), "href": reverse("waiting:show-upload", args=[sent.pk])}


def figures(sent: WaitingListUpload) -> list[dict[str, Any]]:
    """The four counts together are the rows of the file."""
    return [
        {"figure": number(sent.rows_new), "label": "new"},
        {"figure": number(sent.rows_changed), "label": "changed"},
        {"figure": number(sent.rows_same), "label": "the same"},
        {"figure": number(sent.rows_bad), "label": "returned to you", "tone": "bad" if sent.rows_bad else "good"},
    ]


def needs_columns(sent: WaitingListUpload) -> bool:
    """Its headings were read, and nobody has said yet which column is which."""
    return sent.state == WaitingListUpload.State.RECEIVED and sent.rows_read > 0 and not sent.confirmed


def state_words(sent: WaitingListUpload) -> str:
    return NEEDS_YOU if needs_columns(sent) else sent.get_state_display()


def colour(sent: WaitingListUpload) -> str:
    return "orange" if needs_columns(sent) else COLOURS[sent.state]


def may_start_again(sent: WaitingListUpload) -> bool:
    """The file is still here, and its work stopped or has not moved for a while. `sent` knows whether it `is_kept`."""
    if not getattr(sent, "is_kept", False) or needs_columns(sent):
        return False
    return sent.state == WaitingListUpload.State.FAILED or is_quiet(sent)


def returned_rows(kept: bytes) -> bytes:
    """The file of returned rows; those kept before they were compressed are as they are."""
    return gzip.decompress(kept) if kept.startswith(GZIP) else kept


def returned_note(sent: WaitingListUpload) -> str:
    """What the file of returned rows holds."""
    note = "Each returned row has its reasons in the column “problems”. Correct that file and send it in as it is."
    if sent.rows_bad > MOST_RETURNED:
        note = f"The first {number(MOST_RETURNED)} of {number(sent.rows_bad)} are in the file. {note}"
    return note


def is_quiet(sent: WaitingListUpload) -> bool:
    """Has nothing moved for so long that a worker may have died?"""
    return timezone.now() - sent.touched_at > QUIET_FOR


def warnings(sent: WaitingListUpload) -> list[dict[str, Any]]:
    return [{**one, "title": RULES[one["rule"]].title} for one in sent.warnings if one["rule"] in RULES]


def sentence(sent: WaitingListUpload) -> str:
    return f"{plural(sent.rows_read, 'row')} read; list of {sent.as_of:%-d %B %Y}"
