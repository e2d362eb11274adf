"""By what can the list of what one more would be worth be narrowed?"""

from typing import Any

from django import forms

from alongside.apps.plans.forms.lines import ANY
from alongside.planner.worth import BED, SESSION
from alongside.web.plain import PlainForm


class WorthFilterForm(PlainForm):
    search = forms.CharField(label="Site or specialty", required=False, max_length=60)
    site = forms.ChoiceField(label="Site", required=False)
    function = forms.ChoiceField(label="Specialty", required=False)
    unit = forms.ChoiceField(
        label="One more", required=False, choices=[ANY, (SESSION, "Session a week"), (BED, "Bed every night")]
    )

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("site", {(row["code"], row["site"]) for row in rows})
        self.choose("function", {(row["function"], row["specialty"]) for row in rows if row["function"]})
        for field in self.fields.values():
            field.widget.quiet = True

    def choose(self, name: str, choices: set[tuple[str, str]]) -> None:
        self.fields[name].choices = [ANY, *sorted(choices, key=lambda pair: pair[1])]  # type: ignore[attr-defined]

    def narrow(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows that fit; a nonsense value counts as not chosen and is said beside its field."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        words = asked.pop("search", "").casefold()
        exact = {"site": "code", "function": "function", "unit": "unit"}
        return [
            row
            for row in rows
            if all(row[exact[name]] == value for name, value in asked.items())
            and words in f"{row['site']} {row['specialty']}".casefold()
        ]
