"""What became of a file, in words?"""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.apps.waiting.models import WaitingListUpload
from alongside.formats.wlmds.rules import RULES
from alongside.web.tables import Column
from alongside.web.words import number, plural

QUIET_FOR = timedelta(minutes=3)
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
    return plain | {"state": sent.get_state_display(), "href": reverse("waiting:show-upload", args=[sent.pk])}


def figures(sent: WaitingListUpload) -> list[dict[str, Any]]:
    """The four counts together are the rows of the file."""
    return [
        {"figure": number(sent.rows_new), "label": "new"},
        {"figure": number(sent.rows_changed), "label": "changed"},
        {"figure": number(sent.rows_same), "label": "the same"},
        {"figure": number(sent.rows_bad), "label": "returned to you", "tone": "bad" if sent.rows_bad else "good"},
    ]


def is_quiet(sent: WaitingListUpload) -> bool:
    """Has nothing moved for so long that a worker may have died?"""
    return timezone.now() - sent.touched_at > QUIET_FOR


def warnings(sent: WaitingListUpload) -> list[dict[str, Any]]:
    return [{**one, "title": RULES[one["rule"]].title} for one in sent.warnings if one["rule"] in RULES]


def sentence(sent: WaitingListUpload) -> str:
    return f"{plural(sent.rows_read, 'row')} read; list of {sent.as_of:%-d %B %Y}"
