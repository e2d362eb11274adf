"""The first picture of a plan: one bar of the whole list, placed first, then why not, each part with its count."""

from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.plans.models import Plan
from alongside.apps.plans.wording import reason
from alongside.web.charts import svg
from alongside.web.words import number, percent

WIDTH, HEIGHT, THIN = 1000.0, 64.0, 1.5
# What has a place is bright; what has none is grey; what somebody can mend by recording a fact is amber.
PAINTS = {
    "placed": svg.BLUE,
    "full": "#9fb0bb",
    "need_info": "#f0a30a",
    "too_far": "#7c2855",
    "not_eligible": "#425563",
}
OTHER = ("#330072", "#00786c", "#768692", "#212b32", "#b34700")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar and of the list beneath it."""

    words: str
    count: int
    share: str
    swatch: Markup
    href: str
    placed: bool


def parts(plan: Plan) -> list[Part]:
    """Placed, then every reason, largest first."""
    base = reverse("plans:list-lines", args=[plan.pk])
    counts = counted(plan)
    colours = paints([code for code, _ in counts])
    return [
        Part(
            reason(code),
            count,
            share(count, plan.waiting),
            swatch(colours[code]),
            f"{base}?placed=yes" if code == "placed" else f"{base}?code={code}",
            code == "placed",
        )
        for code, count in counts
    ]


def counted(plan: Plan) -> list[tuple[str, int]]:
    return [("placed", plan.placed), *((row["code"], row["count"]) for row in plan.summary["reasons"])]


def paints(codes: list[str]) -> dict[str, str]:
    others = iter(OTHER * len(codes))
    return {code: PAINTS.get(code) or next(others) for code in codes}


def share(count: int, total: int) -> str:
    """
    >>> share(8009, 39568), share(14, 39568), share(0, 0)
    ('20%', 'under 1%', '')
    """
    if not total:
        return ""
    return "under 1%" if 0 < count / total < 0.01 else percent(count / total, 0)


def swatch(colour: str) -> Markup:
    return svg.element("svg", svg.rect(0, 0, 18, 18, fill=colour), viewBox="0 0 18 18", aria_hidden="true")


def bar(plan: Plan) -> Markup:
    """Stretched to the page's width; its words are the list beneath."""
    total = max(plan.waiting, 1)
    body, at = [], 0.0
    counts = counted(plan)
    colours = paints([code for code, _ in counts])
    for code, count in counts:
        width = WIDTH * count / total
        body.append(svg.rect(at, 0, max(width - THIN, 0.8 if count else 0), HEIGHT, fill=colours[code]))
        at += width
    words = ". ".join(f"{part.words}: {number(part.count)}" for part in parts(plan))
    picture = svg.picture("plan-whole-list", "The whole list in this plan", words, WIDTH, HEIGHT, body)
    return Markup(str(picture).replace("<svg ", '<svg preserveAspectRatio="none" ', 1))  # noqa: S704 (our own SVG)
