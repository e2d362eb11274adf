"""What an organisation says of how it works. The whole area reads it."""

from typing import Any

from django import forms

from alongside.apps.meetings.actions import WaysWords
from alongside.apps.meetings.facts.ways import PARTS
from alongside.apps.meetings.models import HowWeWork
from alongside.web.shared_words import SharedWordsForm


def part(label: str, hint: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, help_text=hint, max_length=3000, required=False, widget=widget)


class WaysForm(SharedWordsForm):
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
    hours = part(*PARTS[0][1:])
    terms = part(*PARTS[1][1:])
    rota = part(*PARTS[2][1:])
    escalation = part(*PARTS[3][1:])

    def __init__(self, data: Any = None, *, held: HowWeWork | None = None) -> None:
        said = {key: getattr(held, key) for key, *_ in PARTS} if held else {}
        super().__init__(data, initial={**said, "version": held.version if held else 0})

    @property
    def words(self) -> WaysWords:
        return WaysWords(**{key: self.cleaned_data[key].strip() for key, *_ in PARTS})
