"""Lists that arrive at once, or are killed half way: nothing is lost and nothing is doubled."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from django.db import connections

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.waiting import actions
from alongside.apps.waiting.actions.importing import Outcome
from alongside.apps.waiting.models import ClockEvent, Pathway, Patient
from tests import factories
from tests.apps.waiting.conftest import AS_OF, row


def many(organisation, count: int, *, shift: int = 0) -> pl.DataFrame:
    """Rows made at once; `shift` makes other patients."""
    number = pl.int_range(count) + shift
    good = pl.DataFrame([row(organisation, 1)]).select(pl.all().repeat_by(count).explode())
    return good.with_columns(
        (pl.lit("PW") + number.cast(pl.String).str.zfill(18)).alias("PATIENT_PATHWAY_IDENTIFIER"),
        (pl.lit("H") + number.cast(pl.String)).alias("LOCAL_PATIENT_IDENTIFIER"),
        pl.lit(None, pl.String).alias("NHS_NUMBER"),
    )


def at_once(uploads: Iterable[tuple[Path, Organisation]]) -> list[Outcome]:
    """What becomes of each file and its organisation when all are brought in at the same moment."""
    waiting = list(uploads)
    gate = threading.Barrier(len(waiting))

    def one(upload: tuple[Path, Organisation]) -> Outcome:
        path, organisation = upload
        try:
            gate.wait()
            return actions.import_file(path=path, organisation=organisation, as_of=AS_OF)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(one, waiting))


@pytest.mark.slow
@pytest.mark.promise("AL-10")
def test_two_uploads_at_once_wait_for_each_other(committed_database, tmp_path):
    ours = factories.trust(factories.board())
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    many(ours, 3000).write_csv(paths[0])
    many(ours, 3000, shift=1500).write_csv(paths[1])
    outcomes = at_once((path, ours) for path in paths)
    assert sorted((o.new, o.same, o.bad.height) for o in outcomes) == [(1500, 1500, 0), (3000, 0, 0)]
    with acting_for(ours.id):
        assert (Pathway.objects.count(), Patient.objects.count(), ClockEvent.objects.count()) == (4500, 4500, 4500)


@pytest.mark.slow
@pytest.mark.promise("AL-1")
def test_one_pathway_sent_by_two_organisations_at_once_lands_on_one_list(committed_database, tmp_path):
    board = factories.board()
    senders = [factories.trust(board), factories.trust(board)]
    paths = [tmp_path / f"{sender.code}.csv" for sender in senders]
    for path, sender in zip(paths, senders, strict=True):
        many(sender, 500).with_columns(pl.lit("X09").alias("ORGANISATION_CODE_PPI_ISSUER")).write_csv(path)
    outcomes = at_once(zip(paths, senders, strict=True))
    assert sum(o.new for o in outcomes) == 500
    assert sum(o.bad.height for o in outcomes) == 500


KILLED = """
import sys, time
from datetime import date
from pathlib import Path
from alongside.config.commands.start import start
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.config.settings"
django.setup()
from alongside.apps.accounts.models import Organisation
from alongside.apps.waiting.actions import importing, import_file, merging
real = merging.add_starts
def slow(*given):
    real(*given)
    print("half way", flush=True)
    time.sleep(600)
merging.add_starts = slow
import_file(path=Path(sys.argv[1]), organisation=Organisation.objects.get(code=sys.argv[2]), as_of=date(2026, 1, 31))
"""


@pytest.mark.slow
@pytest.mark.promise("AL-10")
@pytest.mark.parametrize("count", [2000, 20_000])
def test_killed_import_leaves_nothing_and_the_next_one_is_whole(committed_database, tmp_path, count):
    ours = factories.trust(factories.board())
    path = tmp_path / "list.csv"
    many(ours, count).write_csv(path)
    environment = {**os.environ, "ALONGSIDE_DATABASE_NAME": committed_database}
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), ours.code], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "half way\n"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    with acting_for(ours.id):
        assert (Pathway.objects.count(), Patient.objects.count(), ClockEvent.objects.count()) == (0, 0, 0)
    outcome = actions.import_file(path=path, organisation=ours, as_of=AS_OF)
    assert (outcome.new, outcome.bad.height) == (count, 0)
    assert actions.import_file(path=path, organisation=ours, as_of=AS_OF).same == count
    with acting_for(ours.id):
        assert (Pathway.objects.count(), Patient.objects.count(), ClockEvent.objects.count()) == (count,) * 3
        assert Pathway.objects.values("pathway_identifier").distinct().count() == count
