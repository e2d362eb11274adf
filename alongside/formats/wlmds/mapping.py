"""Which column of a local file is which column of the national layout?

Suggests a mapping from the headings alone. A doubtful heading is reported for a person to decide, never guessed.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from typing import Self

from alongside.formats.wlmds.layout import BY_FIELD, COLUMNS, OURS, Column, Need

SURE = 0.9
"""At or above this the suggestion is used; below it a person is asked."""

WORTH_ASKING = 0.8


class BadMapping(ValueError):
    """A stored or chosen mapping that cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Field of the layout to heading of the file, how sure, and the headings that nobody claimed."""

    columns: dict[str, str]
    confidence: dict[str, float] = field(default_factory=dict)
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in BY_FIELD:
                raise BadMapping(f"There is no field called {name!r} in the waiting list layout; choose one from it.")
        twice = {heading for heading in self.columns.values() if list(self.columns.values()).count(heading) > 1}
        if twice:
            raise BadMapping(f"The column {sorted(twice)[0]!r} is used for two fields; choose one of them.")

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns of the layout that no heading is mapped to."""
        return tuple(c for c in COLUMNS if c.need is Need.REQUIRED and c.field not in self.columns)

    def choose(self, name: str, heading: str) -> Self:
        """The same mapping after a person has said which heading holds this field."""
        columns = {f: h for f, h in self.columns.items() if h != heading} | {name: heading}
        ambiguous = {h: f for h, f in self.ambiguous.items() if h != heading}
        unmapped = tuple(h for h in (*self.unmapped, self.columns.get(name, heading)) if h != heading)
        confidence = {f: c for f, c in self.confidence.items() if f in columns} | {name: 1.0}
        return type(self)(columns, confidence, ambiguous, unmapped)

    def to_json(self) -> str:
        """The mapping as JSON text, to keep beside the organisation."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """A mapping kept as JSON; raises BadMapping when the text is not one."""
        try:
            kept = json.loads(text)
            return cls(
                columns={str(name): str(heading) for name, heading in kept["columns"].items()},
                confidence={str(name): float(sure) for name, sure in kept["confidence"].items()},
                ambiguous={str(heading): tuple(map(str, names)) for heading, names in kept["ambiguous"].items()},
                unmapped=tuple(map(str, kept["unmapped"])),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            if isinstance(problem, BadMapping):
                raise
            raise BadMapping("The kept column mapping cannot be read; choose the columns again.") from problem


def plain(heading: str) -> str:
    """A heading without case, punctuation or doubled spaces.

    >>> plain(" ORGANISATION_IDENTIFIER_(CODE OF PROVIDER) "), plain("RTTStart")
    ('organisation identifier code of provider', 'rtt start')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", heading)
    return " ".join(re.findall(r"[^\W_]+", apart.lower()))


def _names() -> dict[str, dict[str, float]]:
    """Every known plain heading, with the fields it may mean and how sure that is."""
    known: dict[str, dict[str, float]] = {}
    for column in COLUMNS:
        ways = [(column.name, 1.0), (column.field, 0.98), (column.label, 0.95), *((s, 0.9) for s in column.synonyms)]
        for way, sure in ways:
            fields = known.setdefault(plain(way), {})
            fields[column.field] = max(sure, fields.get(column.field, 0.0))
    return known


KNOWN = _names()


def candidates(heading: str) -> dict[str, float]:
    """The fields that a heading may mean, each with a confidence between 0 and 1; empty when none is near.

    >>> candidates("NHS No")
    {'nhs_number': 0.9}
    """
    said = plain(heading)
    if not said:
        return {}
    if said in KNOWN:
        return KNOWN[said]
    near: dict[str, float] = {}
    for known, fields in KNOWN.items():
        alike = SequenceMatcher(None, said, known).ratio() if len(known) > 5 else 0.0
        if alike >= WORTH_ASKING:
            for name in fields:
                near[name] = max(near.get(name, 0.0), round(alike * 0.85, 2))
    return near


def suggest(headers: Sequence[str]) -> Mapping:
    """The mapping that the headings themselves support.

    Columns are taken when one heading is surest for a field and at least 0.9 sure; two equal headings for one field,
    one heading for two fields, and headings that are only near go to `ambiguous`, the rest to `unmapped`.
    """
    wanted = {heading: candidates(heading) for heading in headers if heading not in OURS}
    columns: dict[str, str] = {}
    confidence: dict[str, float] = {}
    for column in COLUMNS:
        sure = {h: found[column.field] for h, found in wanted.items() if _is_surest(column.field, found)}
        best = [h for h, level in sure.items() if level == max(sure.values())]
        if len(best) == 1:
            columns[column.field], confidence[column.field] = best[0], sure[best[0]]
    taken = set(columns.values())
    ambiguous = {h: tuple(sorted(found)) for h, found in wanted.items() if found and h not in taken}
    unmapped = tuple(h for h, found in wanted.items() if not found)
    return Mapping(columns, confidence, ambiguous, unmapped)


def _is_surest(name: str, found: dict[str, float]) -> bool:
    best = max(found.values(), default=0.0)
    return best >= SURE and [n for n, sure in found.items() if sure == best] == [name]
