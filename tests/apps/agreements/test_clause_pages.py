"""The words of a clause on its page: nobody’s are lost, and signed ones are only read."""

from dataclasses import replace

import pytest
from django.utils.datastructures import MultiValueDict

from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.forms import ClauseForm
from alongside.apps.agreements.models import ClauseAside, ClauseEdit
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_clauses import same_words
from alongside.domain.agreement_topics import Topic, read_facts
from tests import factories
from tests.apps.agreements.conftest import TODAY, drafted, give, signed, whole
from tests.apps.agreements.test_pages import at, clause_data, posted, words_of

pytestmark = pytest.mark.row("M-47")


def test_words_written_at_once_are_shown_beside_each_other_and_settled(two):
    version = drafted(two)
    posted(two, two.guest_director, "edit-clause", version, clause_data(version, 1, answer="Guest words"), "exit")
    page = posted(two, two.host_director, "edit-clause", version, clause_data(version, 1, answer="Host words"), "exit")
    assert "your words are kept below" in words_of(page)
    assert "Host words" in words_of(page)
    client, edit = factories.client_of(two.host_director), at("edit-clause", version.agreement_id, "exit")
    with acting_for(two.hospital.id):
        aside = ClauseAside.objects.get()
    assert "to settle" in words_of(client.get(at("show-agreement", version.agreement_id)))
    joined = client.get(edit, {"settle": aside.pk, "how": "join"})
    assert "Guest words\n\nHost words" in joined.content.decode().replace("\r", "")
    data = clause_data(version, 2, answer="Guest words and host words", settles=aside.pk)
    client.post(edit, data)
    assert "Words that came second" not in words_of(client.get(edit))
    with acting_for(two.trust.id):
        assert ClauseEdit.objects.filter(topic="exit").order_by("number").last().settles_id == aside.pk


def test_a_form_opened_on_an_earlier_version_never_overwrites_the_next(two):
    """Opened on edit 1 of version 1; then edited, signed and renewed: edit 1 of version 2 are words never read."""
    version = drafted(two)
    posted(two, two.host_director, "edit-clause", version, clause_data(version, 1, answer="Host words"), "exit")
    for act in (actions.agree_clinically, actions.sign):
        give(two, act, version.agreement)
    with acting_for(two.trust.id):
        second = actions.renew(agreement=version.agreement, by=two.guest_director, today=TODAY)
    page = posted(
        two, two.guest_director, "edit-clause", version, clause_data(version, 1, answer="Guest words"), "exit"
    )
    assert "your words are kept below" in words_of(page)
    assert "Guest words" in words_of(page)
    with acting_for(two.trust.id):
        assert queries.edits(second)[Topic.EXIT].answer == "Host words"
        aside = ClauseAside.objects.get()
    data = clause_data(second, 1, answer="Both", settles=aside.pk)
    posted(two, two.guest_director, "edit-clause", version, data, "exit")
    with acting_for(two.trust.id):
        assert queries.edits(second)[Topic.EXIT].answer == "Both"
        assert not queries.open_asides(version.agreement)


@pytest.mark.parametrize("opened_on", ["", "7"])
def test_a_form_of_no_version_overwrites_nothing(two, opened_on):
    version = drafted(two)
    data = clause_data(version, 1, answer="Whose?") | {"version": opened_on}
    posted(two, two.guest_director, "edit-clause", version, data, "exit")
    with acting_for(two.trust.id):
        assert queries.edits(version)[Topic.EXIT].answer == "Answer on exit"
        assert ClauseAside.objects.get().answer == "Whose?"


def test_words_that_an_earlier_version_says_already_are_not_called_saved(two):
    version = signed(two)
    with acting_for(two.trust.id):
        second = actions.renew(agreement=version.agreement, by=two.guest_director, today=TODAY)
        words = whole(Topic.EXIT, 1, answer="Other words")
        actions.save_clause(version=second, words=words, by=two.guest_director, today=TODAY)
    held = whole(Topic.EXIT)
    data = clause_data(version, 1, answer=held.answer, guest_owner=held.guest_owner, host_owner=held.host_owner)
    page = words_of(posted(two, two.host_director, "edit-clause", version, data | {"evidence": held.evidence}, "exit"))
    assert "Version 1 says this already" in page
    assert "Other words" in page


