"""Words that a whole area reads: no patient's number may stand in them (AL-8)."""

import re
from typing import Any
from unicodedata import normalize

from django import forms

from alongside.domain.identifiers import is_valid_nhs_number
from alongside.web.plain import UNREADABLE, PlainForm

TEN_DIGITS = re.compile(r"(?<![\d+])[1-9](?:[ -]?\d){9}(?!\d)")
# As it is printed, three, three and four, whatever stands between.
GROUPS = re.compile(r"(?<![\d+])([1-9]\d\d)[\W_]{1,3}(\d{3})[\W_]{1,3}(\d{4})(?!\d)")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
ABROAD = re.compile(r"\+\d[\d ()-]*")
REFUSED = "This looks like an NHS number. The whole area reads this: leave patients out"


class SharedWordsForm(PlainForm):
    """A form whose words the whole area reads; a patient's number in them is refused and not repeated."""

    refused = REFUSED

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, value in list(said.items()):
            if isinstance(value, str) and self._is_written(name):
                if CONTROL.search(value):
                    self.add_error(name, UNREADABLE)
                elif holds_nhs_number(value):
                    self.add_error(name, self.refused)
        return said

    def _is_written(self, name: str) -> bool:
        """Nobody writes what is hidden or chosen from a list: it is a key, whose digits mean nothing."""
        field = self.fields.get(name)
        return field is not None and not field.widget.is_hidden and not isinstance(field, forms.ChoiceField)


def holds_nhs_number(text: str) -> bool:
    """Telephone numbers begin with 0 or a +, which no number of the NHS in England does.

    >>> holds_nhs_number("rang about 999 000 0018"), holds_nhs_number("rang at 02:00")
    (True, False)
    >>> holds_nhs_number("999.000.0018"), holds_nhs_number("999\u00a0 000 / 0018")
    (True, True)
    >>> holds_nhs_number("ring 0999 000 0018 or +44 9990 000018")
    False
    """
    plain = ABROAD.sub(" ", normalize("NFKC", text))
    found = [*TEN_DIGITS.findall(plain), *("".join(parts) for parts in GROUPS.findall(plain))]
    return any(is_valid_nhs_number(each) for each in found)
