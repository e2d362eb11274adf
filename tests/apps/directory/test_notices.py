"""A site says that something changes: everybody who asks is told in the very next request."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.directory import actions
from alongside.apps.directory.models import ServiceNotice
from alongside.apps.plans import actions as plans
from alongside.domain.site_notices import NoticeKind
from tests import factories
from tests.apps.directory.conftest import TODAY
from tests.apps.directory.test_versions_kept import MONDAY

QUESTION = {"operation": "W37.1", "age_years": "66", "asa": "2", "bmi": "27", "expected_critical_care_level": "1"}


@pytest.fixture
def own(area):
    act_for(area.trust.id)
    return {"site": area.ashford, "by": area.other_manager}


def notice(own, **given):
    values = {"kind": NoticeKind.PAUSED, "function": "110", "starts_on": TODAY, "ends_on": None, **given}
    return actions.add_notice(**own, **values)


def asked(area):
    """Who-can's row of Ashford, from its file."""
    client = factories.client_of(area.clinician)
    text = client.get(reverse("directory:who-can"), {**QUESTION, "format": "csv"}).content.decode()
    return next(line for line in text.splitlines() if "Ashford General" in line)


def public(area, client):
    return client.get(reverse("public:list-services", args=[area.board.code])).content.decode()


def placed(area):
    question = plans.Question(as_of=TODAY, starts_on=MONDAY, weeks=1)
    with acting_for(area.board.id):
        plan = plans.make_plan(question=question, by=area.coordinator, queue=False)
    plans.work_out(plan.pk, plan.organisation_id)
    with acting_for(area.board.id):
        plan.refresh_from_db()
    return plan.placed


@pytest.mark.slow
@pytest.mark.row("M-12")
def test_notice_reaches_everybody_who_asks_in_the_next_request(area, client):
    # given a patient for whom the site answers yes, the plan has a place and the public page has no change
    factories.session(area.ashford, on=MONDAY)
    factories.bed_night(area.ashford, night=MONDAY)
    level = {"expected_critical_care_level": 1}
    factories.pathway(area.trust, procedure_group_id="hip", travel_limit_km=40, clinical_facts=level)
    assert (",Yes," in asked(area), placed(area), "paused" in public(area, client)) == (True, 1, False)
    # when the site says, on its own page, that it pauses orthopaedics
    manager = factories.client_of(area.other_manager)
    day = {"starts_on_0": TODAY.day, "starts_on_1": TODAY.month, "starts_on_2": TODAY.year}
    form = {"kind": "paused", "function": "110", **day, "public_words": "The theatre floor is laid again"}
    said = manager.post(reverse("directory:add-notice", args=[area.ashford.id]), form)
    assert said.status_code == 302
    # then the next question, plan, directory page and public page all say so
    assert ",No," in asked(area)
    assert "DIR-3" in asked(area)
    assert placed(area) == 0
    assert "The theatre floor is laid again" in public(area, client)
    shown = factories.client_of(area.clinician).get(reverse("directory:show-site", args=[area.ashford.id]))
    assert "The theatre floor is laid again" in shown.content.decode()
    # and when it ends it, all is as before
    act_for(area.trust.id)
    found = ServiceNotice.objects.get(ends=None)
    ended = manager.post(reverse("directory:end-notice", args=[area.ashford.id, found.pk]))
    assert ended.status_code == 302
    assert (",Yes," in asked(area), placed(area), "paused" in public(area, client)) == (True, 1, False)


@pytest.mark.slow
@pytest.mark.row("M-12")
def test_plan_uses_the_days_on_which_nothing_is_paused(area, own):
    factories.session(area.ashford, on=MONDAY)
    factories.session(area.ashford, on=MONDAY + timedelta(1))
    for day in (0, 1):
        factories.bed_night(area.ashford, night=MONDAY + timedelta(day))
    level = {"expected_critical_care_level": 1}
    for _ in range(4):
        factories.pathway(area.trust, procedure_group_id="hip", travel_limit_km=40, clinical_facts=level)
    assert placed(area) == 4
    act_for(area.trust.id)
    notice(own, starts_on=MONDAY, ends_on=MONDAY)
    assert placed(area) == 2


