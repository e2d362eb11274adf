"""What an operation asks of a site: kept by the board in versions, and every site answers by it."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.directory import actions, facts, queries
from alongside.apps.directory.actions import ChangedMeanwhileError, Needs
from alongside.apps.directory.forms.needs import NeedsForm
from alongside.apps.directory.models import GroupNeeds
from alongside.apps.directory.queries import Question
from alongside.domain.eligibility import Outcome
from alongside.domain.site_needs import StaffNeed
from alongside.domain.site_sections import Section
from tests import factories
from tests.apps.directory.conftest import TODAY

PATIENT = {"age_years": 66, "asa": 2, "bmi": 30, "expected_critical_care_level": 1}
NURSES = StaffNeed("transfusion", "nurses")
LAST = date(2026, 12, 31)
LIST, SHOW, CHANGE = "directory:list-needs", "directory:show-needs", "directory:edit-needs"


@pytest.fixture
def keeper(area):
    return factories.person("services_manager", area.board)


@pytest.fixture
def ask(area, keeper):
    def save(*, seen=None, why="Guidance", **given):
        with acting_for(area.board.id):
            needs = Needs(**given)
            return actions.save_needs(group=area.hip, needs=needs, why=why, seen=seen, by=keeper, today=TODAY)

    return save


def says(area, section, rows, *, attested=True):
    """The clinic says what it has, and attests it."""
    with acting_for(area.hospital.id):
        own = {"site": area.clinic, "by": area.manager, "today": TODAY}
        actions.say_section(section=section, rows=rows, **own)
        if attested:
            seen = facts.fingerprint(queries.find_site(area.manager, area.clinic.id, TODAY))
            actions.attest_sections(sections=[section], seen=seen, **own)


def has_laser(area, count=1, *, attested=True):
    says(area, Section.EQUIPMENT, [{"kind": "laser", "count": count}], attested=attested)


def has_nurses(area, until=LAST):
    nurses = {"staff_group": "nurses", "skill": "transfusion", "trained": 8, "expires_on": until}
    says(area, Section.STAFF, [nurses])


def answer(area, on=TODAY, group=None):
    act_for(area.trust.id)
    rows = queries.who_can(area.clinician, Question(group or area.hip, PATIENT), on)
    return next(row.decision for row in rows if row.site == area.clinic)


def rules(area, **given):
    decision = answer(area, **given)
    return decision.outcome, [reason.rule for reason in decision.reasons]


@pytest.mark.row("M-16")
@pytest.mark.promise("AL-4")
def test_a_site_answers_by_what_the_operation_asks(area, ask):
    """Nothing asked, then not recorded, none there, recorded by nobody's word, attested, changed since."""
    assert rules(area) == (Outcome.ACCEPT, [])
    ask(equipment=("laser",))
    assert rules(area) == (Outcome.NEED_INFO, ["ELG-6"])
    has_laser(area, 0)
    assert rules(area) == (Outcome.REJECT, ["ELG-5"])
    has_laser(area, 1, attested=False)
    assert rules(area) == (Outcome.REJECT, ["ELG-8"])
    has_laser(area, 2)
    assert rules(area) == (Outcome.ACCEPT, [])
    has_laser(area, 3, attested=False)
    assert rules(area) == (Outcome.REJECT, ["ELG-8"])


@pytest.mark.row("M-62")
def test_training_that_has_run_out_refuses_from_the_day_after(area, ask):
    has_nurses(area, until=TODAY)
    ask(staff=(NURSES,))
    assert rules(area) == (Outcome.ACCEPT, [])
    assert rules(area, on=TODAY + timedelta(1)) == (Outcome.REJECT, ["ELG-7"])


@pytest.mark.row("M-62")
def test_fewer_trained_than_the_operation_asks_for_is_a_no_in_words(area, ask):
    """The clinic has 8 nurses trained."""
    has_nurses(area)
    ask(staff=(replace(NURSES, fewest=8),))
    assert rules(area) == (Outcome.ACCEPT, [])
    ask(staff=(replace(NURSES, fewest=9),))
    assert rules(area) == (Outcome.REJECT, ["ELG-5"])
    words = "needs 9 registered nurses trained in blood transfusion; this site has 8 whose training counts. Mended by"
    assert words in answer(area).reasons[0].message


@pytest.mark.row("M-62")
def test_a_version_kept_before_numbers_were_asked_asks_for_one(area):
    with acting_for(area.board.id):
        given = {"procedure_group": area.hip, "why": "x", "by_name": "x", "source": "x"}
        GroupNeeds.objects.create(
            organisation=area.board,
            area_id=area.board.id,
            version=1,
            on=TODAY,
            staff=[["transfusion", "nurses"]],
            **given,
        )
    act_for(area.trust.id)
    assert queries.needs_in_force(area.clinician)["hip"].staff == (NURSES,)


