"""The pages on which two organisations meet, minute and follow up."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.meetings import actions
from alongside.apps.meetings.models import ActionDone, Attendance, Decision, JointAction, Meeting, Rhythm
from tests import factories
from tests.apps.meetings.conftest import TODAY, held, opened, taken_on


@pytest.fixture
def director(area):
    return factories.client_of(area.director)


@pytest.fixture
def manager(area):
    return factories.client_of(area.manager)


def address(name, *args):
    return reverse(f"meetings:{name}", args=args)


def page(client, name, *args, **params):
    response = client.get(address(name, *args), params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def day(name, value):
    return {f"{name}_{i}": str(part) for i, part in enumerate((value.day, value.month, value.year))}


@pytest.mark.row("M-69", "M-72")
def test_meeting_is_opened_minuted_and_followed_up_on_pages(area, director, manager):
    sent = {"partner": str(area.host.pk), "title": "Winter", **day("on", TODAY)}
    assert director.post(address("new-meeting"), sent).status_code == 302
    act_for(area.trust.id)
    meeting = Meeting.objects.get()
    assert "Open a meeting" in page(director, "list-pairs")
    assert "no plan of the whole list has been made yet" in page(manager, "show-meeting", meeting.pk)
    manager.post(address("add-item", meeting.pk), {"text": "Parking"})
    manager.post(address("record-attendance", meeting.pk), {"trust": "Dr Adeyemi\n\nMs Pike", "host": "Mr Hart"})
    director.post(address("add-decision", meeting.pk), {"text": "One list for both"})
    taken = {"what": "Write the list", "owner": str(area.host.pk), "post": "Head of booking", **day("due_on", TODAY)}
    director.post(address("add-action", meeting.pk), taken)
    html = page(director, "show-meeting", meeting.pk)
    for words in ("Parking", "Dr Adeyemi; Ms Pike", "Mr Hart", "One list for both", "Write the list", "Held"):
        assert words in html
    act_for(area.trust.id)
    action = JointAction.objects.get()
    assert "It is done" in page(manager, "show-action", action.pk)
    assert "It is done" not in page(director, "show-action", action.pk)
    manager.post(address("finish-action", action.pk), {"note": "Sent"})
    assert "Done on 31 Jan 2026" in page(director, "list-actions")
    assert "Sent" in page(director, "show-action", action.pk)
    act_for(area.trust.id)
    assert ActionDone.objects.get().organisation == area.host


def test_unsound_forms_say_what_to_do(area, director):
    assert "There is a problem" in director.post(address("new-meeting"), {}).content.decode()
    meeting = opened(area)
    sent = {"partner": str(area.host.pk), "title": "Again", **day("on", TODAY)}
    assert "MTG-3" in director.post(address("new-meeting"), sent).content.decode()
    for name, sent in (
        ("record-attendance", {}),
        ("record-attendance", {"trust": "x" * 161}),
        ("record-attendance", {"host": "x\n" * 41}),
        ("add-decision", {}),
        ("add-action", {"what": "x", "owner": "nobody", "post": "x", **day("due_on", TODAY - timedelta(days=1))}),
    ):
        answer = director.post(address(name, meeting.pk), sent)
        assert "There is a problem" in answer.content.decode(), name
    act_for(area.trust.id)
    assert not any(model.objects.exists() for model in (Attendance, Decision, JointAction))


@pytest.mark.promise("AL-8")
def test_nhs_number_is_refused_wherever_words_are_written(area, director, manager):
    meeting = held(area)
    action = taken_on(area, meeting)
    about = "about 999 000 0018"
    taken = {"what": about, "owner": str(area.host.pk), "post": "Head", **day("due_on", TODAY)}
    for client, place, sent in (
        (director, address("new-meeting"), {"partner": str(area.host.pk), "title": about, **day("on", TODAY)}),
        (director, address("add-item", meeting.pk), {"text": about}),
        (director, address("record-attendance", meeting.pk), {"trust": about}),
        (director, address("add-decision", meeting.pk), {"text": about}),
        (director, address("add-action", meeting.pk), taken),
        (manager, address("finish-action", action.pk), {"note": about}),
    ):
        assert "leave patients out" in client.post(place, sent).content.decode(), place


@pytest.mark.row("M-72")
def test_rhythm_is_said_and_the_next_day_follows(area, director):
    place = address("set-rhythm", *area.pair.key)
    assert "There is a problem" in director.post(place, {"every": "3"}).content.decode()
    assert director.post(place, {"every": "28"}).status_code == 302
    act_for(area.trust.id)
    assert Rhythm.objects.get().every_days == 28
    assert "28 February 2026" in page(director, "show-pair", *area.pair.key)
    assert "Every four weeks" in page(director, "list-pairs")


def test_lists_leave_as_files_and_are_narrowed(area, director):
    meeting = held(area)
    taken_on(area, meeting, what="Open a clinic", due_on=TODAY)
    taken_on(area, meeting, what="Print a card", owner=area.trust, due_on=TODAY + timedelta(days=3))
    assert "Open a clinic" in page(director, "list-actions", owner=area.host.code)
    assert "Print a card" not in page(director, "list-actions", owner=area.host.code, format="csv")
    assert "No action matches" in page(director, "list-actions", state="overdue")
    minutes = page(director, "show-meeting", meeting.pk, format="csv")
    assert "Dr Ruth Adeyemi, medical director" in minutes
    assert "Open a clinic" in minutes
    for table in ("actions", "meetings"):
        assert "January meeting" in page(director, "show-pair", *area.pair.key, format="csv", table=table)
    assert "East Trust" in page(factories.client_of(area.coordinator), "list-pairs", format="csv")
    assert director.get(address("list-actions"), {"format": "xlsx"}).content[:2] == b"PK"


@pytest.mark.promise("AL-8")
def test_third_organisation_is_told_there_is_nothing(area):
    meeting = held(area)
    action = taken_on(area, meeting)
    third = factories.client_of(area.third)
    for name, args in (
        ("show-meeting", [meeting.pk]),
        ("add-decision", [meeting.pk]),
        ("show-action", [action.pk]),
        ("finish-action", [action.pk]),
        ("show-pair", area.pair.key),
        ("set-rhythm", area.pair.key),
    ):
        response = third.get(address(name, *args))
        assert response.status_code == 404, name
        assert b"January" not in response.content
    assert "No meeting yet" in page(third, "list-pairs")


@pytest.mark.row("M-69", "M-72")
def test_today_names_meetings_to_arrange_and_actions_overdue(area, director, manager):
    with acting_for(area.trust.id):
        actions.set_rhythm(pair=area.pair, every_days=28, by=area.director, today=TODAY - timedelta(days=20))
    meeting = held(area, on=TODAY - timedelta(days=20))
    taken_on(area, meeting, due_on=TODAY - timedelta(days=1), today=TODAY - timedelta(days=10))
    today = reverse("insight:today")
    assert "Actions overdue" in manager.get(today).content.decode()
    told = director.get(today).content.decode()
    assert "Actions overdue" not in told
    assert "Meetings to arrange" in told
    assert "Meetings to arrange" not in factories.client_of(area.third).get(today).content.decode()


def test_questions_to_the_database_do_not_grow_with_the_actions(area, director, django_assert_max_num_queries):
    meeting = held(area)
    for number in range(12):
        taken_on(area, meeting, what=f"Thing {number}")
    for name, args in (("list-pairs", []), ("list-actions", []), ("show-pair", area.pair.key),
                       ("show-meeting", [meeting.pk])):  # fmt: skip
        with django_assert_max_num_queries(18):
            page(director, name, *args)


def test_agreements_lead_to_meetings(director):
    html = director.get(reverse("agreements:list-agreements")).content.decode()
    assert f'href="{address("list-pairs")}"' in html
