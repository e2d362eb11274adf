"""The first picture of a plan: one bar of the whole list, placed first, then why not, each part with its count."""

from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters.words import reason
from alongside.web.charts import svg
from alongside.web.words import number, percent

WIDTH, HEIGHT, THIN = 1000.0, 64.0, 1.5
PAINTS = (svg.ORANGE, "#f0b429", "#8a3ab9", "#768692", "#aab7c0", "#425563", "#c8d1d6")


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
    counts = [("placed", plan.placed)] + [(row["code"], row["count"]) for row in plan.summary["reasons"]]
    return [
        Part(
            reason(code),
            count,
            percent(count / plan.waiting if plan.waiting else None, 0 if count / max(plan.waiting, 1) >= 0.01 else 1),
            swatch(paint(index)),
            f"{base}?placed=yes" if code == "placed" else f"{base}?code={code}",
            code == "placed",
        )
        for index, (code, count) in enumerate(counts)
    ]


def paint(index: int) -> str:
    return svg.BLUE if index == 0 else PAINTS[(index - 1) % len(PAINTS)]


def swatch(colour: str) -> Markup:
    return svg.element("svg", svg.rect(0, 0, 18, 18, fill=colour), viewBox="0 0 18 18", aria_hidden="true")


def bar(plan: Plan) -> Markup:
    """Stretched to the page's width; its words are the list beneath."""
    total = max(plan.waiting, 1)
    body, at = [], 0.0
    counts = [plan.placed, *(row["count"] for row in plan.summary["reasons"])]
    for index, count in enumerate(counts):
        width = WIDTH * count / total
        body.append(svg.rect(at, 0, max(width - THIN, 0.8 if count else 0), HEIGHT, fill=paint(index)))
        at += width
    words = ". ".join(f"{part.words}: {number(part.count)}" for part in parts(plan))
    picture = svg.picture("plan-whole-list", "The whole list in this plan", words, WIDTH, HEIGHT, body)
    return Markup(str(picture).replace("<svg ", '<svg preserveAspectRatio="none" ', 1))  # noqa: S704 (our own SVG)
