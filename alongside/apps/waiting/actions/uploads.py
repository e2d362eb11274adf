"""How does a file get from somebody's computer to the list? Received, its columns named, then loaded by a worker."""

import gzip
import hashlib
import logging
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.turns import take_turns
from alongside.apps.waiting.actions.importing import Outcome, merge_list
from alongside.apps.waiting.models import MOST_RETURNED, ReportedList, WaitingListUpload
from alongside.formats.wlmds.layout import OURS
from alongside.formats.wlmds.mapping import BadMapping, Mapping, suggest
from alongside.formats.wlmds.read import WrongFile, read_table
from alongside.formats.wlmds.returned import write_returned
from alongside.formats.wlmds.validate import Checked, validate

logger = logging.getLogger(__name__)
MOST_BYTES = 250_000_000
BROKEN = (
    "The work on this file stopped because of a fault, and nothing of it is in the list. Start again; if it stops "
    "again, tell the people who run this system when that was."
)
State = WaitingListUpload.State


class BadFile(Exception):
    """The file, or the choice of its columns, cannot be used; the message says what to do."""


class AlreadyLoaded(Exception):
    """Another worker finished this file while this one waited for its turn."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose list it is and who sent it; a command has no user."""

    organisation: Organisation
    by_id: UUID | None
    by_name: str


@transaction.atomic
def receive_upload(*, name: str, content: bytes, as_of: date, by: Acting) -> WaitingListUpload:
    """Keep a file as it came, in the database, so that a worker that dies loses nothing."""
    if len(content) > MOST_BYTES:
        raise BadFile(f"The file is {len(content) / 1e6:,.0f} MB and at most 250 MB is taken; send it in parts.")
    sent = WaitingListUpload.objects.create(
        organisation=by.organisation,
        by=by.user,
        by_name=by.name,
        name=Path(name).name[:255] or "list.csv",
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        content=zlib.compress(content, 1),
        as_of=as_of,
        stage="Waiting to be read",
    )
    record_event("list_uploaded", target=sent, by=by, digest=sent.digest, size=sent.size)
    return sent


def read_headings(*, upload_id: UUID, organisation_id: UUID) -> None:
    """Find the file's headings and suggest which is which: as last time, else by their names."""
    with every_failure_said(upload_id, organisation_id), acting_for(organisation_id):
        sent = held(upload_id)
        if sent is None or sent.headings or sent.state != State.RECEIVED:
            return
        table = table_of(sent)
        headings = [name for name in table.columns if name not in OURS]
        sent.headings, sent.mapping = headings, suggested(organisation_id, headings).columns
        sent.rows_read, sent.stage = table.height, "Waiting for you to confirm the columns"
        sent.save(update_fields=["headings", "mapping", "rows_read", "stage", "touched_at"])


@contextmanager
def every_failure_said(upload_id: UUID, organisation_id: UUID) -> Iterator[None]:
    """Whatever goes wrong inside ends in a file that is marked as not loaded, with one plain sentence.

    A fault of ours keeps the file, so that it can be started again; a file that cannot be used is let go.
    """
    try:
        yield
    except WrongFile as wrong:
        fail(upload_id, organisation_id, str(wrong), content=None)
    except Exception:
        logger.exception("The work on upload %s failed", upload_id)
        if not connection.in_atomic_block:
            connection.close()  # it may be what broke; the next statement opens a fresh one
        fail(upload_id, organisation_id, BROKEN)


def suggested(organisation_id: UUID, headings: list[str]) -> Mapping:
    """What was chosen last time comes first, as far as the file still has those headings."""
    mapping = suggest(headings)
    known = ReportedList.objects.filter(organisation_id=organisation_id).values_list("mapping", flat=True).first()
    for field, heading in (known or {}).items():
        if heading in headings:
            mapping = mapping.choose(field, heading)
    return mapping


@transaction.atomic
def confirm_columns(*, upload_id: UUID, columns: dict[str, str], by: Acting) -> WaitingListUpload:
    """Somebody says which heading holds which field; refused while a required one is missing."""
    sent = WaitingListUpload.objects.select_for_update().defer("content").get(pk=upload_id)
    try:
        mapping = Mapping(columns)
    except BadMapping as bad:
        raise BadFile(str(bad)) from bad
    unknown = [heading for heading in columns.values() if heading not in sent.headings]
    if unknown:
        raise BadFile(f"The file has no column headed “{unknown[0]}”; choose one that it has.")
    if mapping.missing:
        names = " and ".join(column.label for column in mapping.missing)
        raise BadFile(f"Choose the column that holds {names}.")
    if not {"nhs_number", "local_patient_identifier"} & columns.keys():
        raise BadFile("Choose the column that holds the NHS number or the local patient identifier.")
    if sent.state != State.RECEIVED or sent.confirmed:
        raise BadFile("This file is being loaded already.")
    sent.mapping, sent.confirmed, sent.stage = columns, True, "Waiting for its turn"
    sent.save()
    record_event("list_columns_confirmed", target=sent, by=by, columns=len(columns))
    return sent


