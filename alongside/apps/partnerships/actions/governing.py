"""Write the governance pack: a committee or a rung is said, said anew, or withdrawn. Each version stays."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.writing import ChangedMeanwhileError, entered, just_sent
from alongside.apps.audit.actions import record_event
from alongside.apps.governance.models import Contact
from alongside.apps.partnerships.actions.ownership import Refused, locked, of
from alongside.apps.partnerships.facts.governance import rung_facts, standing
from alongside.apps.partnerships.models import Committee, Partnership, Rung, Version
from alongside.domain.joint_governance import taken

Row = TypeVar("Row", bound=Version)
CHANGED = "Somebody else has changed this since you opened the page."


@dataclass(frozen=True, slots=True)
class CommitteeWords:
    """All that both sides say of one committee."""

    kind: str
    name: str
    purpose: str
    terms: str = ""
    chair: Organisation | None = None
    chair_post: str = ""
    every_weeks: int | None = None
    seats_trust: list[str] = field(default_factory=list)
    seats_host: list[str] = field(default_factory=list)
    quorum_trust: int = 0
    quorum_host: int = 0


@dataclass(frozen=True, slots=True)
class RungWords:
    """Whom to ring, after how many minutes, and when to go up from there."""

    organisation: Organisation
    post: str
    after_minutes: int
    contact: Contact | None = None
    phone: str = ""
    go_up: str = ""


@transaction.atomic
def keep_committee(
    *, partnership: Partnership, words: CommitteeWords, line: UUID | None = None, seen: int = 0, by: Acting, today: date
) -> Committee:
    """A new committee, or the next version of a line; the same words again are a yearly reading of the terms."""
    kept = locked(partnership, by)
    if words.chair and words.chair.pk not in (kept.trust_id, kept.host_id):
        raise Refused("Choose one of the two sides to chair it.")
    rows = Committee.objects.filter(partnership=kept)
    said = {name: getattr(words, name) for name in CommitteeWords.__slots__}
    others = [one for one in standing(rows) if one.line != line]
    sent: Committee | None = just_sent(rows, by, **said) if line is None else None
    if sent:
        return sent
    if any(one.name.casefold() == words.name.casefold() for one in others):
        raise Refused(f"There is a committee named {words.name} already: change that one, or choose another name.")
    return append(rows, kept, said, line=line, seen=seen, by=by, today=today)


@transaction.atomic
def keep_rung(
    *, partnership: Partnership, words: RungWords, line: UUID | None = None, seen: int = 0, by: Acting, today: date
) -> Rung:
    """A new rung, or the next version of one; no two are rung at the same minute (GOV-11)."""
    kept = locked(partnership, by)
    if words.organisation.pk not in (kept.trust_id, kept.host_id):
        raise Refused("Choose one of the two sides.")
    if words.contact and words.contact.organisation_id != words.organisation.pk:
        raise Refused(f"Choose a contact of {words.organisation.name}, or enter a number.")
    rows = Rung.objects.filter(partnership=kept)
    said = {name: getattr(words, name) for name in RungWords.__slots__}
    sent: Rung | None = just_sent(rows, by, **said) if line is None else None
    if sent:
        return sent
    others = [rung_facts(one, kept) for one in standing(rows.select_related("contact")) if one.line != line]
    if held := taken(others, words.after_minutes):
        raise Refused(
            f"{held.post} is rung at minute {words.after_minutes} already: choose another minute, so that it is plain "
            "who comes next (GOV-11)."
        )
    return append(rows, kept, said, line=line, seen=seen, by=by, today=today)


@transaction.atomic
def withdraw(
    *, partnership: Partnership, what: Committee | Rung, seen: int, why: str, by: Acting, today: date
) -> Version:
    """It no longer stands; what it said stays to be read. `seen` is the version on the page that asked why."""
    kept = locked(partnership, by)
    model = type(what)
    rows = model.objects.filter(partnership=kept)
    words = CommitteeWords if isinstance(what, Committee) else RungWords
    said = {name: getattr(what, name) for name in words.__slots__}
    return append(rows, kept, said, line=what.line, seen=seen, by=by, today=today, why=why, withdrawn=True)


def append(
    rows: QuerySet[Row],
    kept: Partnership,
    said: dict[str, Any],
    *,
    line: UUID | None,
    seen: int,
    by: Acting,
    today: date,
    **ended: Any,
) -> Row:
    """The next version, while the row of the partnership is locked; refused when a newer one stands than was seen."""
    last = rows.filter(line=line).order_by("-number").first() if line else None
    if line and last is None:
        raise Refused("This is not part of the pack.")
    if last and last.withdrawn:
        raise Refused("This has been withdrawn: write a new one instead.")
    if last and last.number != seen:
        raise ChangedMeanwhileError(CHANGED)
    written = rows.create(
        **of(kept, by), **said, line=line or uuid4(), number=last.number + 1 if last else 1, on=today,
        source=entered(by, today), **ended,
    )  # fmt: skip
    verb = "withdrawn" if written.withdrawn else "said"
    record_event(f"partnerships.{rows.model._meta.model_name}_{verb}", target=kept, by=by, version=written.number)
    return written
