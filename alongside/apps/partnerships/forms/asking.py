"""By what partnerships, proposals and the map are narrowed. Sent with GET; nothing is required."""

from typing import Any

from django import forms

from alongside.web.plain import PlainForm


class SearchForm(PlainForm):
    q = forms.CharField(label="Trust or site", max_length=100, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.widget.quiet = True

    def said(self, name: str) -> str:
        """What was asked; an answer that is not on offer narrows nothing."""
        return str(getattr(self, "cleaned_data", {}).get(name) or "")


class FilterForm(SearchForm):
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "All that have not ended"),
            ("incomplete", "Something is missing"),
            ("red", "Drill red"),
            ("complete", "Complete"),
            ("ended", "Ended"),
        ],
    )


class MapForm(SearchForm):
    show = forms.ChoiceField(
        label="Pairs",
        required=False,
        choices=[
            ("", "With an agreement or a partnership"),
            ("gaps", "Of these, with something missing"),
            ("none", "With neither"),
        ],
    )
