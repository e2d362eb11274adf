"""Forms speak plainly and draw as NHS.UK fields."""

from datetime import date
from typing import Any

import jinja2
import pytest
from django import forms
from django.http import QueryDict

from alongside.web.dates import DayMonthYearField
from alongside.web.forms import active_filters, form_errors
from alongside.web.plain import PlainForm
from tests.web import samples


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["", "", ""], "Enter date of birth"),
        (["1", "", "2020"], "Date of birth must include a month"),
        (["31", "2", "2020"], "Date of birth must be a real date"),
        (["x", "2", "2020"], "Date of birth must be a real date"),
        (["1", "2", "20"], "Date of birth must have a year of 4 numbers"),
        (["1", "2", "2027"], "Date of birth must be on or before 31 January 2026"),
        (["1", "2", "1899"], "Date of birth must be on or after 1 January 1900"),
    ],
)
def test_date_says_what_is_wrong(typed: list[str], words: str) -> None:
    field = DayMonthYearField(label="Date of birth", earliest=date(1900, 1, 1), latest=date(2026, 1, 31))
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [words]


def test_date_reads_a_real_date() -> None:
    assert DayMonthYearField(label="Day").clean([" 31 ", "1", "2026"]) == date(2026, 1, 31)
    assert DayMonthYearField(label="Day", required=False).clean(None) is None


def test_error_summary_points_at_each_field() -> None:
    errors = form_errors(samples.form_page()["form"])
    assert [(error.text, error.href) for error in errors] == [
        ("Select site", "#id_site"),
        ("Date of the session must be a real date", "#id_day"),
        ("Minutes must be 30 or more", "#id_minutes"),
        ("Select kind of theatre", "#id_theatre"),
        ("Select procedure groups", "#id_groups"),
    ]


def test_a_form_keeps_its_own_words() -> None:
    class Own(PlainForm):
        name = forms.CharField(error_messages={"required": "Tell us the name"})

    assert form_errors(Own({}))[0].text == "Tell us the name"


@pytest.mark.parametrize(("label", "words"), [("Name", "Enter name"), ("What is it for?", "Answer “What is it for?”")])
def test_what_is_missing_is_asked_for_in_a_sentence(label: str, words: str) -> None:
    class Asking(PlainForm):
        said = forms.CharField(label=label)

    assert form_errors(Asking({}))[0].text == words


def test_active_filter_is_named_and_can_be_taken_away() -> None:
    params = QueryDict("specialty=110&band=52&page=3")
    shown = active_filters(samples.FilterForm(params), params)
    assert [(item.text, item.href) for item in shown] == [
        ("Specialty: Trauma and orthopaedics", "?band=52"),
        ("Waited: Over 52 weeks", "?specialty=110"),
    ]


def test_typed_text_is_escaped_in_every_field(env: jinja2.Environment) -> None:
    bad = '"><img src=x>'
    fields: dict[str, Any] = {"search": bad, "specialty": bad, "band": bad}
    template = env.from_string('{% from "components/tables.jinja" import filters %}{{ filters(form, form.data) }}')
    drawn = template.render(form=samples.FilterForm(fields))
    assert "<img" not in drawn
    assert "&lt;img" in drawn


def test_a_question_left_open_is_asked_to_be_answered() -> None:
    class Asking(PlainForm):
        worked = forms.ChoiceField(label="Did it work?", choices=[("yes", "Yes")], widget=forms.RadioSelect())
        kind = forms.ChoiceField(label="Kind of drill", choices=[("calls", "Calls")], widget=forms.RadioSelect())

    assert Asking({}).errors == {"worked": ["Answer “Did it work?”"], "kind": ["Select kind of drill"]}


def test_a_wrong_answer_to_a_question_is_told_in_a_sentence() -> None:
    class Beds(PlainForm):
        many = forms.IntegerField(label="How many beds?", max_value=9)
        posts = forms.CharField(label="Posts", max_length=3)

    assert [error.text for error in form_errors(Beds({"many": "x", "posts": "four"}))] == [
        "Your answer to “How many beds?” must be a whole number",
        "Posts must be 3 characters or fewer",
    ]
    assert Beds({"many": "10", "posts": "a"}).errors["many"] == ["Your answer to “How many beds?” must be 9 or less"]
