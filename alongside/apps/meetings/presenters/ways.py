"""How organisations work, as a list and as one page."""

from typing import Any

from django.urls import reverse

from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.facts.ways import PARTS
from alongside.apps.meetings.models import HowWeWork
from alongside.web.tables import Column

COLUMNS = [
    Column("name", "Organisation", link="href"),
    Column("kind", "Kind"),
    Column("said", "Said on"),
    Column("version", "Version"),
]
FILE_COLUMNS = [
    *COLUMNS[:2], Column("on", "Said on", "date"), *[Column(key, label) for key, label, _ in PARTS],
    Column("source", "Source"),
]  # fmt: skip
VERSION_COLUMNS = [Column("version", "Version"), *FILE_COLUMNS[2:]]


def row(organisation: Organisation, said: HowWeWork | None) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "href": reverse("meetings:show-ways", args=[organisation.pk]),
        "kind": organisation.get_kind_display(),
        "said": f"{said.on:%-d %b %Y}" if said else "nothing said yet",
        "version": said.version if said else "none",
        "on": said.on if said else None,
        "source": said.source if said else "",
        **{key: getattr(said, key, "") for key, *_ in PARTS},
    }


def version_row(said: HowWeWork) -> dict[str, Any]:
    return {name: getattr(said, name) for name in ("version", "on", "source", *(key for key, *_ in PARTS))}


def parts(said: HowWeWork) -> list[dict[str, Any]]:
    """Each part as its lines; a part that was not written says so."""
    return [{"label": label, "lines": getattr(said, key).splitlines() or ["Not said."]} for key, label, _ in PARTS]
