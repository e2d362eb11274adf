"""What the printed pack says of what is kept elsewhere: agreements, policies at the host, and contacts of both."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.agreements.presenters import states
from alongside.apps.governance.models import Contact
from alongside.apps.governance.presenters.contacts import contact_row
from alongside.apps.governance.presenters.policies import policy_rows
from alongside.apps.partnerships.facts import Record, number_of
from alongside.apps.partnerships.models import Lead
from alongside.apps.partnerships.queries import Beside
from alongside.web.query import query
from alongside.web.tables import Column

LEAD_COLUMNS = [Column("side", "Organisation"), Column("lead", "Lead"), Column("phone", "Telephone")]
AGREEMENT_COLUMNS = [
    Column("pair", "Agreement", link="href"),
    Column("version", "Version", "number"),
    Column("tag", "State"),
    Column("starts_on", "First day", "date"),
    Column("ends_on", "Last day", "date"),
    Column("services", "Services"),
]
POLICY_COLUMNS = [
    Column("topic", "Topic", link="topic_href"),
    Column("follow", "Follow"),
    Column("title", "Policy"),
    Column("version", "Version"),
    Column("tag", "State"),
]
CONTACT_COLUMNS = [
    Column("post", "Post"),
    Column("organisation", "Organisation"),
    Column("topic", "For"),
    Column("phone", "Telephone", link="tel"),
    Column("night_phone", "Nights and weekends"),
    Column("tag", "Test calls"),
]


def lead_rows(record: Record) -> Iterator[dict[str, Any]]:
    sides = ((record.partnership.trust, record.lead_trust), (record.partnership.host, record.lead_host))
    for side, lead in sides:
        yield {"side": side.name, "lead": lead_words(lead), "phone": number_of(lead) or "none"}


def lead_words(lead: Lead | None) -> str:
    return f"{lead.name}, {lead.post}" if lead else "not named"


def agreement_rows(found: Iterable[AgreementRecord], on: date) -> Iterator[dict[str, Any]]:
    for record in found:
        yield states.row(record, on, 0)


def tables(found: Beside, record: Record, on: date) -> list[tuple[str, list[Column], list[dict[str, Any]], str]]:
    """Caption, columns, rows and what is said where there are none."""
    host = record.partnership.host
    policies = list(policy_rows(found.policies, on, found.over))
    for policy, row in zip(found.policies, policies, strict=True):
        row["topic_href"] = reverse("governance:show-topic", args=[policy.topic]) + query({"host": host.code})
    agreed = list(agreement_rows(found.agreements, on))
    return [
        ("Agreements of the two", AGREEMENT_COLUMNS, agreed, "There is no agreement: nobody may be placed."),
        (f"Whose policy applies at {host.name}", POLICY_COLUMNS, policies, "Nothing is said: assume no policy."),
        ("Contacts of both", CONTACT_COLUMNS, contact_rows(found.contacts, on), "Neither side gives a contact."),
    ]


def contact_rows(contacts: Iterable[Contact], on: date) -> list[dict[str, Any]]:
    return [contact_row(contact, on) for contact in contacts]
