"""What can be asked of the planner, in plain words."""

from datetime import date
from typing import Any

from django import forms

from alongside.apps.plans.actions import Question
from alongside.apps.plans.models import Plan
from alongside.apps.plans.wording import EFFORT_HINTS, POLICY_HINTS
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm

MONDAY = 0


class HintedRadios(forms.RadioSelect):
    """Radios with a hint under each choice."""

    hints: dict[str, str] = {}


class PlanForm(PlainForm):
    starts_on = DayMonthYearField(label="First Monday of the plan", help_text="For example, 2 2 2026")
    weeks = forms.IntegerField(label="Number of weeks", min_value=1, max_value=26)
    providers = forms.MultipleChoiceField(
        label="Whose lists", required=False, widget=forms.CheckboxSelectMultiple, help_text="Tick none to plan for all"
    )
    treatment_functions = forms.MultipleChoiceField(
        label="Specialties", required=False, widget=forms.CheckboxSelectMultiple, help_text="Tick none to plan all"
    )
    nearest = forms.IntegerField(
        label="Sites on each patient's shortlist",
        min_value=1,
        max_value=15,
        help_text="The nearest sites that accept the patient. More sites place more people, further from home",
    )
    travel_limit_km = forms.IntegerField(
        label="Furthest distance in km where the patient's own limit is not recorded",
        min_value=1,
        max_value=300,
        help_text="A straight line from the middle of the home postcode district. A recorded limit always counts first",
    )
    policy = forms.ChoiceField(label="Who comes first", choices=Plan.Policy.choices, widget=HintedRadios)
    effort = forms.ChoiceField(label="How hard to look", choices=Plan.Effort.choices, widget=HintedRadios)
    equity_tie_break = forms.BooleanField(
        label="Between equals in clinical priority and whole weeks waited, place people from more deprived areas first",
        required=False,
        help_text="Off unless you tick it, and only with clinical priority first. What it changes is shown beside the "
        "plan. Ethnic group is measured on every plan and is never used to make one",
    )

    def __init__(
        self, *args: Any, providers: list[tuple[str, str]], functions: list[str], as_of: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of
        self.choose("providers", providers)
        named = sorted(((code, treatment_function_name(code)) for code in functions), key=lambda pair: pair[1])
        self.choose("treatment_functions", named)
        for name, hints in (("policy", POLICY_HINTS), ("effort", EFFORT_HINTS)):
            widget = self.fields[name].widget
            widget.hints = {str(key): words for key, words in hints.items()}

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]
        field.widget.quiet = True

    def clean_starts_on(self) -> date | None:
        day: date | None = self.cleaned_data["starts_on"]
        if day and day.weekday() != MONDAY:
            raise forms.ValidationError("First Monday of the plan must be a Monday", code="monday")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("equity_tie_break") and cleaned.get("policy") == Plan.Policy.WEIGHTED:
            self.add_error("equity_tie_break", "The tie-break works only with clinical priority first: untick it")
        return cleaned

    def question(self) -> Question:
        return Question(as_of=self.as_of, **self.cleaned_data)
