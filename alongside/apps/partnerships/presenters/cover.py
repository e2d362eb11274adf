"""What the agreement of a partnership says besides: what it filled in, where it differs, and that it stays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.partnerships.facts import Record, transfer_of
from alongside.web.words import long_date

NAMES = {
    "services": "services",
    "route": "where a transfer goes",
    "phone": "its telephone number",
    "alternate_1": "the first alternate",
    "alternate_2": "the second alternate",
}


def held_words(held: dict[str, Any]) -> str:
    """Which answers are filled in already, and from where."""
    named = [words for name, words in NAMES.items() if name in held]
    if not named:
        return ""
    return f"Filled in from your agreement and the directory: {', '.join(named)}. Save to keep them here."


def still_placing(stays: Iterable[AgreementRecord]) -> Markup:
    """That an agreement goes on after the partnership, with where it is ended."""
    lines = [
        Markup(
            'Patients of {} are still placed at {} under <a href="{}">their agreement</a>, which this does not end.'
        ).format(
            one.agreement.guest.name,
            one.agreement.host.name,
            reverse("agreements:show-agreement", args=[one.agreement.pk]),
        )
        for one in stays
    ]
    end = [
        Markup("Without a partnership nobody leads and no way back is kept. To place nobody, end the agreement too.")
    ]
    return (
        Markup(" ").join([*lines, *end]) if lines else Markup("No agreement of the two is in force: nobody is placed.")
    )


def agreement_rows(record: Record, agreement: AgreementRecord | None, on: date) -> list[dict[str, Any]]:
    """What the clause on unplanned transfers says, beside what the partnership keeps."""
    said = transfer_of(agreement, on)
    if agreement is None or not said:
        return []
    drilled_on = said.get("drilled_on")
    parts = [said.get("route", ""), said.get("phone", "")]
    parts += [f"drilled on {long_date(date.fromisoformat(drilled_on))}"] if drilled_on else []
    href = reverse("agreements:show-agreement", args=[agreement.agreement.pk])
    return [{"key": "In the agreement", "value": "; ".join(filter(None, parts)), "href": href, "action": "Agreement"}]
