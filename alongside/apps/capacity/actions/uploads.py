"""Take in a spreadsheet of sessions or beds: good rows are kept, the rest goes back with what to put right.

The same file twice changes nothing: a session is known by its site, room and start, beds by site, level and night.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.actions import Actor, record_event
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.actions.loading import Counts, Row, load_beds, load_sessions
from alongside.apps.capacity.facts import Sender
from alongside.apps.capacity.models import CapacityUpload
from alongside.formats.capacity.layout import SESSIONS
from alongside.formats.capacity.read import Checked, read
from alongside.formats.capacity.write import as_csv, returned
from alongside.formats.wlmds.wrong_file import WrongFile

LARGEST_FILE = 10_000_000
AT_ONCE = 5_000
CHUNK = 1_000
Progress = Callable[[float, Counts], None]


@transaction.atomic
def receive_upload(*, name: str, content: bytes, by: Actor) -> CapacityUpload:
    """Keep a file as it was sent; nothing of it is on the board yet. Raises WrongFile when none of it can be read."""
    if len(content) > LARGEST_FILE:
        raise WrongFile(f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Send it in parts.")
    checked = read(content)
    upload = CapacityUpload.objects.create(
        kind=checked.layout.kind,
        organisation_id=by.organisation_id,
        by=by.user,
        by_name=by.name,
        name=name[-255:],
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        rows_read=checked.text.height,
    )
    record_event("capacity_file_received", target=upload, by=by, name=upload.name, rows=upload.rows_read)
    return upload


def load_upload(upload_id: UUID, organisation_id: UUID) -> None:
    """Load a received file a thousand rows at a time, each in a transaction of its own unless one is open already.

    Killed and started again, it goes on without doubling anything.
    """
    with acting_for(organisation_id):
        upload = CapacityUpload.objects.get(pk=upload_id)
        if upload.state == CapacityUpload.State.DONE:
            return
        upload.state = CapacityUpload.State.WORKING
        upload.save(update_fields=["state"])
    sender = Sender(organisation_id, upload.by_name, upload.by)
    checked = read(bytes(upload.content or b""))
    counts = Counts(problems=dict(checked.problems))
    rows = list(checked.good.iter_rows(named=True))
    for begins in range(0, len(rows), CHUNK):
        with acting_for(organisation_id):
            load_rows(checked, rows[begins : begins + CHUNK], counts, sender, source_of(upload))
            CapacityUpload.objects.filter(pk=upload.pk).update(progress=min(1, (begins + CHUNK) / len(rows)))
    with acting_for(organisation_id):
        finish(upload=upload, checked=checked, counts=counts, by=sender, now=timezone.now())


def load_rows(checked: Checked, rows: Sequence[Row], counts: Counts, by: Actor, source: str) -> None:
    load = load_sessions if checked.layout is SESSIONS else load_beds
    load(rows=rows, counts=counts, source=source, by=by)


def finish(*, upload: CapacityUpload, checked: Checked, counts: Counts, by: Actor, now: datetime) -> None:
    """Keep what came of a file, and the rows that go back; the file itself is no longer needed."""
    upload.state, upload.progress, upload.finished_at, upload.content = CapacityUpload.State.DONE, 1, now, None
    upload.rows_new, upload.rows_changed, upload.rows_same = counts.new, counts.changed, counts.same
    upload.rows_bad = len(counts.problems)
    if checked.unread:
        upload.message = "Columns that were not read: " + ", ".join(name[:40] for name in checked.unread[:20])
    if counts.problems:
        upload.returned = as_csv(returned(checked.layout, checked.text, counts.problems))
    upload.save()
    record_event("capacity_file_loaded", target=upload, by=by, **counts.figures)


def load_now(*, name: str, content: bytes, by: Actor) -> CapacityUpload:
    """Receive and load in one go: for commands, and for files small enough to wait for."""
    upload = receive_upload(name=name, content=content, by=by)
    load_upload(upload.pk, upload.organisation_id)
    upload.refresh_from_db()
    return upload


def load_for(organisation: Organisation, name: str, content: bytes) -> Mapping[str, Any]:
    """Load a file in the name of an organisation, from the command line; gives its counts and the rows that go back."""
    by = Sender(organisation.id, "Loaded from the command line", None)
    with acting_for(organisation.id):
        upload = receive_upload(name=name, content=content, by=by)
    load_upload(upload.pk, organisation.id)
    with acting_for(organisation.id):
        upload.refresh_from_db()
    figures = {key: getattr(upload, f"rows_{key}") for key in ("read", "new", "changed", "same", "bad")}
    return {"kind": upload.kind, **figures, "returned": bytes(upload.returned or b"")}


def source_of(upload: CapacityUpload) -> str:
    return f"Entered by {upload.by_name} in the file {upload.name}"[:300]