@pytest.mark.parametrize(("how", "shown"), [("put", "Host words"), ("leave", "Guest words")])
def test_an_aside_is_put_in_or_left(two, how, shown):
    version = drafted(two)
    posted(two, two.guest_director, "edit-clause", version, clause_data(version, 1, answer="Guest words"), "exit")
    posted(two, two.host_director, "edit-clause", version, clause_data(version, 1, answer="Host words"), "exit")
    client, edit = factories.client_of(two.host_director), at("edit-clause", version.agreement_id, "exit")
    with acting_for(two.hospital.id):
        aside = ClauseAside.objects.get()
    text = client.get(edit, {"settle": aside.pk, "how": how}).content.decode()
    assert shown in text.split("<textarea")[1].split("</textarea>")[0]
    client.post(edit, clause_data(version, 2, answer=shown, settles=aside.pk))
    with acting_for(two.hospital.id):
        assert not queries.open_asides(version.agreement)


def test_signed_words_are_read_and_not_written(two):
    version = signed(two)
    page = words_of(factories.client_of(two.guest_director).get(at("edit-clause", version.agreement_id, "exit")))
    assert "so its words stand" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("topic", list(Topic))
def test_a_clause_posted_back_as_shown_is_the_same_clause(topic):
    """What the form shows is what it saves, for every kind of part."""
    held = whole(topic, 3)
    choices = {"topic": topic, "version": 1, "services": [("110", "Trauma")], "settles": None}
    posted_back = ClauseForm(data_of(ClauseForm(held=held, **choices)), held=held, **choices)
    assert posted_back.is_valid(), posted_back.errors
    facts, problems = read_facts(topic, posted_back.words.facts)
    assert not problems
    assert same_words(replace(posted_back.words, facts=facts), held)
    assert posted_back.words.number == 3


def data_of(form):
    data = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "widgets"):
            parts = field.field.widget.decompress(value)
            data |= {f"{field.html_name}_{i}": part for i, part in enumerate(parts)}
        elif value is not None:
            data[field.html_name] = value
    return MultiValueDict({key: value if isinstance(value, list) else [value] for key, value in data.items()})


def test_a_form_that_cannot_be_read_is_refused_in_words(two):
    version = drafted(two)
    data = clause_data(version, 1, answer="x" * 5000, ends_on_0="31", ends_on_1="2", ends_on_2="2026")
    page = words_of(posted(two, two.guest_director, "edit-clause", version, data, "exit"))
    assert "There is a problem" in page
    assert "must be 4000 characters or fewer" in page
    assert "Last day must be a real date" in page
    assert (
        factories.client_of(two.guest_director).get(at("edit-clause", version.agreement_id, "nope")).status_code == 404
    )


def test_nhs_number_in_a_clause_is_refused_and_the_words_stay_on_the_page(two):
    version = drafted(two)
    with acting_for(two.trust.id):
        edits = queries.edits(version)
    number = edits[Topic.EXIT].number if Topic.EXIT in edits else 0
    data = clause_data(version, number, answer="As for 999 000 0018 and others")
    told = words_of(posted(two, two.guest_director, "edit-clause", version, data, "exit"))
    assert "This looks like an NHS number" in told
    assert "As for 999 000 0018 and others" in told, "what was typed is not lost"
    with acting_for(two.trust.id):
        assert not ClauseEdit.objects.filter(answer__contains="999").exists()


def test_all_words_can_be_opened_for_reading(two):
    version = drafted(two)
    client = factories.client_of(two.guest_director)
    folded = words_of(client.get(at("show-agreement", version.agreement_id)))
    opened = words_of(client.get(at("show-agreement", version.agreement_id), {"words": "all"}))
    assert folded.count("agr-folded") == opened.count('" open>') == len(Topic)
