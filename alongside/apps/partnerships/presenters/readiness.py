"""Readiness topic by topic: what stands, what would raise it, and where that is done."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.partnerships.presenters import TAG
from alongside.apps.partnerships.queries import Standing
from alongside.domain.readiness import Check, Mend, TopicScore
from alongside.web.query import query
from alongside.web.tables import Column

COLUMNS = [
    Column("name", "Topic"),
    Column("tag", "State"),
    Column("score", "Stands"),
    Column("stands", "What stands"),
    Column("raised", "What would raise it"),
]
FILE_COLUMNS = [
    Column("name", "Topic"),
    Column("rule", "Rule"),
    Column("state", "State"),
    Column("points", "Things that stand", "number"),
    Column("of", "Things asked", "number"),
    Column("check", "Asked"),
    Column("met", "Stands"),
    Column("raised_by", "What would raise it"),
]
COLOURS = {"Ready": "green", "Part of the way": "yellow", "Nothing yet": "grey"}


def topic_rows(one: Standing, *, may_open: bool) -> Iterator[dict[str, Any]]:
    for topic in one.readiness.topics if one.readiness else ():
        yield {
            "name": topic.name,
            "tag": TAG.format(COLOURS[topic.state], topic.state),
            "score": Markup("{} of {} <span class='par-rule'>{}</span>").format(topic.points, topic.of, topic.rule),
            "stands": listed([Markup.escape(check.words) for check in topic.checks if check.met]) or "nothing yet",
            "raised": raised(topic, one, may_open=may_open) or "nothing is missing",
        }


def raised(topic: TopicScore, one: Standing, *, may_open: bool) -> Markup:
    links = {check.raised_by: address(check, one, may_open=may_open) for check in topic.would_raise}
    return listed([Markup('<a href="{}">{}</a>').format(href, words) for words, href in links.items()])


def listed(items: list[Markup]) -> Markup:
    lines = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup('<ul class="par-list">{}</ul>').format(lines) if items else Markup("")


def address(check: Check, one: Standing, *, may_open: bool) -> str:
    """The page on which the thing is done."""
    if check.mend is Mend.POLICY:
        return reverse("governance:list-policies")
    if check.mend is Mend.CONTACT:
        name = one.guest.code if one.guest.name in check.words else one.host.code
        return reverse("governance:list-contacts") + query({"organisation": name})
    if check.mend is Mend.SITE:
        return reverse("directory:list-sites") + query({"q": one.host.code})
    if check.mend is Mend.SYSTEM:
        return reverse("governance:list-systems") + query({"organisation": one.host.code})
    if check.mend in (Mend.PARTNERSHIP, Mend.GOVERNANCE):
        return partnership_address(one, check.mend, may_open=may_open)
    if check.mend is Mend.SIGN and one.agreement:
        return reverse("agreements:show-agreement", args=[one.agreement.agreement.pk])
    return reverse("agreements:show-between", args=[one.guest.pk, one.host.pk])


def partnership_address(one: Standing, mend: Mend, *, may_open: bool) -> str:
    if one.partnerships:
        name = "show-governance" if mend is Mend.GOVERNANCE else "show-partnership"
        return reverse(f"partnerships:{name}", args=[one.partnerships[0].partnership.pk])
    return reverse("partnerships:new-partnership" if may_open else "partnerships:list-proposals")


def check_rows(one: Standing) -> Iterator[dict[str, Any]]:
    """Every single thing that was asked, for a file."""
    for topic in one.readiness.topics if one.readiness else ():
        for check in topic.checks:
            yield {
                "name": topic.name,
                "rule": topic.rule,
                "state": topic.state,
                "points": topic.points,
                "of": topic.of,
                "check": check.words,
                "met": check.met,
                "raised_by": "" if check.met else check.raised_by,
            }
