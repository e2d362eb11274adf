"""What are the columns of this table? One answer serves the page, the CSV file and the spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from alongside.web.words import KINDS, NUMERIC


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `key` names a row's item or attribute; dots reach further ("site.name"). `kind` is one of
    `words.KINDS`. `link` is the key of the row's address for this cell. `sort` makes the heading
    a link. `note` is a second line under the heading.
    """

    key: str
    text: str
    kind: str = "text"
    sort: bool = False
    link: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Column {self.key}: kind must be one of {', '.join(KINDS)}, not {self.kind}")

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    def value(self, row: object) -> Any:
        """The raw value, for sorting and for files."""
        return reach(row, self.key)

    def shown(self, row: object) -> str:
        """The words on the page; markup made by a macro passes through unchanged."""
        value = self.value(row)
        return value if isinstance(value, Markup) else KINDS[self.kind](value)

    def href(self, row: object) -> str:
        return str(reach(row, self.link) or "") if self.link else ""


def reach(row: object, key: str) -> Any:
    """Follow a dotted key through mappings and attributes; an absent step gives None.

    >>> reach({"site": {"name": "One Ashford Hospital"}}, "site.name")
    'One Ashford Hospital'
    """
    for step in key.split("."):
        row = row.get(step) if isinstance(row, Mapping) else getattr(row, step, None)
        if callable(row):
            row = row()
    return row
