"""Words that the whole area reads: nobody's number in them, and telephone numbers that a telephone can dial."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from alongside.domain.identifiers import is_valid_nhs_number
from alongside.web.plain import PlainForm

TEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){9}(?!\d)")
PHONE = re.compile(r"\+?[0-9][0-9 ()]{2,24}(?: ext\.? ?[0-9]{1,6})?")
PHONE_WORDS = "{} must be a number that can be dialled, like 01233 616677 or 01233 616677 ext 2222"


def phone_field(label: str, **options: Any) -> forms.CharField:
    check = RegexValidator(re.compile(rf"^(?:{PHONE.pattern})$"), PHONE_WORDS.format(label))
    return forms.CharField(label=label, max_length=40, validators=[check], **options)


class SharedWordsForm(PlainForm):
    """A form whose words the whole area reads; a patient's number in them is refused and not repeated (AL-8)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, value in list(said.items()):
            if self._is_written(name) and isinstance(value, str) and holds_nhs_number(value):
                self.add_error(name, "This looks like an NHS number. The whole area reads this: leave patients out")
        return said

    def _is_written(self, name: str) -> bool:
        """What was chosen from a list is a key, whose digits mean nothing; a telephone number has ten of its own."""
        return not isinstance(self.fields.get(name), forms.ChoiceField) and "phone" not in name


def holds_nhs_number(text: str) -> bool:
    """
    >>> holds_nhs_number("rang about 999 000 0018"), holds_nhs_number("rang at 02:00")
    (True, False)
    """
    return any(is_valid_nhs_number(found) for found in TEN_DIGITS.findall(text))
