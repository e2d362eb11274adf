"""Keep the registers: which systems, who does what, and which rules keep patients from a place."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.writing import must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.governance.actions.barriers import OF_STEP, BarrierWords, keep_step, must_be_counted
from alongside.apps.governance.actions.ownership import TWICE, Refused, added, changed, locked, needed, plain
from alongside.apps.governance.facts import pathway_name
from alongside.apps.governance.models import Barrier, Responsibility, SystemUse


@dataclass(frozen=True, slots=True)
class SystemWords:
    """Which system is used for what; no partner means for everybody's patients."""

    purpose: str
    system: str
    who_has_access: str
    how_to_get: str = ""
    partner: Organisation | None = None


@dataclass(frozen=True, slots=True)
class ResponsibilityWords:
    """Who does one step of a pathway for a partner's patients, and who answers for it.

    A pathway that sites do is named by its codes, and then has the name of the register; any other by its words.
    """

    partner: Organisation
    pathway: str
    step: str
    responsible: str
    accountable: str
    consulted: str = ""
    informed: str = ""
    function: str = ""
    group: str = ""


RowWords = SystemWords | ResponsibilityWords | BarrierWords
Row = SystemUse | Responsibility | Barrier
MODELS: dict[type, type[Row]] = {SystemWords: SystemUse, ResponsibilityWords: Responsibility, BarrierWords: Barrier}


@transaction.atomic
def add_row(*, words: RowWords, by: Acting, today: date) -> Any:
    """A line of the register that these words are of."""
    model = MODELS[type(words)]
    must_be_allowed(by, needed(model))
    must_name_another(words, by)
    must_be_one_a_step(words, by)
    if not isinstance(words, BarrierWords):
        return added(model, columns(words), by, today)
    must_be_counted(words.counted_by, by)
    barrier = added(model, columns(words), by, today)
    keep_step(barrier, words, by, today)
    return barrier


@transaction.atomic
def change_row(*, row: Any, words: RowWords, seen: str | None, by: Acting, today: date) -> Any:
    kept = locked(row, seen, by)
    must_name_another(words, by)
    must_be_one_a_step(words, by, kept)
    if isinstance(words, BarrierWords):
        must_be_counted(words.counted_by, by, kept.counted_by)
        keep_step(kept, words, by, today)
    return changed(kept, columns(words), by, today)


@transaction.atomic
def remove_row(*, row: Any, by: Acting) -> None:
    """The database keeps the old row in its history. A barrier stays, as its counts do: its state says removed."""
    kept = locked(row, None, by)
    record_event(f"governance.{kept._meta.model_name}_removed", target=kept, by=by)
    kept.delete()


def columns(words: RowWords) -> dict[str, Any]:
    """A barrier that names a difference and no other rule is counted by the rule of the difference."""
    said = {name: value for name, value in plain(words).items() if name not in OF_STEP}
    if isinstance(words, BarrierWords) and words.difference and not words.counted_by:
        said["counted_by"] = words.difference.rule_id
    if isinstance(words, ResponsibilityWords) and words.function:
        said["pathway"] = pathway_name(words.function, words.group)
    return said


def must_be_one_a_step(words: RowWords, by: Acting, kept: Any = None) -> None:
    """One line for a step of a pathway, which is the same by its code even when it has been renamed since."""
    if not isinstance(words, ResponsibilityWords) or not words.function:
        return
    take_turns("writing", by.organisation_id)
    same = {"partner": words.partner, "function": words.function, "group": words.group, "step": words.step}
    others = Responsibility.objects.filter(organisation=by.organisation, **same).exclude(pk=kept and kept.pk)
    if any(kept or any(getattr(one, name) != value for name, value in columns(words).items()) for one in others):
        raise Refused(TWICE)


def must_name_another(words: RowWords, by: Acting) -> None:
    if not isinstance(words, BarrierWords) and words.partner == by.organisation:
        raise Refused("Choose another organisation than your own.")
