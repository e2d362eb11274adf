"""By what can the patients of a plan, or two plans, be narrowed?"""

from typing import Any

from django import forms

from alongside.apps.plans.models import Plan
from alongside.apps.plans.queries import LineFilter
from alongside.apps.plans.wording import reason
from alongside.domain.priorities import SURGICAL
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.plain import PlainForm

ANY = ("", "All")
MARKS = [ANY, ("18", "Over 18 weeks"), ("52", "Over 52 weeks"), ("65", "Over 65 weeks"), ("104", "Over 104 weeks")]


class LineFilterForm(PlainForm):
    search = forms.CharField(label="Pathway identifier", required=False, max_length=60)
    placed = forms.ChoiceField(label="Place", required=False, choices=[ANY, ("yes", "Placed"), ("no", "Not placed")])
    code = forms.ChoiceField(label="Reason", required=False)
    provider = forms.ChoiceField(label="Provider", required=False)
    function = forms.ChoiceField(label="Specialty", required=False)
    priority = forms.ChoiceField(
        label="Clinical priority",
        required=False,
        choices=[ANY, *((code, code) for code in SURGICAL), ("unknown", "Not recorded")],
    )
    site = forms.ChoiceField(label="Site of the place", required=False)
    waited = forms.ChoiceField(label="Waited", required=False, choices=MARKS)
    review = forms.BooleanField(label="The site must review first", required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, sight = plan.summary, plan.summary.get("sight")
        flows, providers = found["flows"], found["providers"]
        reasons, functions = ([row["code"] for row in found[name]] for name in ("reasons", "functions"))
        if sight:
            # Who is not the board finds its own patients alone, so it is offered what they have.
            flows = [row for row in flows if row["provider"] == sight.own]
            providers = [row for row in providers if row["code"] == sight.own]
            reasons, functions = sorted(sight.reasons), sorted(sight.functions)
        sites = sorted({(row["site"], row["site_name"]) for row in flows}, key=lambda pair: pair[1])
        self.choose("code", [(code, reason(code)) for code in reasons])
        self.choose("provider", [(row["code"], row["name"]) for row in providers])
        self.choose("function", [(code, treatment_function_name(code)) for code in functions])
        self.choose("site", sites)
        for field in self.fields.values():
            field.widget.quiet = True

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]

    def filter(self) -> LineFilter:
        """What is chosen; a nonsense value counts as not chosen and is said beside its field."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        waited = given.pop("waited", None)
        return LineFilter(**given, waited=int(waited) if waited else None)


class CompareForm(PlainForm):
    a = forms.ChoiceField(label="First plan")
    b = forms.ChoiceField(label="Second plan")

    def __init__(self, *args: Any, plans: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            self.fields[name].choices = plans  # type: ignore[attr-defined]
