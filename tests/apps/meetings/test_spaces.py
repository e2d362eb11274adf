"""A team space: both sides write, nobody else reads, what was written stays, and a closed one is read alone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.governance.actions import end_contact
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import ActionWords, MemberWords, ProblemWords, Refused
from alongside.apps.meetings.facts import pair_of
from alongside.apps.meetings.facts.spaces import purpose_of, team
from alongside.apps.meetings.models import Space, SpaceClosing, SpaceMember, SpaceNote
from alongside.apps.meetings.queries import spaces as queries
from tests.apps.governance.conftest import contact
from tests.apps.meetings.conftest import TODAY, do, serve, shared

LATER = date(2026, 3, 1)


def seen(by, space):
    with acting_for(by.organisation_id):
        return queries.find_space(by, space.pk)


@pytest.mark.row("M-31")
def test_both_sides_write_in_it_and_both_and_their_board_read_it(area, space):
    do(
        area.clinician,
        actions.write_note,
        space=space,
        text="The clinic moves to Tuesday",
        link="https://a.example.org",
    )
    do(area.manager, actions.write_note, space=space, text="Tuesday suits the theatre")
    for by in (area.director, area.manager, area.coordinator, area.clinician):
        found = seen(by, space)
        notes = [(note.text, note.by_name, note.organisation) for note in found.notes.all()]
        assert [text for text, *_ in notes][:2] == ["Tuesday suits the theatre", "The clinic moves to Tuesday"]
        assert notes[1][1:] == (area.clinician.name, area.trust)
        assert purpose_of(found).text == "Fewer days between clinic and theatre"
        assert found.name == "Hip replacement"


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("who", ["third", "stranger"])
def test_for_anybody_else_it_does_not_exist(area, space, who):
    by = getattr(area, who)
    assert seen(by, space) is None
    act_for(by.organisation_id)
    assert not any(model.objects.exists() for model in (Space, SpaceNote, SpaceMember, SpaceClosing))


@pytest.mark.parametrize("who", ["third", "coordinator", "stranger"])
def test_nobody_else_writes(area, space, who):
    by = getattr(area, who)
    act_for(by.organisation_id)
    for deed, given in (
        (actions.write_note, {"text": "Ours"}),
        (actions.say_purpose, {"text": "Ours"}),
        (actions.name_member, {"words": MemberWords("Nurse", phone="01632 960111")}),
        (actions.close_space, {"why": "Ours"}),
    ):
        with pytest.raises(PermissionDenied):
            deed(space=space, **given, by=by, today=TODAY)
    kept = {"trust": area.trust, "host": area.host, "area_id": area.board.id, "organisation": by.organisation}
    with pytest.raises(DatabaseError), transaction.atomic():
        SpaceNote.objects.create(**kept, space=space, text="Ours", on=TODAY, by_name="X", source="test")


def test_clinician_writes_notes_and_opens_or_closes_nothing(area, space, hip):
    do(area.clinician, actions.write_note, space=space, text="Seen in clinic")
    with pytest.raises(PermissionDenied):
        do(area.clinician, actions.close_space, space=space, why="Enough")
    with pytest.raises(PermissionDenied):
        shared(area.clinician, area.pair, ("110", ""))


@pytest.mark.row("M-31")
def test_one_open_space_a_pathway_and_another_once_it_is_closed(area, space):
    with pytest.raises(Refused, match="TEAM-1"):
        shared(area.manager, area.pair)
    whole = shared(area.manager, area.pair, ("110", ""))
    assert whole.name == "Trauma and Orthopaedics"
    do(area.manager, actions.close_space, space=space, why="The pathway is one with the trust's own")
    again = shared(area.director, area.pair)
    assert (again.number, again.pk != space.pk) == (2, True)
    with acting_for(area.trust.id):
        assert queries.spaces(area.director).count() == 3


def test_pathway_that_neither_does_is_refused(area, hip):
    with pytest.raises(Refused, match="TEAM-2"):
        shared(area.director, area.pair, ("130", ""))
    serve(area.other, function="130")
    with pytest.raises(Refused, match="TEAM-2"):
        shared(area.director, area.pair, ("130", ""))
    shared(area.third, pair_of(area.other, area.trust), ("130", ""))


@pytest.mark.row("M-31", "M-44")
def test_each_side_names_its_own_and_the_newest_word_on_a_post_stands(area, space):
    known = contact(area.manager)
    do(area.manager, actions.name_member, space=space, words=MemberWords("Lead nurse", "Ann", contact=known))
    do(area.director, actions.name_member, space=space, words=MemberWords("Lead nurse", phone="01632 960111"))
    do(area.director, actions.name_member, space=space, words=MemberWords("lead Nurse", "Bo", phone="01632 960112"))
    found = team(seen(area.coordinator, space))
    assert [(row.organisation, row.person, row.phone) for row in found] == [
        (area.host, "Ann", ""),
        (area.trust, "Bo", "01632 960112"),
    ]
    with pytest.raises(Refused, match="contact of your own"):
        do(area.director, actions.name_member, space=space, words=MemberWords("Surgeon", contact=known))
    with pytest.raises(Refused, match="TEAM-3"):
        do(area.director, actions.name_member, space=space, words=MemberWords("Surgeon"))
    with pytest.raises(Refused, match="TEAM-3"):
        do(area.director, actions.take_out, member=found[0])
    do(area.manager, actions.take_out, member=found[0])
    assert [row.person for row in team(seen(area.director, space))] == ["Bo"]


@pytest.mark.row("M-31")
def test_note_is_corrected_by_its_side_once_and_stays_readable(area, space):
    first = do(area.clinician, actions.write_note, space=space, text="Clinic on Tuesday")
    with pytest.raises(Refused, match="TEAM-4"):
        do(area.manager, actions.correct_note, note=first, text="Clinic on Monday")
    second = do(area.director, actions.correct_note, note=first, text="Clinic on Wednesday")
    with pytest.raises(Refused, match="corrected already"):
        do(area.director, actions.correct_note, note=first, text="Clinic on Friday")
    do(area.clinician, actions.correct_note, note=second, text="Clinic on Thursday")
    texts = {note.text for note in seen(area.manager, space).notes.all()}
    assert texts > {"Clinic on Tuesday", "Clinic on Wednesday", "Clinic on Thursday"}


def test_purpose_that_was_corrected_or_changed_is_the_newest_word(area, space):
    first = purpose_of(seen(area.director, space))
    do(area.director, actions.correct_note, note=first, text="Fewer days to theatre")
    assert purpose_of(seen(area.manager, space)).text == "Fewer days to theatre"
    do(area.manager, actions.say_purpose, space=space, text="One list for both")
    assert purpose_of(seen(area.director, space)).text == "One list for both"


@pytest.mark.parametrize("link", ["http://a.example.org", "javascript:alert(1)", "https://me:x@a.example.org"])
def test_link_that_is_no_safe_address_is_refused(area, space, link):
    with pytest.raises(Refused, match="TEAM-5"):
        do(area.director, actions.write_note, space=space, text="Look", link=link)


@pytest.mark.row("M-31")
def test_closed_space_is_read_and_nothing_is_written_in_it(area, space):
    note = do(area.director, actions.write_note, space=space, text="Before")
    member = do(area.director, actions.name_member, space=space, words=MemberWords("Nurse", phone="01632 960111"))
    do(area.manager, actions.close_space, space=space, why="Done")
    problem = ProblemWords("Slow", "3 of 4", "Audit", TODAY, "Head of theatres", space)
    deeds = (
        (actions.write_note, {"space": space, "text": "After"}),
        (actions.say_purpose, {"space": space, "text": "After"}),
        (actions.correct_note, {"note": note, "text": "After"}),
        (actions.name_member, {"space": space, "words": MemberWords("Surgeon", phone="01632 960111")}),
        (actions.take_out, {"member": member}),
        (actions.take_on_in_space, {"space": space, "words": ActionWords("X", area.trust, "Head", LATER)}),
        (actions.raise_problem, {"pair": area.pair, "words": problem}),
        (actions.close_space, {"space": space, "why": "Again"}),
    )
    for deed, given in deeds:
        with pytest.raises(Refused, match="TEAM-6"):
            do(area.director, deed, **given)
    assert seen(area.coordinator, space).notes.all()[0].text == "Before"


def test_database_keeps_what_was_written_and_lets_no_side_correct_the_other(area, space):
    note = do(area.director, actions.write_note, space=space, text="Before")
    act_for(area.trust.id)
    changes = (
        lambda: SpaceNote.objects.update(text="X"),
        lambda: Space.objects.update(name="X"),
        lambda: SpaceNote.objects.all().delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    act_for(area.host.id)
    kept = {"trust": area.trust, "host": area.host, "area_id": area.board.id, "organisation": area.host}
    with pytest.raises(DatabaseError), transaction.atomic():
        SpaceNote.objects.create(**kept, space=space, corrects=note, text="X", on=TODAY, by_name="X", source="test")


@pytest.mark.row("M-31")
def test_actions_and_problems_of_the_pathway_are_its_own(area, space):
    words = ActionWords("Agree one list", area.host, "Head of theatres", LATER)
    here = do(area.director, actions.take_on_in_space, space=space, words=words)
    problem = ProblemWords("Slow", "3 of 4", "Audit", TODAY, "Head of theatres", space)
    stated = do(area.clinician, actions.raise_problem, pair=area.pair, words=problem)
    about = do(area.manager, actions.take_on, problem=stated, words=words)
    elsewhere = ProblemWords("Other", "3 of 4", "Audit", TODAY, "Head of theatres")
    do(area.director, actions.raise_problem, pair=area.pair, words=elsewhere)
    act_for(area.coordinator.organisation_id)
    assert {row.pk for row in queries.actions_of(area.coordinator, space)} == {here.pk, about.pk}
    assert [row.pk for row in queries.problems_of(area.coordinator, space)] == [stated.pk]


def test_contact_that_has_ended_is_no_way_to_reach_anybody(area, space):
    known = contact(area.manager)
    do(area.manager, actions.name_member, space=space, words=MemberWords("Lead nurse", contact=known))
    with acting_for(area.host.id):
        end_contact(contact=known, by=area.manager, today=TODAY)
        assert queries.own_contacts(area.manager, TODAY) == []
        assert known.pk not in queries.numbers(area.manager, TODAY)
