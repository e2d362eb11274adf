"""Published statistics as the columns, figures and pictures of a page."""

from datetime import date

from alongside.apps.insight.queries import Line
from alongside.web.charts import Bar, Figure, bars
from alongside.web.tables import Column
from alongside.web.words import number

SOURCE = "NHS England, Consultant-led Referral to Treatment Waiting Times, full CSV extract"
PARTS = {
    "2": "Waiting at the end of the month",
    "2A": "Waiting with a decision to admit",
    "1A": "Treatment completed, admitted",
    "1B": "Treatment completed, not admitted",
    "3": "New in the month",
}


def columns(first: str) -> list[Column]:
    return [
        Column("code", "Code"),
        Column("name", first, link="href"),
        Column("total", "Pathways", "number"),
        Column("within", "Within 18 weeks", "percent"),
        Column("median", "Median weeks", "decimal"),
        Column("percentile", "92nd percentile, weeks"),
        Column("over_52", "Over 52 weeks", "number"),
        Column("over_65", "Over 65", "number"),
        Column("over_78", "Over 78", "number"),
        Column("over_104", "Over 104", "number"),
    ]


def row(line: Line, href: str = "") -> dict[str, object]:
    figures = line.figures
    share = figures.within_18_percent
    return {
        "code": line.code,
        "name": line.name,
        "href": href,
        "total": figures.total,
        "within": None if share is None else share / 100,
        "median": figures.median_weeks,
        "percentile": figures.percentile_92_text,
        "over_52": figures.over_52,
        "over_65": figures.over_65,
        "over_78": figures.over_78,
        "over_104": figures.over_104,
    }


def headline(line: Line, month: date) -> list[dict[str, object]]:
    figures = line.figures
    common: dict[str, object] = {"source": SOURCE, "as_of": f"{month:%B %Y}", "kind": "published"}
    stats: list[dict[str, object]] = [{"figure": number(figures.total), "label": "pathways", **common}]
    if figures.within_18_percent is not None:
        stats += [
            {"figure": f"{figures.within_18_percent:.1f}%", "label": "within 18 weeks; the standard is 92%", **common},
            {"figure": figures.median_text, "label": "weeks: half have waited longer", **common},
            {"figure": number(figures.over_52), "label": "over 52 weeks", **common},
        ]
    return stats


def provider_chart(lines: list[Line]) -> Figure:
    return bars(
        "Pathways by provider",
        [Bar(line.name, line.figures.total) for line in lines],
        first="Provider",
        what="Pathways",
    )