@pytest.mark.row("M-23")
@pytest.mark.parametrize(
    ("asked", "here", "outcome"),
    [
        ("green", "green", Outcome.ACCEPT),
        ("green", "amber", Outcome.REJECT),
        ("green", "red", Outcome.REJECT),
        ("amber", "green", Outcome.ACCEPT),
        ("amber", "amber", Outcome.ACCEPT),
        ("amber", "red", Outcome.REJECT),
    ],
)
def test_only_a_pathway_that_will_do_answers_yes(area, ask, asked, here, outcome):
    says(area, Section.INFECTION, [{"colour": here, "from_day": TODAY}])
    ask(pathway=asked)
    assert rules(area) == (outcome, ["ELG-5"] if outcome is Outcome.REJECT else [])


def test_another_operation_is_asked_nothing(area, ask):
    ask(equipment=("laser",))
    knee = facts.procedure_groups()["knee"]
    assert "ELG-6" not in rules(area, group=knee)[1]


def test_the_page_says_what_is_missing_and_who_can_mend_it(area, ask):
    ask(equipment=("laser",))
    has_laser(area, 0)
    page = factories.client_of(area.clinician).get(
        reverse("directory:who-can"), {"operation": "Hip replacement", **PATIENT}
    )
    text = " ".join(page.content.decode().split())
    assert "This operation needs surgical laser; this site says that it has none" in text
    assert "Mended by: this site, when it has one and records it" in text


@pytest.mark.row("M-16", "M-60")
def test_each_change_is_a_version_and_the_earlier_stay(area, ask):
    ask(equipment=("laser",), why="First guidance")
    ask(why="Guidance withdrawn")
    act_for(area.trust.id)
    kept = queries.needs_versions(area.clinician, "hip")
    assert [(row.version, row.equipment, row.why) for row in kept] == [
        (2, [], "Guidance withdrawn"),
        (1, ["laser"], "First guidance"),
    ]
    assert rules(area) == (Outcome.ACCEPT, [])
    with acting_for(area.board.id), pytest.raises(DatabaseError), transaction.atomic():
        GroupNeeds.objects.update(why="Something else")


def test_the_second_of_two_writers_is_told(ask):
    ask(seen=0, equipment=("laser",))
    with pytest.raises(ChangedMeanwhileError):
        ask(seen=0, staff=(NURSES,))
    assert ask(seen=1, staff=(NURSES,)).version == 2


@pytest.mark.parametrize("given", [{"equipment": ("x",)}, {"staff": (StaffNeed("x"),)},
                                   {"staff": (StaffNeed("sepsis", "x"),)}, {"pathway": "red"},
                                   {"staff": (StaffNeed("sepsis", "", 0),)}])  # fmt: skip
def test_what_no_site_can_record_is_not_asked(ask, given):
    with pytest.raises(ValueError, match="not something that a site can record|whole number from 1"):
        ask(**given)


@pytest.mark.promise("AL-8")
def test_the_board_alone_asks_and_the_area_alone_reads(area, ask):
    for person in (area.manager, area.other_manager, area.clinician):
        act_for(person.organisation_id)
        with pytest.raises(PermissionDenied):
            actions.save_needs(group=area.hip, needs=Needs(), why="x", seen=None, by=person, today=TODAY)
        assert factories.client_of(person).get(reverse(CHANGE, args=["hip"])).status_code == 403
    ask(equipment=("laser",))
    stranger = factories.person("medical_director", factories.board())
    act_for(stranger.organisation_id)
    assert queries.latest_needs(stranger) == {}
    act_for(area.trust.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupNeeds.objects.create(
            organisation=area.trust, area_id=area.board.id, procedure_group=area.hip, version=9, why="x", on=TODAY,
            by_name="x", source="x",
        )  # fmt: skip


def test_a_manager_of_the_board_changes_it_on_the_page(area, keeper):
    client = factories.client_of(keeper)
    assert "Nobody has asked anything" in client.get(reverse(SHOW, args=["hip"])).content.decode()
    sent = {"seen": "0", "equipment": ["laser", "c_arm"], "staff_transfusion": "nurses", "fewest_transfusion": "3",
            "staff_sepsis": "any", "pathway": "green", "why": "National guidance"}  # fmt: skip
    checked = client.post(reverse(CHANGE, args=["hip"]), sent).content.decode()
    page = client.post(reverse(CHANGE, args=["hip"]), hidden_in(checked) | {"confirmed": "yes"}, follow=True)
    page = page.content.decode()
    assert "Saved as version 1" in page
    for words in ("surgical laser", "3 registered nurses trained in blood transfusion", "a green infection pathway",
                  "National guidance", "Canterbury Clinic", "ELG-6"):  # fmt: skip
        assert words in page, words
    held = NeedsForm(version=queries.latest_needs(keeper)["hip"]).initial
    assert held == {
        **{name: sent[name] for name in sent if name != "why"},
        "seen": "1",
        "equipment": ["laser", "c_arm"],
        "fewest_transfusion": 3,
        "fewest_sepsis": 1,
    }
    again = client.post(reverse(CHANGE, args=["hip"]), sent).content.decode()
    assert "Somebody else has changed this" in again


def hidden_in(html):
    """What the page would send again, of every field."""
    form = next(found for found in re.findall(r"<form.*?</form>", html, re.S) if 'name="seen"' in found)
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)
    return sent


