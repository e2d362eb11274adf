"""Either side writes the pack; every version stays; nobody else reads it; what is missing says who mends it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.governance.actions import confirm_policy
from alongside.apps.governance.facts import policy_digest
from alongside.apps.partnerships import actions, queries
from alongside.apps.partnerships.actions import ChangedMeanwhileError, CommitteeWords, Refused, RungWords
from alongside.apps.partnerships.models import Committee, Rung
from tests import factories
from tests.apps.governance.conftest import contact, policy
from tests.apps.partnerships.conftest import TODAY, complete, record

BOARD = {"kind": "board", "name": "Joint board", "purpose": "Answers for both", "terms": "It decides for both"}
SEATED = {"seats_trust": "Medical director\nChief nurse", "seats_host": "Matron", "quorum_trust": "1",
          "quorum_host": "1", "every_weeks": "13", "chair_post": "Medical director"}  # fmt: skip


def words(**given):
    whole = {
        "kind": "board", "name": "Joint board", "purpose": "Answers for both", "terms": "It decides for both",
        "chair_post": "Medical director", "every_weeks": 13, "seats_trust": ["Medical director"],
        "seats_host": ["Matron"], "quorum_trust": 1, "quorum_host": 1,
    }  # fmt: skip
    return CommitteeWords(**whole | given)


def keep(by, kept, *, today=TODAY, line=None, seen=0, **given):
    with acting_for(by.organisation_id):
        said = words(**{"chair": kept.trust} | given)
        return actions.keep_committee(partnership=kept, words=said, line=line, seen=seen, by=by, today=today)


def ring(by, kept, organisation, after, *, line=None, seen=0, **given):
    with acting_for(by.organisation_id):
        said = RungWords(organisation, f"Post {after}", after, **{"phone": "01632 960811"} | given)
        return actions.keep_rung(partnership=kept, words=said, line=line, seen=seen, by=by, today=TODAY)


def pack(by, kept, on=TODAY):
    with acting_for(by.organisation_id):
        return queries.pack_of(by, record(by, kept), on)


def rules(by, kept, on=TODAY):
    return [gap.rule for gap in pack(by, kept, on).gaps(on)]


def whole(area, kept):
    for kind in ("board", "mortality", "operations"):
        keep(area.director, kept, kind=kind, name=kind)
    ring(area.manager, kept, area.host, 0)
    ring(area.director, kept, area.trust, 20)


def address(name, *args):
    return reverse(f"partnerships:{name}", args=args)


@pytest.mark.row("M-58")
def test_pack_is_whole_with_every_part_written_by_both_and_not_before(area, partnership):
    assert rules(area.director, partnership) == ["GOV-1", "GOV-2", "GOV-3", "GOV-8", "GOV-8"]
    one = keep(area.director, partnership, seats_host=[], quorum_host=0)
    assert rules(area.manager, partnership) == ["GOV-2", "GOV-3", "GOV-4", "GOV-8", "GOV-8"]
    keep(area.manager, partnership, line=one.line, seen=1)
    assert "GOV-4" not in rules(area.director, partnership)
    for kind in ("mortality", "operations"):
        keep(area.manager, partnership, kind=kind, name=kind)
    ring(area.manager, partnership, area.host, 0)
    assert rules(area.director, partnership) == ["GOV-8"]
    ring(area.manager, partnership, area.trust, 20)
    assert rules(area.coordinator, partnership) == []
    assert rules(area.director, partnership, TODAY + timedelta(366)) == ["GOV-7"] * 3


@pytest.mark.row("M-58")
def test_each_version_stays_and_the_newest_stands(area, partnership):
    one = keep(area.director, partnership)
    keep(area.manager, partnership, line=one.line, seen=1, terms="Other terms")
    found = pack(area.coordinator, partnership)
    assert [row.terms for row in found.committees] == ["Other terms"]
    assert sorted(row.terms for row in found.every_committee) == ["It decides for both", "Other terms"]
    with acting_for(area.trust.id):
        said = {"partnership": partnership, "what": found.committees[0], "why": "Merged"}
        with pytest.raises(ChangedMeanwhileError):
            actions.withdraw(**said, seen=1, by=area.director, today=TODAY)
        actions.withdraw(**said, seen=2, by=area.director, today=TODAY)
    found = pack(area.manager, partnership)
    assert (found.committees, len(found.every_committee)) == ([], 3)
    with pytest.raises(Refused, match="withdrawn"):
        keep(area.manager, partnership, line=one.line, seen=3)


def test_same_words_a_year_later_are_the_yearly_reading(area, partnership):
    one = keep(area.director, partnership)
    later = TODAY + timedelta(366)
    assert "GOV-7" in rules(area.director, partnership, later)
    keep(area.director, partnership, line=one.line, seen=1, today=later)
    assert "GOV-7" not in rules(area.director, partnership, later)


def test_second_of_two_writers_is_told_and_a_form_sent_twice_is_kept_once(area, partnership):
    one = keep(area.director, partnership)
    assert keep(area.director, partnership).pk == one.pk
    keep(area.manager, partnership, line=one.line, seen=1, purpose="Theirs")
    with pytest.raises(ChangedMeanwhileError):
        keep(area.director, partnership, line=one.line, seen=1, purpose="Ours")
    assert [row.purpose for row in pack(area.director, partnership).committees] == ["Theirs"]


@pytest.mark.row("M-58")
def test_no_two_are_rung_at_the_same_minute(area, partnership):
    held = ring(area.manager, partnership, area.host, 0)
    with pytest.raises(Refused, match="GOV-11"):
        ring(area.director, partnership, area.trust, 0)
    ring(area.director, partnership, area.trust, 20)
    ring(area.manager, partnership, area.host, 30, line=held.line, seen=1)
    assert [row.after_minutes for row in pack(area.director, partnership).rungs] == [20, 30]
    assert rules(area.director, partnership)[-1] == "GOV-10"


def test_what_belongs_to_nobody_of_the_two_is_refused(area, partnership):
    with pytest.raises(Refused, match="two sides"):
        ring(area.director, partnership, area.other, 0)
    with pytest.raises(Refused, match="two sides"):
        keep(area.director, partnership, chair=area.other)
    theirs = contact(area.manager)
    with pytest.raises(Refused, match="contact of East Trust"):
        ring(area.director, partnership, area.trust, 0, contact=theirs)
    keep(area.director, partnership)
    with pytest.raises(Refused, match="already"):
        keep(area.manager, partnership, name="JOINT BOARD")


def test_rung_rings_the_contact_until_that_ends(area, partnership):
    named = contact(area.manager)
    ring(area.director, partnership, area.host, 0, contact=named, phone="")
    ring(area.director, partnership, area.trust, 20)
    assert "GOV-9" not in rules(area.director, partnership)
    with acting_for(area.host.id):
        named.ended_on = TODAY
        named.save()
    assert "GOV-9" in rules(area.director, partnership)


@pytest.mark.row("M-58")
def test_printed_pack_says_of_a_policy_that_the_agreement_of_the_two_has_ended(area, partnership, settings):
    said = policy(area.manager, contact(area.manager), partner=area.trust)
    with acting_for(area.trust.id):
        confirm_policy(policy=said, seen=policy_digest(said), by=area.director, today=TODAY)
    signed = factories.agreement(area.trust, area.host)
    client, path = factories.client_of(area.coordinator), address("show-pack", partnership.pk)
    assert "Agreement ended" not in client.get(path).content.decode()
    settings.FIXED_DAY = TODAY + timedelta(days=1)
    factories.ended(signed, by=area.host, from_day=settings.FIXED_DAY, on=TODAY)
    assert "Agreement ended" in client.get(path).content.decode()


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("who", ["third", "coordinator", "clinician", "stranger"])
def test_nobody_else_writes_and_the_third_reads_nothing(area, partnership, who):
    keep(area.director, partnership)
    by = getattr(area, who)
    with pytest.raises(PermissionDenied):
        keep(by, partnership, name="Ours")
    with pytest.raises(PermissionDenied):
        ring(by, partnership, area.trust, 5)
    act_for(by.organisation_id)
    assert Committee.objects.exists() == (who in ("coordinator", "clinician"))


def test_database_changes_no_version(area, partnership):
    ring(area.manager, partnership, area.host, 0)
    keep(area.director, partnership)
    act_for(area.trust.id)
    for model in (Committee, Rung):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(withdrawn=True)


@pytest.mark.row("M-58")
def test_page_names_what_is_missing_and_leads_to_where_it_is_mended(area, partnership):
    client = factories.client_of(area.director)
    kept = partnership.pk
    html = client.get(address("show-governance", kept)).content.decode()
    assert "No mortality and morbidity meeting is kept" in html
    made = client.post(address("new-committee", kept), BOARD | SEATED | {"chair": str(area.trust.pk)})
    assert made.url == address("show-governance", kept)
    rung = {"organisation": str(area.trust.pk), "post": "Site manager", "after_minutes": "0", "go_up": "After a while"}
    client.post(address("new-rung", kept), rung)
    html = client.get(made.url).content.decode()
    line = pack(area.director, partnership).rungs[0].line
    assert "Site manager of East Trust has no telephone number" in html
    assert address("change-rung", kept, line) in html
    client.post(address("change-rung", kept, line), rung | {"phone": "01632 960812", "seen": "1"})
    html = client.get(made.url).content.decode()
    assert 'href="tel:01632960812"' in html
    assert "GOV-9" not in html
    assert (
        "1 committee, a ladder of 1 rung; 3 things missing"
        in client.get(address("show-partnership", kept)).content.decode()
    )
    for table, said in (("committees", "It decides for both"), ("ladder", "01632 960812"), ("versions", "Replaced")):
        csv = client.get(made.url, {"format": "csv", "table": table}).content.decode()
        assert said in csv, table
    assert client.get(made.url, {"format": "xlsx", "table": "ladder"}).content.startswith(b"PK")


@pytest.mark.row("M-58")
def test_second_writer_sees_both_and_loses_nothing(area, partnership):
    one = keep(area.director, partnership)
    path = address("change-committee", partnership.pk, one.line)
    typed = BOARD | SEATED | {"seen": "1", "chair": str(area.trust.pk)}
    first, second = factories.client_of(area.director), factories.client_of(area.manager)
    assert first.post(path, typed | {"purpose": "Words of the first"}).status_code == 302
    html = second.post(path, typed | {"purpose": "Words of the second"}).content.decode()
    assert "Words of the first" in html
    assert "Words of the second" in html
    assert 'name="seen" value="2"' in html
    assert second.post(path, typed | {"purpose": "Words of the second", "seen": "2"}).status_code == 302
    assert pack(area.director, partnership).committees[0].purpose == "Words of the second"


def test_withdrawing_says_why_and_leaves_what_was_said(area, partnership):
    one = keep(area.director, partnership)
    client = factories.client_of(area.manager)
    path = address("withdraw-committee", partnership.pk, one.line)
    assert "Enter why it is withdrawn" in client.post(path, {"seen": "1"}).content.decode()
    assert "Somebody else" in client.post(path, {"seen": "7", "why": "Merged"}).content.decode()
    assert client.post(path, {"seen": "1", "why": "Merged with another"}).status_code == 302
    html = client.get(address("show-governance", partnership.pk)).content.decode()
    assert "Withdrawn: Merged with another" in html
    assert client.get(path).status_code == 404


@pytest.mark.row("M-58")
def test_printed_pack_puts_together_what_is_kept_in_several_places(area, partnership):
    complete(area, partnership)
    whole(area, partnership)
    factories.agreement(area.trust, area.host)
    named = contact(area.manager)
    html = factories.client_of(area.coordinator).get(address("show-pack", partnership.pk)).content.decode()
    for said in ("Nothing is missing", "It decides for both", "Acute medical unit", "Dr Lead", "Post 20", "In force",
                 named.phone, "assume no policy"):  # fmt: skip
        assert said in html, said


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("name", ["show-governance", "show-pack", "new-committee", "new-rung"])
def test_third_organisation_and_a_stranger_open_none_of_it(area, partnership, name):
    keep(area.director, partnership, purpose="Wombat")
    answers = {"third": 403, "stranger": 404, "manager": 200}
    for who, status in answers.items():
        response = factories.client_of(getattr(area, who)).get(address(name, partnership.pk))
        assert response.status_code == status, who
        assert status == 200 or "Wombat" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("new-committee", {}, "Answer “What is it for?”"),
        ("new-committee", BOARD | {"kind": "x"}, "from the list"),
        ("new-committee", BOARD | {"every_weeks": "0"}, "must be 1 or more"),
        ("new-committee", BOARD | {"chair_post": "Director"}, "Say both who chairs it and the post"),
        ("new-committee", BOARD | {"seats_host": "x" * 121}, "at most 30 posts"),
        ("new-committee", BOARD | {"terms": "999 000 0018"}, "Both sides read this"),
        ("new-rung", {}, "Answer “Whose post is it?”"),
        ("new-rung", {"after_minutes": "-1"}, "must be 0 or more"),
        ("new-rung", {"phone": "javascript:1"}, "can be dialled"),
    ],
)
def test_bad_answer_is_refused_in_words_and_nothing_is_kept(area, partnership, name, sent, said):
    response = factories.client_of(area.manager).post(address(name, partnership.pk), sent)
    assert said in response.content.decode()
    act_for(area.host.id)
    assert not Committee.objects.exists()
    assert not Rung.objects.exists()


@pytest.mark.row("M-42")
def test_whole_pack_raises_readiness_and_leaves_today(area, partnership):
    def governance():
        act_for(area.director.organisation_id)
        topics = queries.standing(area.director, area.trust.pk, area.host.pk, TODAY).readiness.topics
        return next((topic.points, topic.of) for topic in topics if topic.name == "Governance")

    client = factories.client_of(area.director)
    assert governance() == (0, 3)
    assert "Governance packs to mend" not in client.get("/work/").content.decode()
    one = keep(area.director, partnership, name="Board", quorum_host=0)
    assert "Governance packs to mend" in client.get("/work/").content.decode()
    keep(area.manager, partnership, name="Board", line=one.line, seen=1)
    assert governance() == (1, 3)
    ring(area.manager, partnership, area.host, 0)
    ring(area.director, partnership, area.trust, 20)
    keep(area.director, partnership, kind="operations", name="Group")
    keep(area.director, partnership, kind="mortality", name="M&M")
    assert governance() == (3, 3)
    assert "Governance packs to mend" not in client.get("/work/").content.decode()


def test_wrong_numbers_are_named_as_the_form_names_them(area, partnership):
    given = BOARD | SEATED | {"quorum_host": "most", "seats_trust": "x" * 5000}
    html = factories.client_of(area.director).post(address("new-committee", partnership.pk), given).content.decode()
    assert "Quorum of the independent provider must be a whole number" in html
    assert "Seats of the NHS trust must be 4000 characters or fewer" in html
