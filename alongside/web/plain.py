"""What does a form say when an answer is missing or wrong? One sentence per field that says what to do."""

from typing import Any

from django import forms
from django.core import validators

UNREADABLE = "This has characters that cannot be read: type it again in this box instead of pasting it"
PICKED = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


class PlainMessages:
    """Gives every field of a form NHS.UK error messages, unless the form set its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            label = str(field.label or name.replace("_", " ").capitalize())
            stock = stock_messages(type(field))
            for code, words in sentences(field, label).items():
                if field.error_messages.get(code, stock.get(code)) == stock.get(code):
                    field.error_messages[code] = words
            for validator in field.validators:
                limit_message(validator, label)


class PlainForm(PlainMessages, forms.Form):
    pass


class PlainModelForm(PlainMessages, forms.ModelForm):  # type: ignore[type-arg]
    pass


def stock_messages(kind: type[forms.Field]) -> dict[str, Any]:
    """Django's own words for a kind of field."""
    merged: dict[str, Any] = {}
    for parent in reversed(kind.__mro__):
        merged |= getattr(parent, "default_error_messages", {})
    return merged


def sentences(field: forms.Field, label: str) -> dict[str, str]:
    lower = label if label[:2].isupper() else label[:1].lower() + label[1:]
    if isinstance(field.widget, forms.FileInput):
        return {"required": f"Choose a file: {lower}", "empty": "The file is empty. Choose another file"}
    if isinstance(field.widget, PICKED):
        choice = f"Answer “{label}”" if label.endswith("?") else f"Select {lower}"
        return {"required": choice, "invalid_choice": f"{choice} from the list", "invalid_list": choice}
    if isinstance(field, forms.BooleanField):
        return {"required": f"Tick to confirm: {lower}"}
    wrong = {forms.IntegerField: "a whole number", forms.FloatField: "a number", forms.EmailField: "an email address"}
    kind = next((words for type_, words in wrong.items() if type(field) is type_), "")
    asked = f"Answer “{label}”" if label.endswith("?") else f"Enter {lower}"
    return {"required": asked} | ({"invalid": f"{answer_to(label)} must be {kind}"} if kind else {})


def answer_to(label: str) -> str:
    """What a sentence about the answer begins with.

    >>> answer_to("Beds"), answer_to("How many beds?")
    ('Beds', 'Your answer to “How many beds?”')
    """
    return f"Your answer to “{label}”" if label.endswith("?") else label


def limit_message(validator: Any, label: str) -> None:
    label = answer_to(label)
    phrases = (
        (validators.MinValueValidator, f"{label} must be %(limit_value)s or more"),
        (validators.MaxValueValidator, f"{label} must be %(limit_value)s or less"),
        (validators.MaxLengthValidator, f"{label} must be %(limit_value)s characters or fewer"),
        (validators.EmailValidator, f"{label} must be an email address, like name@example.nhs.uk"),
        (validators.ProhibitNullCharactersValidator, UNREADABLE),
    )
    for type_, words in phrases:
        if isinstance(validator, type_):
            validator.message = words
