"""A file on its way: received, columns confirmed, loaded by a worker, two at once, a worker killed, hostile files."""

import io
import re

import pytest
from django.db import OperationalError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from alongside.apps.audit.isolation import acting_for
from alongside.apps.waiting import actions, tasks
from alongside.apps.waiting.actions import uploads
from alongside.apps.waiting.models import ClockEvent, Pathway, Patient, ReportedList, WaitingListUpload
from alongside.apps.waiting.presenters import uploads as words
from tests import factories
from tests.apps.waiting.conftest import AS_OF, row

DAY = {"as_of_0": "31", "as_of_1": "1", "as_of_2": "2026"}


def send(client, path, **more):
    with path.open("rb") as file:
        return client.post("/waiting/uploads/", {"file": file, **DAY, **more})


def upload_of(organisation) -> WaitingListUpload:
    with acting_for(organisation.id):
        return WaitingListUpload.objects.get()


def work(organisation) -> None:
    """What a worker does with the queue, here at once."""
    sent = upload_of(organisation)
    task = tasks.load_upload if sent.confirmed else tasks.read_headings
    task(str(sent.pk), str(organisation.id))


@pytest.mark.django_db
def test_file_goes_from_upload_to_list_in_a_browser_without_script(area, write):
    client = factories.client_of(area.booking)
    bad = row(area.ours, 3, REFERRAL_TO_TREATMENT_PERIOD_STATUS="30", ALONGSIDE_PHONE="=cmd|calc")
    path = write(row(area.ours, 1), row(area.ours, 2), bad)
    response = send(client, path)
    sent = upload_of(area.ours)
    assert response.url == reverse("waiting:show-upload", args=[sent.pk])
    assert "Waiting to be read" in client.get(response.url).content.decode()
    work(area.ours)
    columns = client.get(response.url).url
    page = client.get(columns).content.decode()
    assert "Check and load 3 rows" in page
    suggested = dict(
        re.findall(
            r'<select[^>]* name="(\w+)"[^>]*>(?:(?!</select>).)*?<option value="([^"]+)" selected', page, re.DOTALL
        )
    )
    assert suggested["ppid"] == "PATIENT_PATHWAY_IDENTIFIER"
    client.post(columns, suggested)
    work(area.ours)
    page = client.get(response.url).content.decode()
    done = upload_of(area.ours)
    assert (done.rows_new, done.rows_bad, done.content, done.state) == (2, 1, None, "done")
    assert "returned to you" in page
    returned = client.get(reverse("waiting:download-returned", args=[sent.pk])).content.decode()
    assert "[WL-14]" in returned
    assert "'=cmd|calc" in returned
    assert returned.count("\n") == 2
    with acting_for(area.ours.id):
        assert ReportedList.objects.get().mapping["ppid"] == "PATIENT_PATHWAY_IDENTIFIER"
    assert [job.task_name.rpartition(".")[2] for job in ProcrastinateJob.objects.order_by("id")] == [
        "read_headings",
        "load_upload",
    ]


@pytest.mark.django_db
def test_columns_must_be_whole_and_in_the_file(area, write):
    client = factories.client_of(area.booking)
    send(client, write(row(area.ours, 1)))
    work(area.ours)
    sent = upload_of(area.ours)
    address = reverse("waiting:confirm-columns", args=[sent.pk])
    assert "Choose the column that holds Patient pathway identifier" in client.post(address, {}).content.decode()
    kept = dict(sent.mapping)
    twice = client.post(address, kept | {"ppid": kept["ppid_issuer"]}).content.decode()
    assert "is used for two fields" in twice
    with pytest.raises(actions.BadFile, match="no column headed"):
        actions.confirm_columns(upload_id=sent.pk, columns=kept | {"asa": "Elsewhere"}, by=area.booking)


@pytest.mark.django_db
@pytest.mark.promise("AL-8")
def test_another_organisation_finds_no_such_upload(area, write):
    send(factories.client_of(area.booking), write(row(area.ours, 1)))
    client, sent = factories.client_of(area.their_booking), upload_of(area.ours)
    for name in ("show-upload", "confirm-columns", "download-returned", "list-absent"):
        assert client.get(reverse(f"waiting:{name}", args=[sent.pk])).status_code == 404
    assert client.post(reverse("waiting:start-again", args=[sent.pk])).status_code == 404
    work(area.ours)
    tasks.load_upload(str(sent.pk), str(area.theirs.id))
    assert upload_of(area.ours).state == "received"