@pytest.mark.row("M-16")
def test_nothing_is_kept_before_the_board_saw_which_sites_would_answer_no(area, keeper):
    """The clinic has no laser and Ashford has recorded nothing: both say yes today."""
    has_laser(area, 0)
    client, address = factories.client_of(keeper), reverse(CHANGE, args=["hip"])
    sent = {"seen": "0", "equipment": ["laser"], "why": "National guidance"}
    page = client.post(address, sent).content.decode()
    words = "1 site that answers yes or review today would answer no, and 1 that does would need information"
    assert words in page
    assert page.index("Canterbury Clinic") < page.index("Ashford General")
    again = hidden_in(page)
    assert {name: again[name] for name in sent} == {"seen": ["0"], "equipment": ["laser"], "why": ["National guidance"]}
    back = client.post(address, again | {"back": "yes"}).content.decode()
    assert "National guidance" in back
    assert re.search(r'value="laser"[^>]* checked', back)
    act_for(area.board.id)
    assert not GroupNeeds.objects.exists()
    assert client.post(address, again | {"confirmed": "yes"}).status_code == 302
    act_for(area.board.id)
    assert GroupNeeds.objects.get().equipment == ["laser"]
    less = client.post(address, {"seen": "1", "why": "Withdrawn"}).content.decode()
    assert "No site that answers yes or review today would answer no" in less
    assert "Need information" in less, "what would be better is told too"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"why": ""}, "Enter"), ({"equipment": ["x"]}, "x"), ({"staff_sepsis": "x"}, "x"), ({"pathway": "red"}, "red"),
     ({"why": "for 999 045 6704"}, "looks like an NHS number"), ({"seen": "x"}, "Somebody else has changed"),
     ({"fewest_sepsis": "3"}, "Select who must be trained in sepsis, or clear how many"),
     ({"staff_sepsis": "any", "fewest_sepsis": "0"}, "How many trained in sepsis must be 1 or more"),
     ({"staff_sepsis": "any", "fewest_sepsis": "2.5"}, "How many trained in sepsis must be a whole number")],
)  # fmt: skip
def test_bad_answers_keep_nothing(area, keeper, wrong, words):
    sent = {"seen": "0", "equipment": ["laser"], "pathway": "", "why": "Guidance", **wrong}
    page = factories.client_of(keeper).post(reverse(CHANGE, args=["hip"]), sent | {"confirmed": "yes"})
    assert page.status_code == 200
    assert words in page.content.decode()
    act_for(area.board.id)
    assert not GroupNeeds.objects.exists()


def test_pages_filter_and_give_files(area, ask):
    ask(equipment=("laser",))
    has_laser(area)
    client = factories.client_of(area.clinician)
    assert "Hip replacement" in client.get(reverse(LIST)).content.decode()
    told = client.get(reverse(LIST), {"asks": "yes", "format": "csv"}).content.decode()
    assert "Surgical laser" in told
    assert "Knee" not in told
    assert "Nothing to show" in client.get(reverse(LIST), {"q": "zebra"}).content.decode()
    sites = client.get(reverse(SHOW, args=["hip"]), {"format": "csv"}).content.decode()
    assert sites.index("Ashford General") < sites.index("Canterbury Clinic"), "what is wanting comes first"
    for address in (reverse(LIST), reverse(SHOW, args=["hip"])):
        assert client.get(address, {"format": "xlsx"}).content.startswith(b"PK")
    assert client.get(reverse(SHOW, args=["nothing"])).status_code == 404
    assert "No site lists this operation" in client.get(reverse(SHOW, args=["cataract"])).content.decode()


def test_queries_do_not_grow_with_the_operations(area, ask, django_assert_max_num_queries):
    ask(equipment=("laser",))
    client = factories.client_of(area.clinician)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(16):
        client.get(reverse(LIST))
    with django_assert_max_num_queries(30):
        client.get(reverse(SHOW, args=["hip"]))
