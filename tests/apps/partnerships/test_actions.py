"""Either side writes; each names its own lead; a third organisation reads no number; drills and visits only grow."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.audit.models import Event
from alongside.apps.partnerships import actions, queries
from alongside.apps.partnerships.actions import ChangedMeanwhileError, Refused
from alongside.apps.partnerships.models import Drill, Lead, Partnership, TransferNumbers
from tests.apps.partnerships.conftest import (
    PHONES,
    TODAY,
    complete,
    drill,
    mean_to_meet,
    name_leads,
    record,
    settle,
    words,
)


def rules(found):
    return [gap.rule for gap in found.gaps(TODAY)]


@pytest.mark.row("M-48")
def test_partnership_is_complete_with_every_part_and_not_before(area, partnership):
    assert rules(record(area.director, partnership)) == [f"PAR-{number}" for number in range(1, 8)]
    settle(area.director, partnership)
    assert rules(record(area.manager, partnership)) == ["PAR-1", "PAR-2", "PAR-4", "PAR-7"]
    mean_to_meet(area.manager, area)
    assert rules(record(area.third, partnership)) == ["PAR-1", "PAR-2", "PAR-7"], "the area reads how often they meet"
    name_leads(area, partnership)
    assert rules(record(area.manager, partnership)) == ["PAR-7"]
    drill(area.manager, partnership)
    whole = record(area.coordinator, partnership)
    assert rules(whole) == []
    assert whole.nearest[0] == area.hospital
    assert whole.nearest[1] == pytest.approx(5.0, abs=0.1)
    with acting_for(area.trust.id):
        assert Event.objects.filter(kind="partnerships.opened", target_id=str(partnership.pk)).exists()


@pytest.mark.row("M-48", "M-72")
def test_how_often_they_meet_is_what_they_said_last_with_their_meetings(area, partnership):
    complete(area, partnership)
    mean_to_meet(area.director, area, 0)
    assert rules(record(area.manager, partnership)) == ["PAR-4"], "no fixed rhythm is none"
    mean_to_meet(area.manager, area, 14)
    assert record(area.coordinator, partnership).meets_every_days == 14
    assert record(area.manager, partnership, TODAY - timedelta(1)).meets_every_days is None


def test_failed_drill_turns_it_red_until_one_works(area, partnership):
    complete(area, partnership)
    drill(area.manager, partnership, passed=False)
    assert record(area.director, partnership).is_red(TODAY)
    with acting_for(area.trust.id):
        assert [one.partnership.pk for one in queries.unfinished(area.director, TODAY)] == [partnership.pk]
    drill(area.director, partnership)
    assert not record(area.director, partnership).is_red(TODAY)
    assert record(area.director, partnership, TODAY + timedelta(181)).is_red(TODAY + timedelta(181))


@pytest.mark.promise("AL-8")
def test_third_organisation_and_another_area_read_no_number(area, partnership):
    complete(area, partnership)
    seen = record(area.third, partnership)
    assert (seen.numbers, seen.partnership.numbers, rules(seen)) == (None, 3, [])
    for by in (area.director, area.manager, area.coordinator):
        assert record(by, partnership).numbers.phone == PHONES["phone"]
    act_for(area.stranger.organisation_id)
    assert not any(model.objects.exists() for model in (Partnership, Lead, Drill, TransferNumbers))


@pytest.mark.parametrize("who", ["third", "coordinator", "clinician", "stranger"])
def test_nobody_else_writes(area, partnership, who):
    by = getattr(area, who)
    act_for(by.organisation_id)
    deeds = (
        lambda: actions.settle(partnership=partnership, words=words(), seen=None, by=by, today=TODAY),
        lambda: actions.name_lead(partnership=partnership, name="X", post="Y", by=by, today=TODAY),
        lambda: actions.log_drill(partnership=partnership, on=TODAY, kind="call", passed=True, by=by, today=TODAY),
        lambda: actions.end_partnership(partnership=partnership, why="no", by=by, today=TODAY),
        lambda: actions.open_partnership(trust=area.trust, site=area.site, by=by, today=TODAY),
    )
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()
    if who != "clinician":
        assert Partnership.objects.filter(pk=partnership.pk).update(route="Ours") == 0


def test_database_lets_nobody_name_the_lead_of_the_other_side(area, partnership):
    act_for(area.host.id)
    of = {"partnership": partnership, "trust": area.trust, "host": area.host, "area_id": area.board.id}
    with pytest.raises(DatabaseError), transaction.atomic():
        Lead.objects.create(**of, organisation=area.trust, name="X", post="Y", by_name="X", source="test")


def test_lead_of_a_third_organisation_does_not_count(area, partnership):
    """It may not even be written: the row must belong to both sides of what it names."""
    act_for(area.other.id)
    of = {"partnership": partnership, "trust": area.trust, "host": area.host, "area_id": area.board.id}
    with pytest.raises(DatabaseError), transaction.atomic():
        Lead.objects.create(**of, organisation=area.other, name="X", post="Y", by_name="X", source="test")


def test_drills_are_appended_alone(area, partnership):
    drill(area.director, partnership, passed=False)
    act_for(area.trust.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        Drill.objects.update(passed=True)


def test_second_of_two_writers_is_told(area, partnership):
    seen = record(area.director, partnership).digest
    settle(area.manager, partnership, route="Another unit")
    act_for(area.trust.id)
    with pytest.raises(ChangedMeanwhileError):
        actions.settle(partnership=partnership, words=words(), seen=seen, by=area.director, today=TODAY)


def test_new_number_is_appended_and_the_same_is_not(area, partnership):
    settle(area.manager, partnership)
    settle(area.director, partnership, route="Another unit")
    settle(area.director, partnership, phone="")
    act_for(area.trust.id)
    assert [row.phone for row in TransferNumbers.objects.order_by("at")] == [PHONES["phone"], ""]
    assert "PAR-6" in rules(record(area.third, partnership))


def test_same_pair_twice_is_refused_until_it_has_ended(area, partnership):
    act_for(area.host.id)
    with pytest.raises(Refused, match="partners already"):
        actions.open_partnership(trust=area.trust, site=area.site, by=area.manager, today=TODAY)
    actions.end_partnership(partnership=partnership, why="The ward closes", by=area.manager, today=TODAY)
    with pytest.raises(Refused, match="has ended"):
        actions.settle(partnership=partnership, words=words(), seen=None, by=area.manager, today=TODAY)
    actions.open_partnership(trust=area.trust, site=area.site, by=area.manager, today=TODAY)
    assert len(queries.partnerships(area.manager, TODAY)) == 1
    assert len(queries.partnerships(area.manager, TODAY, ended=True)) == 1


def test_two_trusts_are_no_pair(area):
    act_for(area.trust.id)
    with pytest.raises(Refused, match="independent"):
        actions.open_partnership(trust=area.trust, site=area.hospital, by=area.director, today=TODAY)


def test_day_to_come_and_a_visit_of_somebody_else_are_refused(area, partnership):
    act_for(area.trust.id)
    tomorrow = TODAY + timedelta(1)
    with pytest.raises(Refused, match="not happened yet"):
        actions.log_drill(partnership=partnership, on=tomorrow, kind="call", passed=True, by=area.director, today=TODAY)
    given = {"partnership": partnership, "on": TODAY, "who": "Nurses", "learned": "Much"}
    with pytest.raises(Refused, match="two sides"):
        actions.log_visit(**given, visitors=area.other, by=area.director, today=TODAY)
    actions.log_visit(**given, visitors=area.host, by=area.director, today=TODAY)
    assert record(area.third, partnership).visits[0].visitors == area.host


def test_a_drill_and_a_visit_sent_twice_are_kept_once(area, partnership):
    act_for(area.trust.id)
    given = {"partnership": partnership, "on": TODAY, "by": area.director, "today": TODAY}
    for _ in range(2):
        actions.log_drill(**given, kind="call", passed=False, minutes=4)
        actions.log_visit(**given, visitors=area.host, who="Nurses", learned="Much")
    found = record(area.director, partnership)
    assert (len(found.drills), len(found.visits)) == (1, 1)
    actions.log_drill(**given, kind="call", passed=True, minutes=4)
    actions.log_drill(**given, kind="call", passed=False, minutes=4)
    assert len(record(area.director, partnership).drills) == 3, "what was answered between is not lost"
