"""Which file, of which day, and which of its columns is which?"""

from datetime import date
from typing import Any

from django import forms

from alongside.apps.waiting.models import WaitingListUpload
from alongside.formats.wlmds.layout import COLUMNS, Column, Need
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm

WHO = ("nhs_number", "local_patient_identifier")
BY_NAME = {column.name: column.field for column in COLUMNS}
REQUIRED = {column.field for column in COLUMNS if column.need is Need.REQUIRED}


class UploadForm(PlainForm):
    file = forms.FileField(
        label="Waiting list file",
        help_text="CSV or Excel (.xlsx), in the national layout or your own system’s",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    as_of = DayMonthYearField(label="Day the list was taken")

    def __init__(self, *given: Any, today: date, **named: Any) -> None:
        super().__init__(*given, initial={"as_of": today}, **named)
        field = self.fields["as_of"]
        if isinstance(field, DayMonthYearField):
            field.latest = today


class ColumnsForm(PlainForm):
    """One choice for each field of the layout: the heading that holds it."""

    def __init__(self, *given: Any, upload: WaitingListUpload, **named: Any) -> None:
        super().__init__(*given, initial=upload.mapping, **named)
        self.upload = upload
        for column in COLUMNS:
            self.fields[column.field] = heading_field(column, upload.headings)

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """Required first, then what the planner asks for; the rest only when somebody opens it."""
        named = {need: [self[column.field] for column in COLUMNS if column.need is need] for need in Need}
        rest = [field for field in named[Need.OPTIONAL] if field.name not in WHO]
        return [
            ("Required", named[Need.REQUIRED], True),
            ("Who the patient is: at least one of these", [self[name] for name in WHO], True),
            ("What the planner asks for", named[Need.WANTED], True),
            ("Everything else", rest, False),
        ]

    @property
    def is_exact(self) -> bool:
        """Is every heading of the file the layout's own name, and nothing missing, so that nothing is to be chosen?"""
        own = {BY_NAME[heading]: heading for heading in self.upload.headings if heading in BY_NAME}
        whole = len(own) == len(self.upload.headings) and own.keys() >= REQUIRED and not own.keys().isdisjoint(WHO)
        return whole and self.upload.mapping == own and not self.errors

    def columns(self) -> dict[str, str]:
        return {field: heading for field, heading in self.cleaned_data.items() if heading}


def heading_field(column: Column, headings: list[str]) -> forms.ChoiceField:
    choose = f"Choose the column that holds {column.label}"
    field = forms.ChoiceField(
        label=column.label,
        error_messages={"required": choose, "invalid_choice": f"{choose}, out of those in the file"},
        help_text=column.meaning,
        required=column.need is Need.REQUIRED,
        choices=[("", "Not in this file"), *((heading, heading) for heading in headings)],
    )
    field.widget.quiet = True
    return field
