"""Spreadsheets reach the board whole, once, and say what was not used (M-1, complaint 15)."""

from threading import Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import actions
from alongside.apps.capacity.actions.uploads import AT_ONCE, load_now, load_upload, receive_upload
from alongside.apps.capacity.commands import CannotLoad, load_file
from alongside.apps.capacity.models import BedNight, CapacityUpload, TheatreSession
from alongside.formats.wlmds.wrong_file import WrongFile
from tests import factories
from tests.apps.capacity.conftest import NOW, UNTIL, make_area

pytestmark = pytest.mark.row("M-1", "M-55")

HEAD = "Site code,Date,Start time,Minutes,Room,Treatment function,Operations,Offered to\n"


def sessions_file(site, rooms=3, minutes=240):
    rows = "".join(f"{site.code},2026-02-03,08:30,{minutes},Theatre {i},110,,area\n" for i in range(rooms))
    return (HEAD + rows).encode()


def load(area, content, name="week.csv"):
    with acting_for(area.hospital.id):
        upload = load_now(name=name, content=content, by=area.manager)
    return upload.rows_new, upload.rows_changed, upload.rows_same, upload.rows_bad


@pytest.mark.django_db
def test_same_file_twice_changes_nothing_and_a_changed_one_changes_that(area):
    assert load(area, sessions_file(area.site)) == (3, 0, 0, 0)
    assert load(area, sessions_file(area.site)) == (0, 0, 3, 0)
    assert load(area, sessions_file(area.site, rooms=4, minutes=200)) == (1, 3, 0, 0)
    with acting_for(area.hospital.id):
        session = TheatreSession.objects.first()
        assert (TheatreSession.objects.count(), session.minutes) == (4, 200)
    assert session.source == f"Entered by {area.manager.name} in the file week.csv"


@pytest.mark.django_db
def test_bad_rows_go_back_with_their_reasons_and_good_ones_are_kept(area):
    other = factories.site(area.trust)
    content = (
        sessions_file(area.site, 1)
        + (
            f"{other.code},2026-02-03,08:30,240,T,110,,area\n"
            f"{area.site.code},2026-02-03,10:00,60,THEATRE 0,110,,area\n"
            f"{area.site.code},2026-02-03,08:30,60,T2,110,nothing,area\n"
            f"{area.site.code},2026-02-03,08:30,many,T3,110,,area\n"
        ).encode()
    )
    with acting_for(area.hospital.id):
        upload = load_now(name="week.csv", content=content, by=area.manager)
    assert (upload.rows_read, upload.rows_new, upload.rows_bad, upload.content) == (5, 1, 4, None)
    lines = bytes(upload.returned).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["3", "4", "5", "6"]
    for line, words in zip(lines[1:], ["CAP-1", "CAP-2", "not an operation", "whole number"], strict=True):
        assert words in line


@pytest.mark.django_db
def test_beds_file_sets_counts_and_never_below_what_is_taken(area):
    content = f"Site,Night,Level,Beds\n{area.site.code},2026-02-03,0,4\n{area.site.code},2026-02-03,3,1\n".encode()
    assert load(area, content) == (1, 0, 0, 1)
    assert load(area, content.replace(b",0,4", b",0,2")) == (0, 1, 0, 1)
    with acting_for(area.hospital.id):
        assert BedNight.objects.get().beds == 2


@pytest.mark.django_db
@pytest.mark.promise("AL-9")
def test_changed_row_under_a_booking_goes_back_and_the_others_are_changed(area):
    load(area, sessions_file(area.site))
    with acting_for(area.hospital.id):
        session = TheatreSession.objects.get(room="Theatre 1")
        ours = factories.person("booking_manager", area.hospital)
        actions.hold_minutes(session=session, minutes=90, pathway_id=uuid4(), until=UNTIL, now=NOW, by=ours)
    assert load(area, sessions_file(area.site, minutes=60)) == (0, 2, 0, 1)
    with acting_for(area.hospital.id):
        assert dict(TheatreSession.objects.values_list("room", "minutes"))["Theatre 1"] == 240