HOSTILE = {
    "empty": b" \n",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "web page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "zip": b"PK\x03\x04" + b"\0" * 300,
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "no headings": b"1,2,3\n4,5,6\n",
    "one quote": b'NHS_NUMBER,"a\n1,2\n',
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_file_gets_one_sentence_and_changes_nothing(area, tmp_path, kind):
    path = tmp_path / "list.csv"
    path.write_bytes(HOSTILE[kind])
    client = factories.client_of(area.booking)
    response = send(client, path)
    work(area.ours)
    sent = upload_of(area.ours)
    if sent.state != "failed":
        assert not {"ppid", "rtt_start"} & sent.mapping.keys()
        return
    assert sent.message.endswith(".")
    assert sent.message in client.get(response.url).content.decode().replace("&#39;", "'").replace("&#34;", '"')


@pytest.mark.django_db
def test_page_says_what_is_wrong_with_what_was_sent(area):
    client = factories.client_of(area.booking)
    assert "Choose a file" in client.post("/waiting/uploads/", DAY).content.decode()
    file = io.BytesIO(b"a,b\n1,2\n")
    future = client.post("/waiting/uploads/", {"file": file, **DAY, "as_of_2": "2999"}).content.decode()
    assert "Day the list was taken must be on or before" in future


@pytest.mark.django_db
@pytest.mark.promise("AL-1")
def test_missing_pathways_are_listed_until_somebody_decides(area, write):
    rows = [row(area.ours, number) for number in range(1, 6)]
    actions.import_file(path=write(*rows), organisation=area.ours, as_of=AS_OF)
    client = factories.client_of(area.booking)
    send(client, write(*rows[1:]))
    work(area.ours)
    sent = upload_of(area.ours)
    with acting_for(area.ours.id):
        actions.confirm_columns(upload_id=sent.pk, columns=sent.mapping, by=area.booking)
        gone = Pathway.objects.get(pathway_identifier=f"PW{1:018}")
    work(area.ours)
    assert "1 open pathway of your list" in client.get(reverse("waiting:show-upload", args=[sent.pk])).content.decode()
    address = reverse("waiting:list-absent", args=[sent.pk])
    assert gone.pathway_identifier in client.get(address).content.decode()
    stop = {"code": "34", "on_0": "20", "on_1": "1", "on_2": "2026", "reason": "No longer needs it"}
    assert client.post(reverse("waiting:record-clock-event", args=[gone.pk]), stop).status_code == 302
    assert gone.pathway_identifier not in client.get(address).content.decode()


ROWS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["P2", "P4", None]),
        st.sampled_from(["2025-06-02", "2025-05-01"]),
        st.sampled_from(["20", "10", "30"]),
        st.sampled_from(["own", "X09"]),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, second=ROWS)
def test_every_row_is_accounted_for_and_a_file_sent_twice_changes_nothing(area, write, first, second):
    fresh = factories.trust(area.board)

    def files(rows):
        return [
            row(
                fresh,
                number,
                Procedure_Priority_Code=priority,
                REFERRAL_TO_TREATMENT_PERIOD_START_DATE=start,
                REFERRAL_TO_TREATMENT_PERIOD_STATUS=status,
                PATIENT_PATHWAY_IDENTIFIER=f"{fresh.code}{number:016}",
                ORGANISATION_CODE_PPI_ISSUER=fresh.code if issuer == "own" else issuer,
            )
            for number, priority, start, status, issuer in rows
        ]

    for rows in (first, second):
        path = write(*files(rows))
        outcome = actions.import_file(path=path, organisation=fresh, as_of=AS_OF)
        assert outcome.new + outcome.changed + outcome.same + outcome.bad.height == len(rows)
        with acting_for(fresh.id):
            before = (
                list(Pathway.objects.order_by("pk").values()),
                ClockEvent.objects.count(),
                Patient.objects.count(),
            )
        again = actions.import_file(path=path, organisation=fresh, as_of=AS_OF)
        assert (again.new, again.changed) == (0, 0)
        assert again.same + again.bad.height == len(rows)
        with acting_for(fresh.id):
            after = (list(Pathway.objects.order_by("pk").values()), ClockEvent.objects.count(), Patient.objects.count())
        assert after == before
    with acting_for(fresh.id):
        assert Pathway.objects.count() == ClockEvent.objects.values("pathway").distinct().count()


@pytest.mark.django_db
def test_stuck_upload_starts_again_and_nothing_is_loaded_twice(area, write):
    client = factories.client_of(area.booking)
    send(client, write(row(area.ours, 1)))
    work(area.ours)
    sent = upload_of(area.ours)
    with acting_for(area.ours.id):
        actions.confirm_columns(upload_id=sent.pk, columns=sent.mapping, by=area.booking)
        WaitingListUpload.objects.update(state="working", touched_at="2026-01-01T00:00Z")
    page = client.get(reverse("waiting:show-upload", args=[sent.pk])).content.decode()
    assert "Start again" in page
    client.post(reverse("waiting:start-again", args=[sent.pk]))
    work(area.ours)
    work(area.ours)
    assert (upload_of(area.ours).rows_new, upload_of(area.ours).state) == (1, "done")


