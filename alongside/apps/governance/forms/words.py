"""Words that the whole area reads, with what the page showed, and telephone numbers that a telephone can dial."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from alongside.web import shared_words

PHONE = re.compile(r"\+?[0-9][0-9 ()]{2,24}(?: ext\.? ?[0-9]{1,6})?")
PHONE_WORDS = "{} must be a number that can be dialled, like 01233 616677 or 01233 616677 ext 2222"


def phone_field(label: str, **options: Any) -> forms.CharField:
    check = RegexValidator(re.compile(rf"^(?:{PHONE.pattern})$"), PHONE_WORDS.format(label))
    return forms.CharField(label=label, max_length=40, validators=[check], **options)


class SharedWordsForm(shared_words.SharedWordsForm):
    """With the digest of what the page showed, so that the second of two writers is told."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())
