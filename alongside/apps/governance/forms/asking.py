"""What somebody on a ward asks, and by what contacts are narrowed. Sent with GET; nothing is required."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.domain.call_tests import Light
from alongside.web.plain import PlainForm


class SearchForm(PlainForm):
    q = forms.CharField(label="Search for a topic", max_length=100, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["q"].widget.quiet = True


class WhereForm(PlainForm):
    """Where the patient is, and whose patient it is."""

    host = forms.ChoiceField(label="Where the patient is", required=False)
    site = forms.ChoiceField(label="Site", required=False)
    guest = forms.ChoiceField(label="Whose patient", required=False)

    def __init__(
        self, data: Any, *, hosts: Iterable[Organisation], guests: Iterable[Organisation], sites: Iterable[Site]
    ) -> None:
        super().__init__(data)
        self.offer("host", "Choose", [(each.code, each.name) for each in hosts])
        self.offer("site", "Every site", [(each.code, each.name) for each in sites])
        self.offer("guest", "Anybody’s", [(each.code, each.name) for each in guests])

    def offer(self, name: str, nothing: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]
        self.fields[name].widget.quiet = True

    def chosen(self, name: str) -> str:
        """An answer that is not on offer narrows nothing and is shown as an error."""
        return str(getattr(self, "cleaned_data", {}).get(name) or "")


class ContactFilterForm(PlainForm):
    q = forms.CharField(label="Post, organisation or number", max_length=100, required=False)
    organisation = forms.ChoiceField(label="Organisation", required=False)
    state = forms.ChoiceField(
        label="Test calls",
        required=False,
        choices=[
            ("", "Any"),
            (Light.RED, "Red"),
            (Light.AMBER, "Amber"),
            (Light.GREEN, "Green"),
            ("no-night", "No number for nights"),
        ],
    )

    def __init__(self, data: Any, *, organisations: Iterable[Organisation]) -> None:
        super().__init__(data)
        self.fields["organisation"].choices = [("", "All"), *[(o.code, o.name) for o in organisations]]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.quiet = True