@pytest.fixture
def ready(area, write):
    """A file of ten rows whose columns are confirmed, with the client that sent it."""
    client = factories.client_of(area.booking)
    send(client, write(*(row(area.ours, number) for number in range(10))))
    work(area.ours)
    sent = upload_of(area.ours)
    with acting_for(area.ours.id):
        actions.confirm_columns(upload_id=sent.pk, columns=sent.mapping, by=area.booking)
    return client, reverse("waiting:show-upload", args=[sent.pk])


@pytest.mark.django_db
@pytest.mark.promise("AL-10")
@pytest.mark.parametrize("fault", [OperationalError("server closed the connection"), MemoryError(), KeyError("x")])
@pytest.mark.parametrize("where", ["finish", "validate", "table_of"])
def test_any_fault_is_said_plainly_and_the_file_can_be_started_again(area, ready, monkeypatch, caplog, fault, where):
    client, address = ready

    def broken(*_given, **_named):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(uploads, where, broken)
        work(area.ours)
    sent = upload_of(area.ours)
    assert (sent.state, sent.message) == ("failed", uploads.BROKEN)
    assert type(fault).__name__ in caplog.text
    page = client.get(address).content.decode()
    assert "stopped because of a fault" in page
    assert "Start again" in page
    with acting_for(area.ours.id):
        assert not Pathway.objects.exists()
    client.post(reverse("waiting:start-again", args=[sent.pk]))
    work(area.ours)
    done = upload_of(area.ours)
    assert (done.state, done.message, done.rows_new) == ("done", "", 10)


@pytest.mark.django_db
def test_fault_while_the_headings_are_read_is_said_plainly(area, write, monkeypatch):
    send(factories.client_of(area.booking), write(row(area.ours, 1)))
    monkeypatch.setattr(uploads, "suggested", lambda *_: 1 / 0)
    work(area.ours)
    assert (upload_of(area.ours).state, upload_of(area.ours).message) == ("failed", uploads.BROKEN)


@pytest.mark.django_db
def test_returned_file_holds_the_first_rows_and_says_of_how_many(area, ready, monkeypatch, write):
    monkeypatch.setattr(uploads, "MOST_RETURNED", 2)
    monkeypatch.setattr(words, "MOST_RETURNED", 2)
    client = factories.client_of(area.booking)
    with acting_for(area.ours.id):
        WaitingListUpload.objects.all().delete()
    bad = [row(area.ours, number, REFERRAL_TO_TREATMENT_PERIOD_STATUS="30") for number in range(5)]
    response = send(client, write(*bad))
    work(area.ours)
    sent = upload_of(area.ours)
    with acting_for(area.ours.id):
        actions.confirm_columns(upload_id=sent.pk, columns=sent.mapping, by=area.booking)
    work(area.ours)
    assert "The first 2 of 5 are in the file" in client.get(response.url).content.decode()
    file = client.get(reverse("waiting:download-returned", args=[sent.pk])).content.decode()
    assert file.count("[WL-14]") == 2


@pytest.mark.django_db
@pytest.mark.promise("AL-1")
@pytest.mark.parametrize(("sent_rows", "whole"), [(7, False), (8, True)])
def test_part_of_a_list_asks_for_no_decisions(area, write, sent_rows, whole):
    rows = [row(area.ours, number) for number in range(10)]
    actions.import_file(path=write(*rows), organisation=area.ours, as_of=AS_OF)
    outcome = actions.import_file(path=write(*rows[:sent_rows]), organisation=area.ours, as_of=AS_OF)
    assert (outcome.is_whole, outcome.present, len(outcome.absent)) == (whole, sent_rows, 2 if whole else 0)
    with acting_for(area.ours.id):
        assert Pathway.objects.filter(state="open").count() == 10


@pytest.mark.django_db
def test_part_of_a_list_is_said_on_the_page_of_the_file(area, write):
    rows = [row(area.ours, number) for number in range(10)]
    actions.import_file(path=write(*rows), organisation=area.ours, as_of=AS_OF)
    client = factories.client_of(area.booking)
    response = send(client, write(rows[0]))
    work(area.ours)
    sent = upload_of(area.ours)
    with acting_for(area.ours.id):
        actions.confirm_columns(upload_id=sent.pk, columns=sent.mapping, by=area.booking)
    work(area.ours)
    page = client.get(response.url).content.decode()
    assert "This looks like part of a list: 1 of 10 held pathways are in it." in page
    assert "Decide about them" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("renamed", "exact"), [({}, True), ({"NHS_NUMBER": "NHS No"}, False)])
def test_known_headings_leave_nothing_to_choose(area, write, renamed, exact):
    client = factories.client_of(area.booking)
    response = send(client, write({renamed.get(name, name): held for name, held in row(area.ours, 1).items()}))
    work(area.ours)
    assert "Needs you: choose columns" in client.get("/waiting/uploads/").content.decode()
    page = client.get(client.get(response.url).url).content.decode()
    assert ("there is nothing to choose" in page) is exact
    assert page.count("Check and load 1 row") == 1
    assert page.index("Check and load 1 row") < page.index("Look at the columns") if exact else True