@pytest.mark.django_db
def test_new_session_fits_beside_one_that_the_same_file_shortens(area):
    load(area, sessions_file(area.site, 1))
    later = f"{area.site.code},2026-02-03,10:30,60,theatre 0,110,,area\n"
    assert load(area, sessions_file(area.site, 1, minutes=120) + later.encode()) == (1, 1, 0, 0)


@pytest.mark.django_db
def test_load_begun_and_broken_off_goes_on_without_doubling(area):
    with acting_for(area.hospital.id):
        upload = receive_upload(name="week.csv", content=sessions_file(area.site), by=area.manager)
        CapacityUpload.objects.filter(pk=upload.pk).update(state="working", progress=0.5)
    for _ in range(2):
        load_upload(upload.pk, area.hospital.id)
    with acting_for(area.hospital.id):
        assert TheatreSession.objects.count() == 3


@pytest.mark.slow
def test_two_files_at_once_are_one_truth(committed_database):
    area = make_area()
    content = sessions_file(area.site, rooms=60)

    def send():
        with acting_for(area.hospital.id):
            upload = receive_upload(name="week.csv", content=content, by=area.manager)
        load_upload(upload.pk, area.hospital.id)
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_for(area.hospital.id):
        done = CapacityUpload.objects.values_list("state", "rows_new", "rows_same", "rows_bad")
        assert sorted(done) == [("done", 0, 60, 0)] * 3 + [("done", 60, 0, 0)]
        assert TheatreSession.objects.count() == 60


@pytest.mark.django_db
def test_page_returns_the_template_takes_it_and_shows_what_came_of_it(area):
    client = factories.client_of(area.manager)
    template = client.get("/capacity/spreadsheets/template/sessions.xlsx")
    assert template.status_code == 200
    file = SimpleUploadedFile("week.csv", sessions_file(area.site) + b"x,,,,,,,\n")
    answer = client.post("/capacity/spreadsheets/", {"file": file}, follow=True)
    assert "to put right" in answer.content.decode()
    address = answer.redirect_chain[-1][0]
    returned = client.get(f"{address}returned/").content.decode("utf-8-sig")
    assert "Date must be a real date" in returned
    assert factories.client_of(area.booker).get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.slow
def test_long_file_is_queued_with_its_progress(area):
    client = factories.client_of(area.manager)
    file = SimpleUploadedFile("year.csv", sessions_file(area.site, rooms=AT_ONCE + 1))
    answer = client.post("/capacity/spreadsheets/", {"file": file}, follow=True)
    assert 'http-equiv="refresh"' in answer.content.decode()
    job = ProcrastinateJob.objects.get(task_name="alongside.apps.capacity.tasks.load_capacity")
    with acting_for(area.hospital.id):
        upload = CapacityUpload.objects.get()
    assert job.args == {"upload_id": str(upload.pk), "organisation_id": str(area.hospital.id)}
    load_upload(upload.pk, area.hospital.id)
    with acting_for(area.hospital.id):
        upload.refresh_from_db()
    assert (upload.state, upload.rows_new, upload.progress) == ("done", AT_ONCE + 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\xff" * 100, b"PK\x03\x04"])
def test_wrong_file_is_refused_on_the_page_and_nothing_is_kept(area, content):
    client = factories.client_of(area.manager)
    answer = client.post("/capacity/spreadsheets/", {"file": SimpleUploadedFile("x.csv", content)})
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (200, True)
    with acting_for(area.hospital.id):
        assert not CapacityUpload.objects.exists()


def test_too_large_a_file_is_refused(area):
    with acting_for(area.hospital.id), pytest.raises(WrongFile, match="larger than 10 MB"):
        receive_upload(name="x.csv", content=b"x" * 10_000_001, by=area.manager)


@pytest.mark.django_db
def test_command_loads_for_an_organisation_and_says_what_came_of_it(area, tmp_path):
    path = tmp_path / "week.csv"
    path.write_bytes(sessions_file(area.site))
    found = load_file(path, area.hospital.code.lower())
    assert {key: found[key] for key in ("kind", "read", "new", "bad")} == {
        "kind": "sessions",
        "read": 3,
        "new": 3,
        "bad": 0,
    }
    for wrong_path, code in ((path, "NOBODY"), (tmp_path / "none.csv", area.hospital.code)):
        with pytest.raises(CannotLoad):
            load_file(wrong_path, code)
