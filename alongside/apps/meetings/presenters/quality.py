"""The quality of a month as tables: what each side gave, what is counted, who signed, and the months before."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.quality import NOT_GIVEN, FigureWords, Line, Month
from alongside.apps.meetings.presenters import tag
from alongside.domain.joint_quality import BY_CODE, COUNTED, GIVEN, STATE_WORDS, Indicator, exact
from alongside.web.query import query
from alongside.web.tables import Column
from alongside.web.words import short_date

FILE_COLUMNS = [
    Column("month", "Month"),
    Column("name", "Indicator"),
    Column("side", "Organisation"),
    Column("words", "Figure"),
    Column("count", "Count", "number"),
    Column("of", "Of", "number"),
    Column("note", "Note"),
    Column("kind", "Given or counted"),
    Column("counts", "What is counted"),
    Column("all", "Of what"),
    Column("state", "State of the pack"),
]
SIGNATURE_COLUMNS = [
    Column("side", "Organisation"),
    Column("version", "Version", "number"),
    Column("post", "Post"),
    Column("name", "Signed by"),
    Column("on", "Day", "date"),
    Column("counts", "Counts"),
]
MONTH_COLUMNS = [
    Column("month", "Month", link="href"),
    Column("tag", "State"),
    Column("given", "Figures given"),
    Column("version", "Version"),
]
MONTH_FILE_COLUMNS = [MONTH_COLUMNS[0], Column("state", "State"), *MONTH_COLUMNS[2:]]


def state_words(found: Month) -> str:
    return STATE_WORDS[found.standing.state][1]


def state_tag(found: Month) -> Markup:
    return tag(*STATE_WORDS[found.standing.state])


def awaited_words(found: Month) -> str:
    """Whose signature is awaited, in one sentence; "" where nobody's is."""
    names = [side.name for side in found.pair.sides if str(side.pk) in found.standing.awaited]
    return f"Awaited: {' and '.join(names)}." if names else ""


def side_columns(pair: Pair) -> list[Column]:
    return [Column("name", "Indicator"), *[Column(str(side.pk), side.name) for side in pair.sides]]


def table(
    lines: Iterable[Line], pair: Pair, indicators: Iterable[Indicator], own: Mapping[str, FigureWords], me: UUID
) -> Iterator[dict[str, Any]]:
    """One row for each indicator, one column for each side; our own figures in full beside what the other reads."""
    found = {(line.code, line.side): line for line in lines}
    for each in indicators:
        sides = {
            str(side.pk): cell(found.get((each.code, str(side.pk))), own.get(each.code) if side.pk == me else None)
            for side in pair.sides
        }
        about = Markup('{}<br><span class="mtg-quiet">{}; of {}</span>')
        yield {"name": about.format(each.name, each.counts, each.of), **sides}


def cell(line: Line | None, own: FigureWords | None) -> Markup:
    said = line.words if line else NOT_GIVEN
    shown = Markup("{}").format(said)
    full = exact(own.count, own.of) if own else said
    if line and own and line.count is None and full != said:
        shown = Markup('{}<br><span class="mtg-quiet">The other side and the board read: {}</span>').format(full, said)
    return shown + Markup('<br><span class="mtg-quiet">{}</span>').format(line.note) if line and line.note else shown


def file_rows(found: Month, lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """As both sides and their board may read them."""
    names = {str(side.pk): side.name for side in found.pair.sides}
    given = {each.code for each in GIVEN}
    for line in lines:
        about = BY_CODE[line.code]
        yield {
            "month": f"{found.month:%B %Y}",
            "name": about.name,
            "side": names[line.side],
            "words": line.words,
            "count": line.count,
            "of": line.of,
            "note": line.note,
            "kind": "Given by them" if line.code in given else "Counted by Alongside",
            "counts": about.counts,
            "all": about.of,
            "state": state_words(found),
        }


def signature_rows(found: Month) -> list[dict[str, Any]]:
    """Newest version first; a signature under a version that another followed counts no more."""
    return [
        {
            "version": pack.number,
            "side": each.organisation.name,
            "post": each.post,
            "name": each.by_name,
            "on": each.on,
            "counts": "Yes" if pack == found.frozen else "No: figures were given after it",
        }
        for pack in reversed(found.packs)
        for each in pack.signatures.all()
    ]


def month_rows(months: Iterable[Month]) -> Iterator[dict[str, Any]]:
    for found in months:
        href = reverse("meetings:show-quality", args=found.pair.key) + query({"month": f"{found.month:%Y-%m}"})
        yield {
            "month": f"{found.month:%B %Y}",
            "href": href,
            "tag": state_tag(found),
            "state": state_words(found),
            "given": f"{len(found.given)} of {2 * len(GIVEN)}",
            "version": str(found.packs[-1].number) if found.packs else "none",
        }


def frozen_words(found: Month) -> str:
    """That the figures are those that were signed; "" where they are as they stand now."""
    pack = found.frozen
    return f"Version {pack.number}, frozen when it was first signed on {short_date(pack.on)}." if pack else ""


def both(lines: Iterable[Line], pair: Pair, own: Mapping[str, FigureWords], me: UUID) -> dict[str, Any]:
    """The two tables of the page."""
    kept = list(lines)
    return {
        "given": list(table(kept, pair, GIVEN, own, me)),
        "counted": list(table(kept, pair, COUNTED, {}, me)),
    }
