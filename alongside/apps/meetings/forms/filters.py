"""By what are actions narrowed? Sent with GET; nothing is required."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.web.plain import PlainForm

STATES = [("", "Any"), ("open", "Open"), ("overdue", "Overdue"), ("done", "Done")]


class ActionFilterForm(PlainForm):
    q = forms.CharField(label="Words", max_length=100, required=False)
    owner = forms.ChoiceField(label="Taken on by", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=STATES)

    def __init__(self, data: Any, *, organisations: Iterable[Organisation]) -> None:
        super().__init__(data)
        offered = sorted({(each.code, each.name) for each in organisations}, key=lambda pair: pair[1])
        self.fields["owner"].choices = [("", "Anybody"), *offered]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.quiet = True
