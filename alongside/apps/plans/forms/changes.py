"""Changes by hand, each with its reason, and the note under a plan."""

from typing import Any
from uuid import UUID

from django import forms

from alongside.apps.directory.models import Site
from alongside.apps.plans.forms.question import HintedRadios
from alongside.apps.plans.models import Plan
from alongside.apps.plans.wording import week_words
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.plain import PlainForm


def picked(label: str, words: str) -> forms.ChoiceField:
    """One of a list that begins with nothing, so that nobody leaves out the first by mistake."""
    return forms.ChoiceField(label=label, choices=[("", words)], error_messages={"required": words})


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who reads the plan sees it. Do not write who the patient is",
        error_messages={"required": "Say why"},
    )


class _ChangeForm(PlainForm):
    """A change to one plan; `kind` is what is done."""

    kind: str

    def __init__(self, *args: Any, plan: Plan, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.sites = plan, {str(site.pk): site for site in sites}
        if "site" in self.fields:
            self.offer("site", [(key, site.name) for key, site in self.sites.items()])
        if "week" in self.fields:
            weeks = [(str(week), str(week_words(plan.starts_on, week))) for week in range(plan.weeks)]
            self.offer("week", weeks)
        if "treatment_function" in self.fields:
            codes = [row["function"] for row in plan.summary["minutes"]]
            self.offer("treatment_function", [(code, treatment_function_name(code)) for code in codes])

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [*field.choices, *choices]

    def values(self) -> dict[str, Any]:
        """What `actions.adjust` takes."""
        given = dict(self.cleaned_data)
        if "site" in given:
            given["site"] = self.sites[given["site"]]
        if "week" in given:
            given["week"] = int(given["week"]) if given["week"] else None
        return given


class PinForm(_ChangeForm):
    site = picked("Site", "Select a site")
    week = forms.ChoiceField(label="Week", required=False, choices=[("", "Any week")])
    why = reason_field()


class ExcludePatientForm(_ChangeForm):
    why = reason_field()


class ExcludeSiteForm(_ChangeForm):
    site = picked("Site", "Select a site")
    why = reason_field()


class ExcludeSessionsForm(_ChangeForm):
    site = picked("Site", "Select a site")
    treatment_function = picked("Specialty", "Select a specialty")
    week = picked("Week", "Select a week")
    why = reason_field()


class AgainForm(PlainForm):
    how = forms.ChoiceField(
        label="Who may move",
        choices=[("keep", "As few as possible"), ("afresh", "Plan everything again")],
        initial="keep",
        widget=HintedRadios,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["how"].widget
        widget.hints = {
            "keep": "Everybody else keeps their place. Who moves is listed with the reason, before anybody approves. A "
            "patient with a place moves only when that wins as much as a place for one more P4 patient who has just "
            "joined the list, or when somebody of a higher priority could claim it",
            "afresh": "Every place is looked for anew. The plan may be a little better, and many may move",
        }

    def afresh(self) -> bool:
        """Has the whole plan been asked for? Without a clear answer places are kept."""
        return self.is_valid() and self.cleaned_data["how"] == "afresh"


class ApproveForm(PlainForm):
    note = forms.CharField(
        label="Note", required=False, max_length=300, help_text="Anything that the next reader should know"
    )
    replaces = forms.CharField(required=False, max_length=2000)

    def clean_replaces(self) -> list[UUID]:
        """The plans that the page said would be replaced."""
        try:
            return [UUID(one) for one in self.cleaned_data["replaces"].split()]
        except ValueError:
            raise forms.ValidationError("Open this page again: what it would replace could not be read") from None

    def values(self) -> dict[str, Any]:
        """What `actions.approve` takes."""
        return dict(self.cleaned_data)
