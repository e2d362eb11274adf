"""How does a person write one rule of a site?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.apps.directory.forms.asking import quiet
from alongside.domain.clinical_fields import FIELDS
from alongside.domain.criteria import ROUTES, SITE_FACTS, Criterion, IfMissing, Kind
from alongside.domain.criteria_reading import read_criteria
from alongside.web.shared_words import SharedWordsForm

OP_WORDS = {
    "<=": "is at most (≤)",
    ">=": "is at least (≥)",
    "<": "is below (<)",
    ">": "is above (>)",
    "==": "is (=)",
    "!=": "is not (≠)",
    "in": "is one of",
    "not in": "is none of",
}


class RuleForm(SharedWordsForm):
    """One rule, from the table of fields that rules may use. The domain says what is sound."""

    field = forms.ChoiceField(label="Fact about the patient", choices=[("", "Choose a fact")])
    op = forms.ChoiceField(label="Comparison", choices=[("", "Choose a comparison"), *OP_WORDS.items()])
    value = forms.CharField(
        label="Value",
        max_length=100,
        required=False,
        help_text="A number, yes or no, or a list such as 1, 2, 3",
        widget=quiet(forms.TextInput()),
    )
    value_from = forms.ChoiceField(
        label="Or compare with this site’s own",
        required=False,
        choices=[("", "No: use the value above"), *SITE_FACTS.items()],
        widget=quiet(forms.Select()),
    )
    kind = forms.ChoiceField(
        label="What the rule does",
        choices=[
            (Kind.HARD.value, "States what must hold: otherwise the answer is no"),
            (Kind.REVIEW.value, "Asks for a review when it holds"),
        ],
        initial=Kind.HARD.value,
        widget=forms.RadioSelect(),
    )
    route = forms.ChoiceField(
        label="Who reviews",
        required=False,
        choices=[("", "Nobody: it is not a review rule"), *ROUTES.items()],
        widget=quiet(forms.Select()),
    )
    if_missing = forms.ChoiceField(
        label="When the fact is not recorded",
        choices=[
            (IfMissing.UNKNOWN.value, "Need information (or review, for a review rule)"),
            (IfMissing.PASS_IF_NO_HISTORY.value, "Passes if it is recorded that the patient never had it"),
            (IfMissing.PASS.value, "Not asked (review rules only)"),
        ],
        initial=IfMissing.UNKNOWN.value,
        widget=forms.RadioSelect(),
    )
    reason = forms.CharField(label="Reason", max_length=300, required=False, help_text="Shown with the answer")
    rule_id = forms.CharField(
        label="Short name of the rule",
        max_length=60,
        required=False,
        help_text="Shown beside each answer it gives. Leave it empty and we make one",
    )

    def __init__(self, data: Any = None, *, initial: Any = None, taken: Iterable[str] = ()) -> None:
        super().__init__(data, initial=initial)
        self.taken = set(taken)
        self.rule: Criterion | None = None
        names = sorted((field.label, name) for name, field in FIELDS.items())
        self.fields["field"].choices = [("", "Choose a fact"), *[(n, label) for label, n in names]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        row = {name: value for name, value in given.items() if value not in (None, "")}
        row.setdefault("rule_id", free_name(given["field"], self.taken))
        if row["rule_id"] in self.taken:
            self.add_error("rule_id", f"Another rule is called “{row['rule_id']}”: give this one another name")
            return given
        rules, problems = read_criteria([row])
        for problem in problems:
            self.add_error(problem.column if problem.column in self.fields else None, problem.message)
        self.rule = rules[0] if rules else None
        return given


def free_name(field: str, taken: set[str]) -> str:
    """A name that no rule of the site has yet.

    >>> free_name("bmi", {"bmi"})
    'bmi_2'
    """
    if field not in taken:
        return field
    return next(name for number in range(2, 1000) if (name := f"{field}_{number}") not in taken)
