"""Whose policy applies, in words that can be read at two in the morning; and the policies that we keep."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.accounts.models import Organisation
from alongside.apps.governance.facts import is_confirmed, numbers_of
from alongside.apps.governance.models import Policy
from alongside.apps.governance.presenters import TAG
from alongside.apps.governance.presenters.contacts import contact_facts
from alongside.apps.governance.queries import Answer
from alongside.domain.care_topics import topic_name
from alongside.domain.whose_policy import Applies
from alongside.web.tables import Column

ANSWER_COLUMNS = [
    Column("patients", "Patients of"),
    Column("follow", "Follow"),
    Column("title", "Policy"),
    Column("version", "Version"),
    Column("link", "Link"),
    Column("since", "Holds from", "date"),
    Column("ring", "Whom to ring"),
    Column("night", "Nights and weekends"),
    Column("day", "Day"),
    Column("why", "Why"),
    Column("rule", "Rule"),
]
POLICY_COLUMNS = [
    Column("title", "Policy", link="href"),
    Column("topic", "Topic"),
    Column("host", "At"),
    Column("patients", "Patients of"),
    Column("follow", "Follow"),
    Column("version", "Version"),
    Column("starts_on", "Holds from", "date"),
    Column("tag", "State"),
]
POLICY_FILE_COLUMNS = [
    *[Column(column.key, column.text, column.kind) for column in POLICY_COLUMNS[:-1]],
    Column("state", "State"),
    Column("link", "Link"),
    Column("source", "Source"),
]


def whose(policy: Policy, guest: Organisation) -> str:
    """The name of the organisation whose policy it is."""
    if policy.follows == "joint":
        return f"The policy of {policy.organisation.name} and {guest.name}"
    return f"The policy of {guest.name if policy.follows == 'guest' else policy.organisation.name}"


def answer_facts(answer: Answer, host: Organisation, on: date) -> dict[str, Any]:
    """One card of the page: for whose patients, whose policy, which, and the number to tap."""
    applies, policy = isinstance(answer.verdict, Applies), answer.policy
    return {
        "patients": f"{host.name}’s own patients" if answer.guest == host else f"Patients of {answer.guest.name}",
        "applies": applies,
        "tag": TAG.format("green", "Agreed") if applies else TAG.format("red", "Not agreed"),
        "whose": whose(policy, answer.guest) if policy else "",
        "policy": policy,
        "rule": answer.verdict.rule,
        "why": answer.verdict.words,
        "contact": contact_facts(answer.contact, on) if answer.contact else None,
    }


def answer_row(answer: Answer, on: date) -> dict[str, Any]:
    applies, policy, contact = isinstance(answer.verdict, Applies), answer.policy, answer.contact
    shown = policy if applies else None
    numbers = numbers_of(contact, on) if contact else []
    return {
        "patients": answer.guest.name,
        "follow": whose(shown, answer.guest) if shown else "Nothing agreed",
        "title": shown.title if shown else "",
        "version": shown.version if shown else "",
        "link": shown.link if shown else "",
        "since": shown.starts_on if shown else None,
        "ring": f"{contact.post}, {contact.organisation.name}" if contact else "",
        "night": numbers[0].phone if numbers else "",
        "day": numbers[-1].phone if numbers else "",
        "why": answer.verdict.words,
        "rule": answer.verdict.rule,
    }


def card_rows(fact: dict[str, Any]) -> list[dict[str, Any]]:
    """The same as lines of a printed card, which can be tapped by nobody."""
    policy = fact["policy"] if fact["applies"] else None
    lines = [
        {"key": "Follow", "value": fact["whose"] if policy else "Nothing is agreed: assume neither policy"},
        {"key": "Policy", "value": f"{policy.title}, version {policy.version}" if policy else "none"},
    ]
    contact = fact["contact"]
    if contact is None:
        return [*lines, {"key": "Ring", "value": "the hospital’s switchboard: no contact is recorded"}]
    numbers = "; ".join(f"{number['phone']} ({number['when'].lower()})" for number in contact["numbers"])
    return [*lines, {"key": "Ring", "value": f"{contact['post']}, {contact['organisation']}: {numbers}"}]


def state_of(policy: Policy, today: date) -> tuple[str, str]:
    if policy.ended_on and policy.ended_on <= today:
        return "grey", "Ended"
    if policy.partner_id is not None and not is_confirmed(policy):
        return "orange", "Waits for the partner’s yes"
    return ("green", "In force") if policy.starts_on <= today else ("blue", "Not yet begun")


def policy_rows(policies: Iterable[Policy], today: date) -> Iterator[dict[str, Any]]:
    for policy in policies:
        colour, state = state_of(policy, today)
        guest = policy.partner or policy.organisation
        yield {
            "title": policy.title,
            "topic": topic_name(policy.topic),
            "host": policy.site.name if policy.site else policy.organisation.name,
            "patients": policy.partner.name if policy.partner else "its own",
            "follow": whose(policy, guest),
            "version": policy.version,
            "starts_on": policy.starts_on,
            "state": state,
            "tag": TAG.format(colour, state),
            "link": policy.link,
            "source": policy.source,
            "href": reverse("governance:show-policy", args=[policy.pk]),
        }


def policy_facts(policy: Policy, today: date) -> list[dict[str, Any]]:
    row = next(policy_rows([policy], today))
    link = Markup('<a href="{0}">{0}</a>').format(policy.link)
    return [
        {"key": "State", "value": row["tag"]},
        {"key": "Topic", "value": row["topic"]},
        {"key": "At", "value": row["host"]},
        {"key": "Patients of", "value": row["patients"]},
        {"key": "Follow", "value": row["follow"]},
        {"key": "Version", "value": policy.version},
        {"key": "Link", "value": link},
        {"key": "Whom to ring", "value": f"{policy.contact.post}, {policy.contact.organisation.name}"},
        {"key": "Holds from", "value": row["starts_on"].strftime("%-d %B %Y")},
    ]


def confirmations(policy: Policy) -> list[dict[str, Any]]:
    return [
        {"title": "Confirmed", "when": each.on, "by": f"{each.by_name or 'not named'}", "text": each.source}
        for each in policy.confirmations.all()
    ]
