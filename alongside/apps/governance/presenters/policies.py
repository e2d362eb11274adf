"""Whose policy applies, in words that can be read at two in the morning; and the policies that we keep."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.apps.governance.facts import has_no_night, is_confirmed, replaced, words_on
from alongside.apps.governance.models import Policy
from alongside.apps.governance.presenters import TAG, tel
from alongside.apps.governance.presenters.contacts import at_night, contact_facts
from alongside.apps.governance.queries import Answer
from alongside.domain.call_tests import Light
from alongside.domain.care_topics import topic_name
from alongside.domain.whose_policy import Applies
from alongside.web.tables import Column
from alongside.web.words import long_date

ANSWER_COLUMNS = [
    Column("patients", "Patients of"),
    Column("sites", "At"),
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


def where(answer: Answer, host: Organisation, asked: Sequence[Site]) -> str:
    """The sites at which it is the answer: those with another are told apart, one that was asked about is named."""
    named = answer.sites or (asked if len(asked) == 1 else ())
    return ", ".join(site.name for site in named) or f"every site of {host.name}"


def answer_facts(answer: Answer, host: Organisation, asked: Sequence[Site], on: date) -> dict[str, Any]:
    """One card of the page: for whose patients, at which sites, whose policy, which, and the number to tap.

    `asked` are the sites of the host that were asked about.
    """
    applies, policy, contact = isinstance(answer.verdict, Applies), answer.policy, answer.contact
    return {
        "patients": f"{host.name}’s own patients" if answer.guest == host else f"Patients of {answer.guest.name}",
        "where": where(answer, host, asked),
        "applies": applies,
        "tag": TAG.format("green", "Agreed") if applies else TAG.format("red", "Not agreed"),
        "whose": whose(policy, answer.guest) if policy else "",
        "policy": policy,
        "rule": answer.verdict.rule,
        "why": answer.verdict.words,
        "later": later(answer),
        "stated": stated(answer, host),
        "contact": contact_facts(contact, on) if contact else None,
        "elsewhere": elsewhere(answer, host, asked),
        "switchboards": switchboards(answer, asked),
    }


def later(answer: Answer) -> str:
    """Newer words that do not hold yet."""
    if answer.later is None:
        return ""
    needs = " once both have said yes" if answer.later.partner_id and not is_confirmed(answer.later) else ""
    return (
        f"Version {answer.later.version} follows from {long_date(answer.later.starts_on)}{needs}. Until then this one."
    )


def stated(answer: Answer, host: Organisation) -> str:
    """What is no longer, or not yet, agreed."""
    if answer.policy is None or isinstance(answer.verdict, Applies):
        return ""
    said = whose(answer.policy, answer.guest)
    told = f"{said[:1].lower()}{said[1:]}, “{answer.policy.title}”, version {answer.policy.version}."
    return f"Both had said: {told}" if answer.verdict.rule == "POL-4" else f"{host.name} says: {told}"


def elsewhere(answer: Answer, host: Organisation, asked: Sequence[Site]) -> str:
    """That the contact is of another site than the patient."""
    if not answer.is_elsewhere or answer.contact is None or answer.contact.site is None:
        return ""
    return f"No contact is given for {where(answer, host, asked)}. This one is of {answer.contact.site.name}."


def switchboards(answer: Answer, asked: Sequence[Site]) -> list[dict[str, str]]:
    """Whom else to ring: where nobody is named there, or nobody for the night."""
    if answer.contact and not answer.is_elsewhere and not has_no_night(answer.contact):
        return []
    sites = [site for site in answer.sites or asked if site.phone]
    return [{"name": site.name, "phone": site.phone, "tel": tel(site.phone)} for site in sites]


def answer_row(answer: Answer, host: Organisation, asked: Sequence[Site], on: date) -> dict[str, Any]:
    applies, policy, contact = isinstance(answer.verdict, Applies), answer.policy, answer.contact
    shown = policy if applies else None
    of_site = f", {contact.site.name}" if contact and contact.site else ""
    return {
        "patients": answer.guest.name,
        "sites": where(answer, host, asked),
        "follow": whose(shown, answer.guest) if shown else "Nothing agreed",
        "title": shown.title if shown else "",
        "version": shown.version if shown else "",
        "link": shown.link if shown else "",
        "since": shown.starts_on if shown else None,
        "ring": f"{contact.post}, {contact.organisation.name}{of_site}" if contact else "",
        "night": at_night(contact) if contact else "",
        "day": contact.phone if contact else "",
        "why": answer.verdict.words,
        "rule": answer.verdict.rule,
    }


def card_rows(fact: dict[str, Any]) -> list[dict[str, Any]]:
    """The same as lines of a printed card, which can be tapped by nobody."""
    policy = fact["policy"] if fact["applies"] else None
    lines = [
        {"key": "At", "value": fact["where"]},
        {"key": "Follow", "value": fact["whose"] if policy else fact["why"]},
        {"key": "Policy", "value": f"{policy.title}, version {policy.version}" if policy else fact["stated"] or "none"},
    ]
    if fact["later"]:
        lines.append({"key": "Soon", "value": fact["later"]})
    return [*lines, {"key": "Ring", "value": "; ".join(ring_lines(fact))}]


def ring_lines(fact: dict[str, Any]) -> list[str]:
    """Who, where, each number with what its last test call says, and the switchboard where that is not enough."""
    contact, found = fact["contact"], []
    if contact:
        of_site = f", {contact['site']}" if contact["site"] else ""
        found = [f"{contact['post']}, {contact['organisation']}{of_site}", fact["elsewhere"].rstrip(".")]
        found += [number_line(number) for number in contact["numbers"]] + [contact["no_night"]]
    boards = [f"switchboard of {one['name']} {one['phone']}" for one in fact["switchboards"]]
    return [line for line in found + boards if line] or ["the hospital’s switchboard: no contact is recorded"]


def number_line(number: dict[str, Any]) -> str:
    """A number, when it is for and, unless it may be relied on, why not."""
    doubt = "" if number["light"] == Light.GREEN else f", {number['why'][:1].lower()}{number['why'][1:]}"
    return f"{number['phone']} ({number['when'].lower()}{doubt})"


def state_of(policy: Policy, today: date, gone: Container[UUID], over: Container[UUID]) -> tuple[str, str]:
    """A colour and words.

    `gone` are the versions that a later one has taken over from, `over` those of two whose agreement has ended.
    """
    if policy.ended_on and policy.ended_on <= today:
        return "grey", "Ended"
    if policy.pk in gone:
        return "grey", "Replaced"
    if policy.partner_id is not None and not is_confirmed(policy):
        return ("red", "Yes taken back") if words_on(policy) else ("orange", "Waits for the partner’s yes")
    if policy.pk in over:
        return "red", "Agreement ended"
    return ("green", "In force") if policy.starts_on <= today else ("blue", "Not yet begun")


def policy_rows(policies: Iterable[Policy], today: date, over: Container[UUID] = ()) -> Iterator[dict[str, Any]]:
    kept = list(policies)
    gone = replaced(kept, today)
    for policy in kept:
        colour, state = state_of(policy, today, gone, over)
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


def policy_facts(
    policy: Policy, versions: Sequence[Policy], today: date, over: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """`versions` are all of its line; `over` says of which of them, and why, the agreement has ended."""
    rows = zip(versions, policy_rows(versions, today, over), strict=True)
    row = next(row for one, row in rows if one.pk == policy.pk)
    link = Markup('<a href="{0}">{0}</a>').format(policy.link)
    site = f", {policy.contact.site.name}" if policy.contact.site else ""
    return [
        {"key": "State", "value": row["tag"]},
        *agreement_facts(policy, over),
        {"key": "Topic", "value": row["topic"]},
        {"key": "At", "value": row["host"]},
        {"key": "Patients of", "value": row["patients"]},
        {"key": "Follow", "value": row["follow"]},
        {"key": "Version", "value": policy.version},
        {"key": "Link", "value": link},
        {"key": "Whom to ring", "value": f"{policy.contact.post}, {policy.contact.organisation.name}{site}"},
        {"key": "Holds from", "value": long_date(row["starts_on"])},
    ]


def agreement_facts(policy: Policy, over: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Why the agreement of the two holds no more, and where it is mended."""
    if policy.pk not in over:
        return []
    words = f"{over[policy.pk]}. Wards are told that nothing is agreed, and whom to ring (POL-4)"
    href = reverse("agreements:show-between", args=[policy.partner_id, policy.organisation_id])
    return [{"key": "Agreement", "value": words, "href": href, "action": "Open", "action_hidden": "the agreement"}]


def history(versions: Sequence[Policy], today: date, over: Container[UUID]) -> list[dict[str, Any]]:
    """Every version, newest first, each with who said yes to it and who took it back."""
    return [
        {
            "title": Markup('<a href="{}">{}, version {}</a>').format(row["href"], policy.title, policy.version),
            "tag": row["state"],
            "colour": state_of(policy, today, replaced(versions, today), over)[0],
            "when": policy.said_on or "Day not kept",
            "by": policy.source,
            "text": told_of(policy),
        }
        for policy, row in zip(versions, policy_rows(versions, today, over), strict=True)
    ]


def told_of(policy: Policy) -> str:
    said = [f"{whose(policy, policy.partner or policy.organisation)}, from {long_date(policy.starts_on)}."]
    for one in reversed(words_on(policy)):
        what = "Confirmed" if one.says_yes else "Yes taken back"
        why = f": {one.why.rstrip('. ')}" if one.why else ""
        said.append(f"{what} by {one.by_name or 'somebody not named'}, {long_date(one.on)}{why}.")
    return " ".join([*said, f"Ended {long_date(policy.ended_on)}."] if policy.ended_on else said)
