"""The registers: systems, who does what, barriers with the cases that plans counted."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.governance import actions
from alongside.apps.governance.actions import (
    BarrierWords,
    ChangedMeanwhileError,
    Refused,
    ResponsibilityWords,
    SystemWords,
)
from alongside.apps.governance.facts import row_digest
from alongside.apps.governance.models import Barrier, BarrierCount, Responsibility, SystemUse
from tests import factories
from tests.apps.governance.conftest import TODAY

SYSTEM = {"purpose": "imaging", "system": "Picture archive", "who_has_access": "Ward doctors"}
BARRIER = {"rule": "No oxygen", "blocks": "Patients on oxygen", "effect": "They wait", "status": "raised"}


def step(area, **given):
    said = {"partner": area.guest, "pathway": "Hip", "step": "03-preop", "responsible": "Nurse", "accountable": "Dr"}
    return ResponsibilityWords(**said | given)


def add(by, words):
    act_for(by.organisation_id)
    return actions.add_row(words=words, by=by, today=TODAY)


@pytest.mark.row("M-63")
def test_a_step_has_one_line_in_each_pathway(area):
    add(area.keeper, step(area))
    with pytest.raises(Refused, match="already"):
        add(area.keeper, step(area, responsible="Somebody else"))
    add(area.keeper, step(area, pathway="Knee"))
    with pytest.raises(Refused, match="another organisation"):
        add(area.keeper, step(area, partner=area.host))


@pytest.mark.row("M-63")
def test_only_its_keeper_changes_or_removes_a_line(area):
    words = SystemWords(**SYSTEM)
    row = add(area.keeper, words)
    for by in (area.guest_keeper, area.nurse, area.stranger):
        act_for(by.organisation_id)
        with pytest.raises(PermissionDenied):
            actions.change_row(row=row, words=words, seen=None, by=by, today=TODAY)
        with pytest.raises(PermissionDenied):
            actions.remove_row(row=row, by=by)
    act_for(area.guest.id)
    assert SystemUse.objects.filter(pk=row.pk).update(system="Ours") == 0
    act_for(area.host.id)
    seen = row_digest(row)
    actions.change_row(row=row, words=replace(words, system="Newer"), seen=seen, by=area.keeper, today=TODAY)
    with pytest.raises(ChangedMeanwhileError):
        actions.change_row(row=row, words=words, seen=seen, by=area.keeper, today=TODAY)
    actions.remove_row(row=row, by=area.keeper)
    assert not SystemUse.objects.exists()


@pytest.mark.row("M-67")
def test_anybody_who_may_raise_logs_a_barrier(area):
    assert add(area.nurse, BarrierWords(**BARRIER)).organisation == area.host
    with pytest.raises(PermissionDenied):
        add(factories.person("administrator", area.host), BarrierWords(**BARRIER))


def counted(area, barrier, refused=30, without=2):
    kept = actions.KeptPlan(area.board, area.board.id, "A plan", TODAY, 60)
    with acting_for(area.board.id):
        actions.keep_counts(plan=kept, found={barrier.pk: (refused, without)})


@pytest.mark.row("M-68")
@pytest.mark.promise("AL-12")
def test_evidence_pack_says_rule_cases_source_and_day(area):
    barrier = add(area.nurse, BarrierWords(**BARRIER, counted_by="oxygen", raised_with="The board"))
    counted(area, barrier)
    client = factories.client_of(area.guest_nurse)
    address = reverse("governance:show-barrier", args=[barrier.pk])
    html = client.get(address).content.decode()
    assert "this rule refused 30 of 60 patients, or sent them to review first, at one site" in html
    assert "; fewer than 5 of them have no place" in html
    text = client.get(address, {"format": "csv"}).content.decode()
    for words in ("No oxygen", "The board", "Raised", "A plan", "60,30,fewer than 5,Modelled: counted from the plan"):
        assert words in text
    assert client.get(address, {"format": "xlsx"}).content[:2] == b"PK"
    assert "No oxygen" in client.get(reverse("governance:list-barriers"), {"format": "csv"}).content.decode()


@pytest.mark.row("M-68")
def test_counts_are_appended_by_the_board_and_add_up(area):
    barrier = add(area.nurse, BarrierWords(**BARRIER, counted_by="oxygen"))
    counted(area, barrier)
    act_for(area.board.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        BarrierCount.objects.update(refused=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        counted(area, barrier, refused=20, without=30)
    assert actions.rules_to_count(area.board) == {barrier.pk: "oxygen"}


@pytest.mark.parametrize(
    ("name", "sent", "model"),
    [
        ("system", SYSTEM, SystemUse),
        (
            "responsibility",
            {"pathway": "Hip", "step": "03-preop", "responsible": "N", "accountable": "D"},
            Responsibility,
        ),
        ("barrier", BARRIER | {"counted_by": "oxygen"}, Barrier),
    ],
)
@pytest.mark.row("M-63", "M-67")
def test_line_is_added_found_changed_and_removed_on_pages(area, name, sent, model):
    client = factories.client_of(area.keeper)
    many = {"responsibility": "responsibilities"}.get(name, f"{name}s")
    sent = sent | ({"partner": str(area.guest.pk)} if name == "responsibility" else {})
    assert client.post(reverse(f"governance:add-{name}"), {}).status_code == 200
    assert client.post(reverse(f"governance:add-{name}"), sent).status_code == 302
    act_for(area.host.id)
    row = model.objects.get()
    change = reverse(f"governance:change-{name}", args=[row.pk])
    assert client.get(change).status_code == 200
    again = client.post(change, sent | {"seen": "somebody else's"})
    assert "Somebody else has changed this" in again.content.decode()
    assert client.post(change, sent | {"seen": row_digest(row)}).status_code == 302
    listed = client.get(reverse(f"governance:list-{many}"), {"q": "nothing like it"}).content.decode()
    assert "Nothing to show" in listed
    assert "Ashford Hospital" in client.get(reverse(f"governance:list-{many}"), {"format": "csv"}).content.decode()
    if name != "barrier":
        remove = reverse(f"governance:remove-{name}", args=[row.pk])
        assert client.get(remove).status_code == 200
        client.post(remove)
        act_for(area.host.id)
        assert not model.objects.exists()


@pytest.mark.promise("AL-8")
def test_nhs_number_in_a_barrier_is_refused(area):
    client = factories.client_of(area.nurse)
    answer = client.post(reverse("governance:add-barrier"), BARRIER | {"blocks": "999 000 0018"})
    assert "leave patients out" in answer.content.decode()


def test_rule_that_counts_must_be_an_id(area):
    client = factories.client_of(area.nurse)
    answer = client.post(reverse("governance:add-barrier"), BARRIER | {"counted_by": "'; DROP"})
    assert "must be an id of letters" in answer.content.decode()
