"""What each operation asks of a site, and which sites have it, in the words of a page and of a file."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.directory.facts import SiteRecord, criteria_of, facts_of, needs_of
from alongside.apps.directory.models import GroupNeeds, ProcedureGroup
from alongside.apps.directory.presenters.answers import ANSWERS, TAG
from alongside.domain.eligibility import CriteriaSet, Decision, Outcome, decide
from alongside.domain.site_needs import EQUIPMENT_SECTION, INFECTION_SECTION, STAFF_SECTION, SiteNeeds, listed
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column

COLUMNS = [
    Column("name", "Operation", link="href"),
    Column("function", "Treatment function"),
    Column("equipment", "Equipment"),
    Column("staff", "Staff"),
    Column("pathway", "Infection pathway"),
    Column("version", "Version"),
]
FILE_COLUMNS = [*COLUMNS, Column("why", "Why"), Column("source", "Source")]
SITE_COLUMNS = [
    Column("site", "Site", link="href"),
    Column("organisation", "Organisation"),
    Column("tag", "Has what is asked"),
    Column("told", "What is wanting"),
]
SITE_FILE_COLUMNS = [
    SITE_COLUMNS[0],
    SITE_COLUMNS[1],
    Column("answer", "Has what is asked"),
    Column("told", "What is wanting"),
    Column("rules", "Rules"),
]
EFFECT_COLUMNS = [
    Column("site", "Site", link="href"),
    Column("organisation", "Organisation"),
    Column("today", "Today"),
    Column("tag", "Then"),
    Column("told", "Why"),
]
NOTHING = "Nothing"
TAKES = (Outcome.ACCEPT, Outcome.REVIEW)


def row_of(group: ProcedureGroup, version: GroupNeeds | None) -> dict[str, Any]:
    asked = words_of(needs_asked(version))
    return {
        "name": group.name,
        "function": treatment_function_name(group.treatment_function),
        **asked,
        "version": str(version.version) if version else "None yet",
        "why": version.why if version else "",
        "source": version.source if version else "",
        "asks": any(words != NOTHING for words in asked.values()),
        "href": reverse("directory:show-needs", args=[group.code]),
    }


def needs_asked(version: GroupNeeds | None) -> SiteNeeds:
    return needs_of(version) if version else SiteNeeds()


def words_of(needs: SiteNeeds) -> dict[str, str]:
    sections = needs.sections
    keys = {"equipment": EQUIPMENT_SECTION, "staff": STAFF_SECTION, "pathway": INFECTION_SECTION}
    return {key: capital(listed(sections.get(section, [NOTHING]))) for key, section in keys.items()}


def capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def asked_for(row: dict[str, Any], said: dict[str, Any]) -> bool:
    told = " ".join(str(row[column.key]) for column in FILE_COLUMNS).lower()
    right = {"": True, "yes": row["asks"], "no": not row["asks"]}[said.get("asks", "")]
    return right and all(word in told for word in said.get("q", "").lower().split())


def facts(needs: SiteNeeds) -> list[dict[str, Any]]:
    asked = words_of(needs)
    labels = {"equipment": "Equipment", "staff": "Staff", "pathway": "Infection pathway"}
    return [{"key": label, "value": asked[key]} for key, label in labels.items()]


def history(versions: list[GroupNeeds]) -> list[dict[str, Any]]:
    """What each version asked, newest first, for a timeline."""
    return [
        {
            "when": version.on,
            "title": f"Version {version.version}",
            "text": f"{version.why}. Asked: {in_a_line(version)}. {version.source}",
        }
        for version in versions
    ]


def in_a_line(version: GroupNeeds) -> str:
    asked = [name for names in needs_of(version).sections.values() for name in names]
    return listed(asked) if asked else "nothing"


def site_rows(
    records: Iterable[SiteRecord], group: ProcedureGroup, version: GroupNeeds | None, on: date
) -> list[dict[str, Any]]:
    """The sites that do this operation, those that lack something first."""
    needs = needs_asked(version)
    worst = list(reversed(Outcome))
    found = [(record, asked_of(record, needs, on)) for record in records if record.does(group)]
    found.sort(key=lambda pair: (worst.index(pair[1].outcome), pair[0].site.name))
    return [site_row(record, decision) for record, decision in found]


def asked_of(record: SiteRecord, needs: SiteNeeds, on: date) -> Decision:
    """What the rules say of these needs alone."""
    alone = CriteriaSet(record.site.code, "", 0, (), attested_on=on, needs=needs)
    return decide(alone, {}, facts_of(record, on), on)


def site_row(record: SiteRecord, decision: Decision) -> dict[str, Any]:
    words, colour = ANSWERS[decision.outcome]
    return {
        "site": record.site.name,
        "href": reverse("directory:show-site", args=[record.id]),
        "organisation": record.site.organisation.name,
        "answer": words,
        "tag": TAG.format(colour, words),
        "told": " ".join(f"{reason.message} ({reason.rule})." for reason in decision.reasons) or NOTHING,
        "rules": ", ".join(reason.rule for reason in decision.reasons),
    }


def effect_rows(
    records: Iterable[SiteRecord], group: ProcedureGroup, needs: SiteNeeds, on: date
) -> list[dict[str, Any]]:
    """The sites that do this operation and whose answer would change, those that would say yes no longer first."""
    found = []
    for record in (each for each in records if each.does(group)):
        before, after = answer_under(record, group, None, on), answer_under(record, group, needs, on)
        if before.outcome is not after.outcome:
            lost = after.outcome if before.outcome in TAKES and after.outcome not in TAKES else None
            new = replace(after, reasons=tuple(reason for reason in after.reasons if reason not in before.reasons))
            found.append(site_row(record, new) | {"today": ANSWERS[before.outcome][0], "lost": lost})
    return sorted(found, key=lambda row: (row["lost"] is None, row["lost"] is not Outcome.REJECT, row["site"]))


def answer_under(record: SiteRecord, group: ProcedureGroup, needs: SiteNeeds | None, on: date) -> Decision:
    """What this site answers of a patient to whom no rule objects; None asks what is asked today."""
    criteria = replace(criteria_of(record, group), criteria=())
    return decide(replace(criteria, needs=needs) if needs else criteria, {}, facts_of(record, on), on)


def effect_words(rows: Iterable[dict[str, Any]]) -> str:
    """How many would say yes no longer, for the head of the page.

    >>> effect_words([{"lost": Outcome.REJECT}, {"lost": Outcome.NEED_INFO}, {"lost": None}])
    '1 site that answers yes or review today would answer no, and 1 that does would need information'
    >>> effect_words([{"lost": Outcome.REJECT}] * 3)
    '3 sites that answer yes or review today would answer no'
    """
    lost = [row["lost"] for row in rows]
    refuse, wait = lost.count(Outcome.REJECT), lost.count(Outcome.NEED_INFO)
    who = "sites that answer" if refuse > 1 else "site that answers"
    said = f"{refuse or 'No'} {who} yes or review today would answer no"
    return f"{said}, and {wait} that {'does' if wait == 1 else 'do'} would need information" if wait else said
