"""What does somebody look for among the services of an area?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.plain import PlainForm

RUN_BY = [("", "NHS and independent"), ("NHS", "NHS"), ("Independent", "Independent")]


class ServicesForm(PlainForm):
    function = forms.ChoiceField(label="Service", required=False)
    run_by = forms.ChoiceField(label="Run by", required=False, choices=RUN_BY)
    changed = forms.BooleanField(label="Only where a change is announced", required=False)

    def __init__(self, data: Any = None, *, functions: Iterable[str]) -> None:
        super().__init__(data)
        names = sorted((treatment_function_name(code), code) for code in functions)
        self.fields["function"].choices = [("", "Any service"), *((code, name) for name, code in names)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.quiet = True