def load_upload(*, upload_id: UUID, organisation_id: UUID) -> None:
    """Check and load a confirmed file. May be run again at any time: what is loaded already is the same."""
    with every_failure_said(upload_id, organisation_id):
        with acting_for(organisation_id):
            sent = held(upload_id)
            if sent is None or not sent.confirmed or sent.state not in (State.RECEIVED, State.WORKING):
                return
            organisation = Organisation.objects.get(pk=organisation_id)
        tell(sent, "Reading the file", 0.05)
        table = table_of(sent)
        tell(sent, f"Checking {table.height:,} rows", 0.2)
        sender = Sender(organisation, sent.by_id, sent.by_name)
        with suppress(AlreadyLoaded):
            import_table(table, Mapping(sent.mapping), sent.as_of, sender, sent)


def import_table(
    table: pl.DataFrame, mapping: Mapping, as_of: date, sender: Sender, sent: WaitingListUpload | None = None
) -> Outcome:
    """Check a table and bring it into the list, with what became of it, all or nothing."""
    checked = validate(table, mapping, provider_code=sender.organisation.code, as_of=as_of)
    if sent is not None:
        tell(sent, f"Loading {checked.good.height:,} rows", 0.5)
    with acting_for(sender.organisation.id):
        take_turns("list of", sender.organisation.id)
        if sent is not None and WaitingListUpload.objects.get(pk=sent.pk).state == State.DONE:
            raise AlreadyLoaded
        outcome = merge_list(
            organisation=sender.organisation,
            table=table,
            checked=checked,
            mapping=mapping,
            as_of=as_of,
            by_id=sender.by_id,
            by_name=sender.by_name,
            upload_id=sent.pk if sent else None,
        )
        if sent is not None:
            finish(sent, outcome, checked)
    return outcome


def import_file(*, path: Path, organisation: Organisation, as_of: date, by_name: str = "Loaded by command") -> Outcome:
    """Bring a file of the national layout into an organisation's list at once; raises WrongFile."""
    table = read_table(path)
    with acting_for(organisation.id):
        mapping = suggested(organisation.id, [name for name in table.columns if name not in OURS])
    return import_table(table, mapping, as_of, Sender(organisation, None, by_name))


def held(upload_id: UUID) -> WaitingListUpload | None:
    return WaitingListUpload.objects.filter(pk=upload_id).first()


def table_of(sent: WaitingListUpload) -> pl.DataFrame:
    """The file's rows as text."""
    if sent.content is None:
        raise WrongFile("The file is no longer kept; send it again.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(zlib.decompress(bytes(sent.content)))
        return read_table(path)


def tell(sent: WaitingListUpload, stage: str, progress: float) -> None:
    """How far it has got, kept at once so that the page can show it."""
    with acting_for(sent.organisation_id):
        WaitingListUpload.objects.filter(pk=sent.pk).update(
            state=State.WORKING, stage=stage, progress=progress, touched_at=timezone.now()
        )


def fail(upload_id: UUID, organisation_id: UUID, message: str, **changed: Any) -> None:
    with acting_for(organisation_id):
        WaitingListUpload.objects.filter(pk=upload_id).exclude(state=State.DONE).update(
            state=State.FAILED, message=message, stage="", finished_at=timezone.now(), **changed
        )


def finish(sent: WaitingListUpload, outcome: Outcome, checked: Checked) -> None:
    """What became of the file; its content is let go in the same transaction as its rows come in."""
    sent.rows_read, sent.rows_new, sent.rows_changed = outcome.read, outcome.new, outcome.changed
    sent.rows_same, sent.rows_bad = outcome.same, outcome.bad.height
    sent.absent, sent.warnings = outcome.absent, plain_warnings(outcome.warnings)
    sent.message = "" if outcome.is_whole else part_of_a_list(outcome)
    sent.returned = returned_file(outcome.bad, checked)
    sent.state, sent.stage, sent.progress = State.DONE, "", 1
    sent.content, sent.finished_at = None, timezone.now()
    sent.save()


def part_of_a_list(outcome: Outcome) -> str:
    return (
        f"This looks like part of a list: {outcome.present:,} of {outcome.held:,} held pathways are in it. "
        "What it holds was taken; to see which pathways have left the list, send the whole of it."
    )


def plain_warnings(warnings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first 200, each with how many rows it is about."""
    return [{"rule": one["rule"], "message": one["message"], "rows": one["rows"]} for one in warnings[:200]]


def returned_file(bad: pl.DataFrame, checked: Checked) -> bytes | None:
    """The rows that were not taken, as a compressed file that can be corrected and sent in as it is."""
    if bad.is_empty():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "returned.csv"
        first = bad.head(MOST_RETURNED)
        write_returned(Checked(checked.good.clear(), first, checked.warnings, checked.counts), path)
        return gzip.compress(path.read_bytes(), 6)


@transaction.atomic
def start_again(*, upload_id: UUID, by: Acting) -> bool:
    """A file whose work stopped is taken up again; False when there is nothing to take up."""
    stuck = WaitingListUpload.objects.filter(
        pk=upload_id,
        organisation_id=by.organisation_id,
        state__in=(State.RECEIVED, State.WORKING, State.FAILED),
        content__isnull=False,
    )
    fresh = {"state": State.RECEIVED, "stage": "Waiting for its turn", "message": "", "finished_at": None}
    return stuck.update(**fresh, touched_at=timezone.now()) > 0
