"""A site's answer to the clinician's question: the tag, the reasons with their rules, and whose word it is."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.directory.presenters.sites import (
    Standing,
    attested_words,
    provenance,
    standing_of,
    standing_tag,
)
from alongside.apps.directory.queries import AnswerRow
from alongside.domain.clinical_fields import FIELDS
from alongside.domain.criteria import ROUTES
from alongside.domain.eligibility import Outcome
from alongside.domain.reasons import Reason, Severity
from alongside.domain.site_capability import EQUIPMENT, SKILLS
from alongside.domain.support_services import SUPPORT_SERVICES
from alongside.web.tables import Column

ANSWERS = {
    Outcome.ACCEPT: ("Yes", "green"),
    Outcome.REVIEW: ("Review", "blue"),
    Outcome.NEED_INFO: ("Need information", "yellow"),
    Outcome.REJECT: ("No", "red"),
}
TAG = Markup('<strong class="nhsuk-tag nhsuk-tag--{} al-tag">{}</strong>')
# Facts named in an answer before "and more", and asked again on its page.
NAMED, FEW = 3, 4
NEAR_COLUMNS = [
    Column("site", "Site", link="href"),
    Column("organisation", "Organisation"),
    Column("km", "Distance", "km", note="straight line"),
]
FILE_COLUMNS = [
    Column("code", "ODS site code"),
    Column("site_name", "Site"),
    Column("organisation", "Organisation"),
    Column("answer_words", "Answer"),
    Column("km", "Straight line km", "km"),
    Column("reasons", "Reasons"),
    Column("rules", "Rules"),
    Column("routes", "Review by"),
    Column("missing", "Information needed"),
    Column("version", "Version of the site's rules", "number"),
    Column("attested", "Attested"),
    Column("phone", "Telephone"),
]


def answer_row(row: AnswerRow) -> dict[str, Any]:
    decision, site = row.decision, row.site
    words, colour = ANSWERS[decision.outcome]
    return {
        "href": reverse("directory:show-site", args=[site.id]),
        "site": site.name,
        "site_name": site.name,
        "code": site.code,
        "organisation": site.organisation.name,
        "outcome": decision.outcome.value,
        "answer": TAG.format(colour, words),
        "answer_words": words,
        "told": [reason for reason in decision.reasons if not is_gap(reason)],
        "gaps": [reason for reason in decision.reasons if is_gap(reason)],
        "word": vouched(row),
        "km": row.km,
        "reasons": "; ".join(reason.message for reason in decision.reasons),
        "rules": ", ".join(reason.rule for reason in decision.reasons),
        "routes": ", ".join(ROUTES.get(route, route) for route in decision.routes),
        "missing": ", ".join(known_as(name) for name in decision.missing),
        "needs": briefly([known_as(name) for name in decision.missing]),
        "version": decision.version,
        "attested": attested_words(row.record.attestation) or "never",
        "phone": site.phone,
    }


def is_gap(reason: Reason) -> bool:
    """Is this something to find out? A page names the facts once and keeps the sentences behind them."""
    return reason.severity is Severity.NEEDS_INFO


def vouched(row: AnswerRow) -> Markup:
    standing = standing_of(row.attestation, row.record.attestation, unchanged=row.unchanged)
    if standing is Standing.MODELLED:
        who, tag = "nobody at this hospital has attested it", standing_tag(standing)
    else:
        who, tag = attested_words(row.record.attestation), standing_tag(standing)
    rules = f"Rules version {row.decision.version}" if row.decision.version else "No rules stated"
    kind = provenance(row.record)
    source = TAG.format("purple", "Modelled") if kind == "modelled" and standing is not Standing.MODELLED else ""
    return Markup("{} · {} {} {}").format(rules, source, tag, who)


def known_as(name: str) -> str:
    """The label of a missing fact of the patient or the site.

    >>> known_as("bmi"), known_as("support.xray"), known_as("equipment.c_arm")
    ('BMI', 'X-ray at the site', 'image intensifier (C-arm) at the site')
    """
    if name in FIELDS:
        return FIELDS[name].label
    kind, _, fact = name.partition(".")
    known = {"support": SUPPORT_SERVICES, "equipment": EQUIPMENT, "staff": SKILLS, "infection": {}}.get(kind)
    if known is None:
        return "the site’s word"
    return f"{known.get(fact, f'{kind} {fact}' if kind == 'infection' else fact.replace('_', ' '))} at the site"


def briefly(names: Sequence[str]) -> str:
    """The first few of many; all of them stand behind the answer.

    >>> briefly(["BMI", "Age", "ASA grade", "Weight", "Height"]), briefly(["BMI", "Age"])
    ('BMI, Age, ASA grade and 2 more', 'BMI, Age')
    """
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"


def deciding(rows: Sequence[AnswerRow], facts: Sequence[str]) -> dict[str, int]:
    """The few of these facts that most of the undecided sites wait for, each with how many do."""
    waiting = [row.decision.missing for row in rows if row.decision.outcome is Outcome.NEED_INFO]
    counts = Counter(name for missing in waiting for name in missing if name in facts)
    return dict(counts.most_common(FEW))


def tally(rows: Sequence[AnswerRow]) -> list[dict[str, Any]]:
    """How many sites that do the operation give each answer."""
    counts = Counter(row.decision.outcome for row in rows)
    tones = {Outcome.ACCEPT: "good", Outcome.REJECT: "bad"}
    return [
        {"figure": counts[outcome], "label": words, "tone": tones.get(outcome, "")}
        for outcome, (words, _) in ANSWERS.items()
    ]
