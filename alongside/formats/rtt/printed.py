"""How are the published figures shown? As an aligned plain-text table, and as one JSON object with the same content."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from alongside.formats.rtt.layout import PART_NAMES, PARTS
from alongside.formats.rtt.organisations import name_of
from alongside.formats.rtt.reading import Extract
from alongside.formats.rtt.statistics import NOT_KNOWN, Statistics, by_treatment_function, summarise

ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0. Source: NHS England."
NO_ESTIMATES = "The extract holds no estimates for providers that did not report."
HEADINGS = ("Code", "Treatment function", "Waiting", "In 18 wks", "Median", "92nd pc", "Over 52", "65", "78", "104")


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that is shown for one provider, one board or England. `headline` is for England alone (RTT-P4)."""

    name: str
    code: str | None
    month: str
    file: str
    parts: dict[str, Statistics]
    functions: list[tuple[str, str, Statistics]]
    headline: Statistics | None
    notes: tuple[str, ...]

    @property
    def source(self) -> str:
        return f"NHS England, RTT full CSV data file, {self.month} ({self.file})"


def published(extract: Extract, *, file: str, provider: str | None, icb: str | None) -> Published:
    """Gather the figures; raises UnknownCode for a provider or board that the extract does not hold."""
    code = provider if provider is not None else icb
    return Published(
        name=name_of(extract.frame, provider=provider, icb=icb),
        code=None if code is None else code.strip().upper(),
        month=f"{extract.month:%B %Y}",
        file=file,
        parts={part: summarise(extract, provider=provider, icb=icb, part=part) for part in PARTS},
        functions=by_treatment_function(extract, provider=provider, icb=icb),
        headline=summarise(extract, commissioned_in_england=True) if code is None else None,
        notes=(*extract.notes, NO_ESTIMATES),
    )


def as_json(figures: Published) -> str:
    """The same figures, unrounded; waits past 104 weeks are null with the text `104+`."""
    content = {
        "name": figures.name,
        "code": figures.code,
        "month": figures.month,
        **_plain(figures.parts["2"]),
        "parts": {part: _plain(statistics) for part, statistics in figures.parts.items()},
        "commissioned_in_england": None if figures.headline is None else _plain(figures.headline),
        "by_treatment_function": [
            {"code": code, "name": name, **_plain(statistics)} for code, name, statistics in figures.functions
        ],
        "notes": list(figures.notes),
        "source": figures.source,
        "attribution": ATTRIBUTION,
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def as_text(figures: Published) -> str:
    """The figures as a page of plain text, one thing a line, numbers aligned."""
    title = f"{figures.name} ({figures.code})" if figures.code else figures.name
    blocks = [
        [f"{title}: waits from referral to treatment, {figures.month}"],
        _aligned(_headline_rows(figures.parts["2"])),
        _without_other_countries(figures.headline),
        ["The monthly return by part", *_aligned(_part_rows(figures))],
        _aligned([HEADINGS, *_function_rows(figures)], words=2),
        [*figures.notes, f"Source: {figures.source}.", ATTRIBUTION],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _headline_rows(figures: Statistics) -> list[tuple[str, ...]]:
    return [
        ("Waiting at the end of the month", f"{figures.total:,}"),
        ("Within 18 weeks, %", _percent(figures)),
        ("Median wait, weeks", figures.median_text),
        ("92nd percentile, weeks", figures.percentile_92_text),
        ("Over 52 weeks", _count(figures.over_52)),
        ("Over 65 weeks", _count(figures.over_65)),
        ("Over 78 weeks", _count(figures.over_78)),
        ("Over 104 weeks", _count(figures.over_104)),
        ("Clock start unknown", f"{figures.unknown_start:,}"),
    ]


def _without_other_countries(headline: Statistics | None) -> list[str]:
    if headline is None:
        return []
    figures = (
        f"{headline.total:,} waiting, {_percent(headline)}% within 18 weeks, median {headline.median_text}, "
        f"92nd percentile {headline.percentile_92_text}, {_count(headline.over_52)} over 52 weeks, "
        f"{_count(headline.over_104)} over 104."
    )
    return ["Commissioned in England only (without NONC), as the official national headline counts:", figures]


def _part_rows(figures: Published) -> list[tuple[str, ...]]:
    return [(f"Part {part}: {PART_NAMES[part]}", f"{figures.parts[part].total:,}") for part in PARTS]


def _function_rows(figures: Published) -> list[tuple[str, ...]]:
    rows = [*figures.functions, ("", "All treatment functions", figures.parts["2"])]
    return [
        (
            code,
            name,
            f"{line.total:,}",
            _percent(line),
            line.median_text,
            line.percentile_92_text,
            _count(line.over_52),
            _count(line.over_65),
            _count(line.over_78),
            _count(line.over_104),
        )
        for code, name, line in rows
    ]


def _plain(figures: Statistics) -> dict[str, object]:
    texts = {"median_text": figures.median_text, "percentile_92_text": figures.percentile_92_text}
    return {**asdict(figures), **texts}


def _count(count: int | None) -> str:
    return NOT_KNOWN if count is None else f"{count:,}"


def _percent(figures: Statistics) -> str:
    return NOT_KNOWN if figures.within_18_percent is None else f"{figures.within_18_percent:.3f}"


def _aligned(rows: Sequence[Sequence[str]], *, words: int = 1) -> list[str]:
    """Columns two spaces apart: the first `words` columns to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if position < words else cell.rjust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
