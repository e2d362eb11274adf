"""The list of team spaces, one of them, and the forms by which either side writes in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.directory.models import ProcedureGroup
from alongside.apps.governance import actions as governance
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import MemberWords
from alongside.apps.meetings.models import JointAction, Problem, Space, SpaceNote
from tests import factories
from tests.apps.governance.conftest import contact
from tests.apps.meetings.conftest import TODAY, do, opened
from tests.apps.meetings.test_pages import page


def path(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def director(area):
    return factories.client_of(area.director)


@pytest.fixture
def manager(area):
    return factories.client_of(area.manager)


@pytest.mark.row("M-31")
def test_two_sides_open_a_space_and_both_work_in_it(area, hip, director, manager):
    assert "No team space yet" in page(director, "list-spaces")
    said = {"partner": str(area.host.pk), "pathway": "110/hip", "purpose": "Fewer days"}
    one = director.post(path("open-space"), said).url.strip("/").split("/")[-1]
    known = contact(area.manager, post="Site coordinator")
    member = {"post": "Lead nurse", "person": "", "contact": str(known.pk), "phone": ""}
    assert manager.post(path("name-member", one), member).status_code == 302
    note = {"text": "Clinic on Tuesday", "link": "https://guidance.example.org/hips"}
    assert factories.client_of(area.clinician).post(path("write-note", one), note).status_code == 302
    due = dict(zip(("due_on_0", "due_on_1", "due_on_2"), ("1", "3", "2026"), strict=True))
    taken = {"what": "Agree one list", "owner": str(area.host.pk), "post": "Head of theatres", **due}
    assert director.post(path("add-space-action", one), taken).status_code == 302
    html = page(manager, "show-space", one)
    for words in ("Fewer days", "Lead nurse", "Clinic on Tuesday", "Agree one list", 'href="tel:01632960103"'):
        assert words in html
    assert 'href="https://guidance.example.org/hips"' in html
    assert "nobody has tried this number lately" in page(director, "show-space", one, format="csv", table="members")
    assert "Agree one list" in page(director, "show-space", one, format="csv", table="actions")
    act_for(area.host.id)
    action = JointAction.objects.get()
    assert "Team space, Hip replacement" in page(manager, "show-action", action.pk)
    assert path("show-space", one) in page(manager, "show-action", action.pk)
    row = page(director, "list-spaces", format="csv").splitlines()[1]
    assert "Hip replacement" in row
    assert ",1,1,0," in row, "one in the team, one open action, no open problem"


@pytest.mark.row("M-31", "M-44")
def test_steps_agreement_policy_and_meeting_are_those_kept_elsewhere(area, space, director):
    html = page(director, "show-space", space.pk)
    assert "No step of this pathway" in html
    assert "(AGR-1)" in html
    assert "No day: none is arranged" in html
    factories.agreement(area.trust, area.host, functions=("110/hip",))
    words = governance.ResponsibilityWords(area.trust, "hip REPLACEMENT", "07-operation", "Surgeon of the host", "Head")
    do(area.manager, governance.add_row, words=words)
    other = governance.ResponsibilityWords(area.trust, "Knee replacement", "07-operation", "Somebody else", "Head")
    do(area.manager, governance.add_row, words=other)
    meeting = opened(area)
    html = page(director, "show-space", space.pk)
    assert "In force for this pathway until 31 March 2027" in html
    assert "Surgeon of the host" in html
    assert "Somebody else" not in html
    assert path("show-meeting", meeting.pk) in html
    assert f"{reverse('governance:ask')}?host={area.host.code}&amp;guest={area.trust.code}" in html
    assert "Surgeon of the host" in page(director, "show-space", space.pk, format="csv", table="steps")


def test_agreement_for_another_operation_is_told_as_no_permit(area, space, director):
    factories.agreement(area.trust, area.host, functions=("130",))
    assert "(AGR-2)" in page(director, "show-space", space.pk)


@pytest.mark.row("M-31")
def test_notes_are_searched_corrected_and_taken_away_as_a_file(area, space, director, manager):
    first = do(area.director, actions.write_note, space=space, text="Clinic on Tuesday")
    do(area.manager, actions.write_note, space=space, text="Theatre is ready", link="https://a.example.org")
    assert director.post(path("correct-note", first.pk), {"text": "Clinic on Monday"}).status_code == 302
    assert manager.get(path("correct-note", first.pk)).status_code == 403
    html = page(director, "show-space", space.pk)
    assert "Corrected on 31 Jan 2026" in html
    assert "Corrects what was written on 31 Jan 2026" in html
    assert "Theatre is ready" not in page(director, "show-space", space.pk, q="clinic")
    assert "Clinic on Tuesday" not in page(director, "show-space", space.pk, show="standing")
    assert "Clinic on" not in page(director, "show-space", space.pk, partner=area.host.code)
    assert "No note matches" in page(director, "show-space", space.pk, q="nowhere")
    text = page(manager, "show-space", space.pk, format="csv", show="link")
    assert ("Theatre is ready" in text, "Clinic on" in text) == (True, False)
    assert manager.get(path("show-space", space.pk), {"format": "xlsx"}).content.startswith(b"PK")


@pytest.mark.row("M-31", "M-71")
def test_problem_is_raised_in_the_space_of_its_own_partner(area, space, director):
    on = dict(zip(("figure_on_0", "figure_on_1", "figure_on_2"), ("30", "1", "2026"), strict=True))
    said = {"partner": str(area.other.pk), "space": str(space.pk), "statement": "Late", "figure": "3 of 4",
            "figure_source": "Audit", "owner": "Head", **on}  # fmt: skip
    assert "share with this partner" in director.post(path("raise-problem"), said).content.decode()
    asked = director.get(path("raise-problem"), {"partner": str(area.host.pk), "space": str(space.pk)})
    assert f'value="{space.pk}" selected' in asked.content.decode()
    assert director.post(path("raise-problem"), said | {"partner": str(area.host.pk)}).status_code == 302
    act_for(area.trust.id)
    assert Problem.objects.get().space == space
    assert "Late" in page(director, "show-space", space.pk, format="csv", table="problems")


@pytest.mark.row("M-31")
def test_closing_asks_why_and_leaves_all_to_be_read(area, space, director, manager):
    assert "Why is it closed?" in page(director, "close-space", space.pk)
    assert "Closed on" not in page(director, "show-space", space.pk), "a look closes nothing"
    assert director.post(path("close-space", space.pk), {"why": "One list now"}).status_code == 302
    html = page(manager, "show-space", space.pk)
    assert "One list now" in html
    assert "Fewer days between clinic and theatre" in html
    assert path("write-note", space.pk) not in html
    assert "TEAM-6" in manager.post(path("write-note", space.pk), {"text": "After"}).content.decode()
    assert "No space matches" in page(manager, "list-spaces", state="open")
    assert "Hip replacement" in page(manager, "list-spaces", state="closed")


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("write-note", {"text": ""}, "Enter note"),
        ("write-note", {"text": "About 999 000 0018"}, "looks like an NHS number"),
        ("write-note", {"text": "A", "link": "https://a.example.org/9990000018"}, "looks like an NHS number"),
        ("write-note", {"text": "A", "link": "javascript:alert(1)"}, "TEAM-5"),
        ("write-note", {"text": "x" * 1501}, "1500 characters or fewer"),
        ("say-purpose", {"text": "9990000018"}, "looks like an NHS number"),
        ("name-member", {"post": "Nurse"}, "TEAM-3"),
        ("name-member", {"post": "Nurse", "phone": "javascript:alert(1)"}, "can be dialled"),
        ("name-member", {"post": "Nurse", "contact": "x"}, "from the list"),
        ("name-member", {"post": "999 000 0018", "phone": "01632 960111"}, "looks like an NHS number"),
        ("close-space", {"why": "999 000 0018"}, "looks like an NHS number"),
        ("open-space", {"partner": "x", "pathway": "y", "purpose": "z"}, "from the list"),
    ],
)
def test_bad_answer_is_refused_in_words_and_nothing_is_kept(area, space, director, name, sent, words):
    html = director.post(path(name, *([] if name == "open-space" else [space.pk])), sent).content.decode()
    assert words in html
    act_for(area.trust.id)
    assert (Space.objects.count(), SpaceNote.objects.count()) == (1, 1)


def test_same_pathway_twice_and_one_that_neither_does_is_refused_on_the_form(area, space, director):
    said = {"partner": str(area.host.pk), "pathway": "110/hip", "purpose": "Again"}
    assert "TEAM-1" in director.post(path("open-space"), said).content.decode()
    assert "TEAM-2" in director.post(path("open-space"), said | {"partner": str(area.other.pk)}).content.decode()


def test_words_of_a_note_are_never_markup(area, space, director):
    do(area.manager, actions.write_note, space=space, text="<script>alert(1)</script>")
    html = page(director, "show-space", space.pk)
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html


def test_spaces_ask_the_database_no_more_for_more_of_them(
    area,
    space,
    director,
    django_assert_max_num_queries,
):
    for number in range(12):
        do(area.director, actions.write_note, space=space, text=f"Note {number}")
        words = MemberWords(f"Post {number}", phone="01632 960111")
        do(area.director, actions.name_member, space=space, words=words)
    with django_assert_max_num_queries(24):
        assert "Hip replacement" in page(director, "list-spaces")
    with django_assert_max_num_queries(60):
        assert "Note 11" in page(director, "show-space", space.pk)


@pytest.mark.row("M-31")
@pytest.mark.parametrize("days", [0, 6, 7])
def test_today_names_a_space_in_which_the_other_side_wrote_in_the_last_seven_days(area, space, days):
    """Not our own words, nor those of spaces of others; the space itself was opened by the trust that day."""
    line = "Team spaces that changed"
    assert line not in today_of(area.director)
    assert line in today_of(area.manager)
    with acting_for(area.host.id):
        written = TODAY - timedelta(days=days)
        actions.write_note(space=space, text="Clinic on Tuesday", by=area.manager, today=written)
    assert (line in today_of(area.director)) is (days < 7)
    assert line not in today_of(area.third)
    assert line not in today_of(area.coordinator)


def today_of(by):
    return factories.client_of(by).get(reverse("insight:today")).content.decode()


@pytest.mark.row("M-31", "M-44")
def test_a_pathway_that_is_renamed_loses_no_step_and_another_of_its_name_brings_none(area, space, hip, director):
    said = {"step": "07-operation", "accountable": "Head", "pathway": ""}
    coded = {"function": "110", "group": "hip"}
    do(area.manager, governance.add_row, words=words_of(area, **said, **coded, responsible="Surgeon"))
    hip.name = "New hips"
    hip.save()
    ProcedureGroup.objects.create(
        code="other", name=space.name, treatment_function="120", theatre_minutes=9, bed_nights=0, source="test"
    )
    after = {**said, "step": "04-consent", **coded, "responsible": "Ward nurse"}
    do(area.manager, governance.add_row, words=words_of(area, **after))
    stranger = {**said, "step": "08-ward", "function": "120", "group": "other", "responsible": "Somebody else"}
    do(area.manager, governance.add_row, words=words_of(area, **stranger))
    html = page(director, "show-space", space.pk)
    assert "Surgeon" in html, "kept under the older name"
    assert "Ward nurse" in html, "kept under the newer one"
    assert "Somebody else" not in html
    manager = factories.client_of(area.manager)
    form = f"{reverse('governance:add-responsibility')}?partner={area.trust.pk}&amp;service=110%2Fhip"
    assert form in page(manager, "show-space", space.pk)


def words_of(area, **given):
    return governance.ResponsibilityWords(area.trust, **given)
