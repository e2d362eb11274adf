"""How does a person type a date? Three boxes, with one sentence that says what is wrong (NHS.UK date input)."""

from datetime import date
from typing import Any

from django import forms

# No day of this service is outside these; a slip of the keyboard is.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class DateParts(forms.MultiWidget):
    """Day, month and year; drawn by the NHS.UK date input."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DayMonthYearField(forms.MultiValueField):
    """A real date, or a sentence naming the part that is missing or wrong."""

    widget = DateParts

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        parts = [forms.CharField(required=False, max_length=4) for _ in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        typed = [str(part or "").strip() for part in value or ["", "", ""]]
        name = str(self.label or "Date")
        if not any(typed):
            if self.required:
                raise forms.ValidationError(f"Enter {name[:1].lower()}{name[1:]}", code="required")
            return None
        return self.within(self.real_date(typed, name), name)

    def compress(self, data_list: list[Any]) -> date | None:
        return self.clean(data_list)

    def real_date(self, typed: list[str], name: str) -> date:
        missing = [part for part, text in zip(("day", "month", "year"), typed, strict=True) if not text]
        if missing:
            raise forms.ValidationError(f"{name} must include a {' and '.join(missing)}", code="incomplete")
        if len(typed[2]) != 4:
            raise forms.ValidationError(f"{name} must have a year of 4 numbers", code="year")
        if not all(part.isdecimal() and len(part) <= 4 for part in typed):
            raise forms.ValidationError(f"{name} must be a real date", code="invalid")
        try:
            return date(int(typed[2]), int(typed[1]), int(typed[0]))
        except ValueError as problem:
            raise forms.ValidationError(f"{name} must be a real date", code="invalid") from problem

    def within(self, value: date, name: str) -> date:
        if value < self.earliest:
            raise forms.ValidationError(f"{name} must be on or after {self.earliest:%-d %B %Y}", code="early")
        if value > self.latest:
            raise forms.ValidationError(f"{name} must be on or before {self.latest:%-d %B %Y}", code="late")
        return value
