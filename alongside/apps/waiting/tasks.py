"""Queued work of the list. A task carries ids alone; what it needs is in the database."""

from uuid import UUID

from procrastinate.contrib.django import app

from alongside.apps.accounts.models import Organisation
from alongside.apps.waiting import actions


@app.task(queue="imports")
def read_headings(upload_id: str, organisation_id: str) -> None:
    actions.read_headings(upload_id=UUID(upload_id), organisation_id=UUID(organisation_id))


@app.task(queue="imports")
def load_upload(upload_id: str, organisation_id: str) -> None:
    actions.load_upload(upload_id=UUID(upload_id), organisation_id=UUID(organisation_id))


@app.periodic(cron="15 3 * * *")
@app.task(queue="imports", queueing_lock="check_lists")
def check_lists(timestamp: int) -> None:
    """Every night: is every open pathway on exactly one list (AL-1)?"""
    for organisation in Organisation.objects.exclude(kind=Organisation.Kind.BOARD):
        actions.check_list(organisation=organisation)
