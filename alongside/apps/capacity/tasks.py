"""Work that no page waits for: long files, and holds whose time is over."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from alongside.apps.capacity import actions
from alongside.apps.capacity.actions.uploads import load_upload


@app.task(queue="capacity", retry=3)
def load_capacity(upload_id: str, organisation_id: str) -> None:
    load_upload(UUID(upload_id), UUID(organisation_id))


@app.periodic(cron="* * * * *")
@app.task(queue="capacity", queueing_lock="expire_holds", pass_context=False)
def expire_holds(timestamp: int) -> None:
    """Every minute: minutes and beds whose hold is over come back to the board."""
    actions.expire_holds(datetime.fromtimestamp(timestamp, UTC))
