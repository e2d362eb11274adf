"""What the board says of a difference, and by what the list is narrowed."""

from datetime import date
from typing import Any

from django import forms

from alongside.apps.regulations.actions import DifferenceWords
from alongside.apps.regulations.models import DifferenceVersion
from alongside.domain.criteria import ROUTES
from alongside.domain.differences import TURNS_ON
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm
from alongside.web.shared_words import SharedWordsForm

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
WIDE = {"rows": 3}


class DifferenceFilterForm(PlainForm):
    q = forms.CharField(label="Words", max_length=100, required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), ("yes", "In force"), ("no", "No longer in force")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.quiet = True


class DifferenceForm(SharedWordsForm):
    """`seen` is the version that the page showed, so that the second of two writers is told."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())
    topic = forms.CharField(label="Topic", max_length=120, help_text="Such as Portable oxygen")
    nhs_rule = forms.CharField(label="What an NHS hospital may do", max_length=500, widget=forms.Textarea(WIDE))
    independent_rule = forms.CharField(
        label="What an independent hospital may do", max_length=500, widget=forms.Textarea(WIDE)
    )
    effect = forms.CharField(label="What it means for patients", max_length=500, widget=forms.Textarea(WIDE))
    workaround = forms.CharField(
        label="What is done meanwhile", max_length=500, required=False, widget=forms.Textarea(WIDE)
    )
    basis = forms.CharField(label="Where the rule stands", max_length=300, help_text="An act, a form or a guidance")
    field = forms.ChoiceField(
        label="Review every patient of whom this is recorded",
        required=False,
        choices=[("", "Nobody: it changes no patient’s place"), *TURNS_ON.items()],
        help_text="At every independent hospital of the area, whatever the hospital’s own rules say",
    )
    route = forms.ChoiceField(label="Reviewed by", required=False, choices=[("", "Nobody"), *ROUTES.items()])
    owner = forms.CharField(label="Owner", max_length=200, help_text="A post that keeps this right")
    review_on = DayMonthYearField(label="Review on", earliest=EARLIEST, latest=LATEST)

    def __init__(self, data: Any = None, *, version: DifferenceVersion | None = None) -> None:
        super().__init__(data, initial=self.said(version) if version else {})

    def said(self, version: DifferenceVersion) -> dict[str, Any]:
        names = [name for name in self.base_fields if name not in ("seen", "why")]
        return {name: getattr(version, name) for name in names} | {"seen": str(version.version)}

    @property
    def words(self) -> DifferenceWords:
        return DifferenceWords(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})

    @property
    def version_seen(self) -> int:
        """The version that the page showed; 0, which no version is, for anything else."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 6 else 0


class ChangeDifferenceForm(DifferenceForm):
    in_force = forms.BooleanField(
        label="It is still in force", required=False, help_text="Untick when the law or the practice has changed"
    )
    why = forms.CharField(label="Why it changes", max_length=300)
