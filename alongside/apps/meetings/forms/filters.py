"""By what are actions, problems and team spaces narrowed? Sent with GET; nothing is required."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.models import ProblemStep
from alongside.web.plain import PlainForm

ACTION_STATES = [("", "Any"), ("open", "Open"), ("overdue", "Overdue"), ("done", "Done")]


class PairFilterForm(PlainForm):
    """By words and by one of the organisations that occur; `of` is the field that offers them."""

    of = "partner"
    q = forms.CharField(label="Words", max_length=100, required=False)

    def __init__(self, data: Any, *, organisations: Iterable[Organisation]) -> None:
        super().__init__(data)
        offered = sorted({(each.code, each.name) for each in organisations}, key=lambda pair: pair[1])
        self.fields[self.of].choices = [("", "Any"), *offered]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.quiet = True


class ActionFilterForm(PairFilterForm):
    of = "owner"
    owner = forms.ChoiceField(label="Taken on by", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=ACTION_STATES)


class ProblemFilterForm(PairFilterForm):
    partner = forms.ChoiceField(label="Organisation", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *ProblemStep.State.choices])
