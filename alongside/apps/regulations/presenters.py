"""Differences in the words of a page and of a file."""

from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.regulations.models import DifferenceVersion
from alongside.domain.criteria import ROUTES
from alongside.domain.differences import TURNS_ON
from alongside.web.tables import Column
from alongside.web.words import long_date

TAG = Markup('<strong class="nhsuk-tag nhsuk-tag--{} al-tag">{}</strong>')
RULE = Markup('<span class="al-rule-id">{}</span>')
COLUMNS = [
    Column("topic", "Topic", link="href"),
    Column("rule_id", "Rule"),
    Column("independent_rule", "What an independent hospital may do"),
    Column("matching", "For a patient’s place"),
    Column("owner", "Owner"),
    Column("review_on", "Review on", "date"),
    Column("tag", "State"),
]
FILE_COLUMNS = [
    Column("rule", "Rule"),
    Column("version", "Version", "number"),
    Column("topic", "Topic"),
    Column("nhs_rule", "What an NHS hospital may do"),
    Column("independent_rule", "What an independent hospital may do"),
    Column("effect", "What it means for patients"),
    Column("matching", "For a patient’s place"),
    Column("workaround", "Meanwhile"),
    Column("basis", "Where the rule stands"),
    Column("owner", "Owner"),
    Column("review_on", "Review on", "date"),
    Column("state", "State"),
    Column("why", "Why it changed"),
    Column("source", "Source"),
]


def state(version: DifferenceVersion) -> str:
    return "In force" if version.in_force else "No longer in force"


def tag(version: DifferenceVersion) -> Markup:
    return TAG.format("blue" if version.in_force else "grey", state(version))


def matching(version: DifferenceVersion) -> str:
    """What it does when a place is looked for."""
    if not version.field or not version.in_force:
        return "Changes nothing"
    return f"{TURNS_ON[version.field]}: reviewed first by {ROUTES[version.route]}"


def difference_row(version: DifferenceVersion) -> dict[str, Any]:
    plain = ("version", "topic", "nhs_rule", "independent_rule", "effect", "basis", "owner", "review_on", "why")
    return {name: getattr(version, name) for name in (*plain, "source")} | {
        "rule": version.difference.rule_id,
        "rule_id": RULE.format(version.difference.rule_id),
        "workaround": version.workaround or "nothing is done",
        "matching": matching(version),
        "state": state(version),
        "tag": tag(version),
        "href": reverse("regulations:show-difference", args=[version.difference_id]),
    }


def asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    told = " ".join(str(value) for value in row.values()).lower()
    in_state = {"": True, "yes": row["state"] == "In force", "no": row["state"] != "In force"}[said.get("state", "")]
    return in_state and all(word in told for word in said.get("q", "").lower().split())


def facts(version: DifferenceVersion) -> list[dict[str, Any]]:
    return [
        {"key": "State", "value": tag(version)},
        {"key": "What an NHS hospital may do", "value": version.nhs_rule},
        {"key": "What an independent hospital may do", "value": version.independent_rule},
        {"key": "What it means for patients", "value": version.effect},
        {"key": "For a patient’s place", "value": matching(version)},
        {"key": "Meanwhile", "value": version.workaround or "Nothing is done"},
        {"key": "Where the rule stands", "value": version.basis},
        {"key": "Owner", "value": version.owner},
        {"key": "Review on", "value": long_date(version.review_on)},
    ]


def history(versions: list[DifferenceVersion]) -> list[dict[str, Any]]:
    """What each version changed, newest first, for a timeline."""
    before = [*versions[1:], None]
    return [
        {
            "when": version.on,
            "title": f"Version {version.version}",
            "text": f"{version.why or 'First said'}. {changed(version, earlier)}{version.source}",
        }
        for version, earlier in zip(versions, before, strict=True)
    ]


def changed(version: DifferenceVersion, earlier: DifferenceVersion | None) -> str:
    """Which parts differ from the version before, with what they said."""
    if earlier is None:
        return ""
    now, then = difference_row(version), difference_row(earlier)
    named = [column for column in FILE_COLUMNS if column.key not in ("version", "why", "source", "rule")]
    told = [f"{column.text}: was “{then[column.key]}”" for column in named if now[column.key] != then[column.key]]
    return "; ".join(told) + ". " if told else "The same words. "
