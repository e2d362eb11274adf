"""A contact as numbers to tap, as a row, and with the calls that were made to it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.governance.facts import WORST_FIRST, Number, has_no_night, light_of, numbers_of
from alongside.apps.governance.models import Contact, TestCall
from alongside.apps.governance.presenters import LIGHTS, TAG, light_tag, tel
from alongside.domain.call_tests import NO_NIGHT
from alongside.domain.care_topics import topic_name
from alongside.web.tables import Column
from alongside.web.words import short_date

NIGHT_TAG = TAG.format("red", "No number")
FILE_COLUMNS = [
    Column("post", "Post"),
    Column("organisation", "Organisation"),
    Column("site", "Site"),
    Column("topic", "For"),
    Column("phone", "Telephone"),
    Column("hours", "Answered when"),
    Column("night_phone", "Nights and weekends"),
    Column("state", "Test calls"),
    Column("why", "Why"),
    Column("last", "Last tried", "date"),
    Column("source", "Source"),
]
COLUMNS = [
    Column("post", "Post", sort=True, link="href"),
    Column("organisation", "Organisation", sort=True),
    Column("topic", "For", sort=True),
    Column("phone", "Telephone", link="tel"),
    Column("night", "Nights and weekends", link="night_tel"),
    Column("tag", "Test calls", sort=True),
    Column("tried", "Last tried", sort=True),
]
SORTS = {"post": "post", "organisation": "organisation", "topic": "topic", "tag": "rank", "tried": "last"}
CALL_COLUMNS = [
    Column("on", "Day", "date"),
    Column("phone", "Number"),
    Column("answer", "Answered"),
    Column("seconds", "Seconds"),
    Column("who", "Rung by"),
    Column("note", "Note"),
]


def number_facts(number: Number) -> dict[str, Any]:
    last = number.last
    told = f"{number.standing.words} ({number.standing.rule})"
    return {
        "phone": number.phone,
        "tel": tel(number.phone),
        "when": number.when,
        "tag": light_tag(number.standing.light),
        "light": number.standing.light,
        "why": f"{told}: {short_date(last.on)}" if last else told,
    }


def contact_facts(contact: Contact, on: date) -> dict[str, Any]:
    return {
        "post": contact.post,
        "organisation": contact.organisation.name,
        "site": contact.site.name if contact.site else "",
        "no_night": f"{NO_NIGHT} (TEL-4)" if has_no_night(contact) else "",
        "href": reverse("governance:show-contact", args=[contact.pk]),
        "numbers": [number_facts(number) for number in numbers_of(contact, on)],
    }


def at_night(contact: Contact) -> str:
    """The number that answers at night, or that there is none."""
    if has_no_night(contact):
        return NO_NIGHT
    return contact.night_phone or contact.phone


def contact_row(contact: Contact, on: date) -> dict[str, Any]:
    numbers, light, none = numbers_of(contact, on), light_of(contact, on), has_no_night(contact)
    worst = next(number for number in numbers if number.standing.light is light)
    return {
        "post": contact.post,
        "organisation": contact.organisation.name,
        "organisation_code": contact.organisation.code,
        "site": contact.site.name if contact.site else "all",
        "topic": topic_name(contact.topic) if contact.topic else "Everything",
        "phone": contact.phone,
        "tel": tel(contact.phone),
        "hours": contact.hours or "at all hours",
        "night_phone": at_night(contact),
        "night": NIGHT_TAG if none else contact.night_phone or "same number",
        "night_tel": tel(contact.night_phone) if contact.night_phone else "",
        "no_night": none,
        "light": light.value,
        "rank": WORST_FIRST.index(light),
        "tag": light_tag(light),
        "state": LIGHTS[light][1],
        "why": worst.standing.words,
        "last": max((number.last.on for number in numbers if number.last), default=None),
        "tried": short_date(worst.last.on) if worst.last else "never",
        "source": contact.source,
        "href": reverse("governance:show-contact", args=[contact.pk]),
    }


def call_rows(calls: Iterable[TestCall]) -> Iterator[dict[str, Any]]:
    for call in calls:
        yield {
            "on": call.on,
            "phone": call.phone,
            "answer": "Yes" if call.answered else "No",
            "seconds": call.seconds if call.seconds is not None else "not timed",
            "who": f"{call.by_name}, {call.organisation.name}",
            "note": call.note or "none",
        }


def asked(row: dict[str, Any], said: dict[str, Any]) -> bool:
    """Does this row satisfy every filter that was set?"""
    told = " ".join(str(row[name]) for name in ("post", "organisation", "topic", "phone", "night_phone")).lower()
    return (
        all(word in told for word in said.get("q", "").lower().split())
        and said.get("organisation", "") in ("", row["organisation_code"])
        and said.get("state", "") in ("", row["light"], "no-night" if row["no_night"] else "")
    )
