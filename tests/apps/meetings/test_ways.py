"""Each organisation says how it works; the area reads it and every version stays."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from alongside.apps.audit.isolation import act_for
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import ChangedMeanwhileError, Refused, WaysWords
from alongside.apps.meetings.models import HowWeWork
from tests import factories
from tests.apps.meetings.conftest import TODAY
from tests.apps.meetings.test_pages import address, page


def say(by, seen, **given):
    act_for(by.organisation_id)
    return actions.say_how_we_work(words=WaysWords(**given), seen=seen, by=by, today=TODAY)


@pytest.mark.row("M-35")
def test_each_version_stays_and_the_area_reads_it(area):
    say(area.manager, 0, hours="8am to 8pm")
    assert say(area.manager, 1, hours="8am to 6pm", rota="Site coordinator").version == 2
    html = page(factories.client_of(area.third), "show-ways", area.host.pk)
    assert "8am to 6pm" in html
    assert "8am to 8pm" in html, "the version before it"
    assert "8am to 8pm" in page(factories.client_of(area.third), "show-ways", area.host.pk, format="csv")
    assert "8am to 6pm" in page(factories.client_of(area.coordinator), "list-ways", format="csv")
    act_for(area.host.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        HowWeWork.objects.update(hours="never")


def test_unsound_or_late_words_are_refused(area):
    with pytest.raises(Refused, match="at least one"):
        say(area.manager, 0)
    say(area.manager, 0, hours="8am to 8pm")
    with pytest.raises(Refused, match="different"):
        say(area.manager, 1, hours="8am to 8pm")
    with pytest.raises(ChangedMeanwhileError):
        say(area.manager, 0, hours="9am to 5pm")
    with pytest.raises(PermissionDenied):
        say(area.clinician, 0, hours="9am to 5pm")


@pytest.mark.promise("AL-8")
def test_another_area_is_told_there_is_nothing(area):
    say(area.manager, 0, hours="8am to 8pm")
    act_for(area.stranger.organisation_id)
    assert not HowWeWork.objects.exists()
    assert factories.client_of(area.stranger).get(address("show-ways", area.host.pk)).status_code == 404


@pytest.mark.row("M-35")
def test_own_words_are_written_on_a_page_without_patients(area):
    manager = factories.client_of(area.manager)
    sent = {"version": "0", "hours": "Ask about 999 000 0018"}
    assert "leave patients out" in manager.post(address("say-how-we-work"), sent).content.decode()
    assert "at least one" in manager.post(address("say-how-we-work"), {"version": "0"}).content.decode()
    assert manager.post(address("say-how-we-work"), {"version": "0", "hours": "8am to 8pm"}).status_code == 302
    assert "8am to 8pm" in page(manager, "say-how-we-work")
    assert "Say how we work" not in page(factories.client_of(area.clinician), "list-ways")
    assert "Nothing said yet" in page(manager, "show-ways", area.trust.pk)