def test_what_is_to_come_is_told_and_stops_nothing_yet(area, own):
    notice(own, starts_on=TODAY + timedelta(3))
    row = asked(area)
    assert ",Yes," in row
    assert "DIR-4" in row


def test_moved_and_remote_say_where_and_how(area, own, client):
    notice(own, kind=NoticeKind.MOVED, to_site=area.clinic)
    assert "moved to Canterbury Clinic" in asked(area)
    act_for(area.trust.id)
    actions.end_notice(notice=ServiceNotice.objects.get(ends=None), by=area.other_manager, today=TODAY)
    notice(own, kind=NoticeKind.REMOTE)
    assert ",Yes," in asked(area)
    assert "telephone or video" in public(area, client)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"function": "130"}, "does not list"),
        ({"ends_on": TODAY - timedelta(1)}, "on or after the first day"),
        ({"kind": NoticeKind.MOVED}, "to which site"),
    ],
)
def test_notice_that_cannot_be_true_is_refused(own, given, words):
    with pytest.raises(actions.NoticeRefusedError, match=words):
        notice(own, **given)


def test_notice_is_said_by_the_own_people_and_kept_for_good(area, own):
    made = notice(own)
    with pytest.raises(actions.NotYoursError):
        notice({**own, "by": area.manager})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ServiceNotice.objects.filter(pk=made.pk).update(public_words="x")
    first = actions.end_notice(notice=made, by=area.other_manager, today=TODAY)
    assert actions.end_notice(notice=made, by=area.other_manager, today=TODAY).pk == first.pk


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Select what happens"),
        ({"kind": "paused"}, "Enter first day"),
        ({"kind": "moved", "starts_on_0": "1", "starts_on_1": "12", "starts_on_2": "2026"}, "to which site"),
        ({"kind": "<script>", "to_site": "x"}, "There is a problem"),
    ],
)
def test_form_says_what_is_wrong(area, given, words):
    client = factories.client_of(area.other_manager)
    html = client.post(reverse("directory:add-notice", args=[area.ashford.id]), given).content.decode()
    assert words in html
    assert "<script>" not in html.split("<main")[1].split("</main>")[0]


def test_lists_and_their_files(area, own, client):
    notice(own, public_words="=HYPERLINK")
    reader = factories.client_of(area.clinician)
    address = reverse("directory:list-notices")
    html = reader.get(address).content.decode()
    assert "Ashford General" in html
    assert "End this notice" not in html
    assert "'=HYPERLINK" in reader.get(address, {"format": "csv"}).content.decode()
    assert reader.get(address, {"format": "xlsx"}).content.startswith(b"PK")
    services = reverse("public:list-services", args=[area.board.code])
    assert client.get(services, {"format": "csv"}).content.decode().count("\r\n") == 3
    assert client.get(services, {"run_by": "NHS", "format": "csv"}).content.decode().count("\r\n") == 2
    assert "Nothing matches" in client.get(services, {"run_by": "Independent", "changed": "on"}).content.decode()
    assert client.get(reverse("public:list-services", args=["NONE"])).status_code == 404


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize(
    ("page", "field"), [("add-notice", "public_words"), ("attest-site", "note"), ("edit-site", "phone")]
)
def test_words_that_others_read_take_no_nhs_number(area, page, field):
    director = factories.person("medical_director", area.trust)
    address = reverse(f"directory:{page}", args=[area.ashford.id])
    html = factories.client_of(director).post(address, {field: "Ring about 999 000 0018"}).content.decode()
    assert "This looks like an NHS number" in html


def test_a_notice_sent_twice_is_given_once(area, own):
    act_for(area.other_manager.organisation_id)
    first = notice(own)
    assert notice(own) == first
    assert notice(own, ends_on=TODAY) != first
