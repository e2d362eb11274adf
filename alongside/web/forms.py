"""How does a Django form become NHS.UK fields, and what went wrong in it?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from alongside.web.query import Params, pairs, query


@dataclass(frozen=True, slots=True)
class Component:
    """Which NHS.UK component draws a field, and its parameters."""

    kind: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormError:
    """One line of the error summary; `href` points at the field."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """One filter in force; `href` is the same page without it."""

    text: str
    href: str


def field_component(field: BoundField, **options: Any) -> Component:
    """The component for a bound field. `options` (size, width, inline, small, ...) override its parameters."""
    kind = component_kind(field.field.widget)
    params = shared_params(field) | BUILDERS[kind](field)
    if size := options.pop("size", None):
        enlarge(params, size)
    return Component(kind, params | options)


def component_kind(widget: forms.Widget) -> str:
    return next((kind for types, kind in KINDS if isinstance(widget, types)), "input")


def shared_params(field: BoundField) -> dict[str, Any]:
    """What every component takes: identity, label, hint, error."""
    params: dict[str, Any] = {"id": field.auto_id, "name": field.html_name, "label": {"text": label_of(field)}}
    if field.help_text:
        params["hint"] = {"text": field.help_text}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    if field.field.disabled:
        params["disabled"] = True
    return params


def label_of(field: BoundField) -> str:
    """The label, saying so when an answer may be left out."""
    widget = field.field.widget
    silent = field.field.required or isinstance(widget, forms.CheckboxInput) or getattr(widget, "quiet", False)
    silent = silent or (isinstance(widget, forms.Select) and says_what_nothing_means(field))
    return str(field.label) if silent else f"{field.label} (optional)"


def says_what_nothing_means(field: BoundField) -> bool:
    """A list that begins with "Everybody's" or "All our sites" is answered as it stands; one with "Choose" is not."""
    value, text = next(choices(field), ("", ""))
    return value == "" and text not in ("", "Choose")


def enlarge(params: dict[str, Any], size: str) -> None:
    for target in (params.get("label"), params.get("fieldset", {}).get("legend")):
        if target:
            target["size"] = size


def value_text(value: object) -> str:
    """A value as the browser sends it, so that ticks and selections compare alike."""
    return "" if value is None else str(getattr(value, "value", value))


def text_input(field: BoundField) -> dict[str, Any]:
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    params: dict[str, Any] = {"value": value_text(field.value()), "type": "text" if kind == "number" else kind}
    if kind == "number":
        params["inputmode"] = "numeric"
    attributes = {key: value for key, value in widget.attrs.items() if key in KEPT_ATTRIBUTES}
    return params | ({"attributes": attributes} if attributes else {})


def textarea(field: BoundField) -> dict[str, Any]:
    return {"value": value_text(field.value()), "rows": field.field.widget.attrs.get("rows", 5)}


def file_input(field: BoundField) -> dict[str, Any]:
    accept = field.field.widget.attrs.get("accept")
    return {"attributes": {"accept": accept}} if accept else {}


def select(field: BoundField) -> dict[str, Any]:
    chosen = value_text(field.value())
    items = [{"value": value, "text": text, "selected": value == chosen} for value, text in choices(field)]
    return {"items": items}


def radios(field: BoundField) -> dict[str, Any]:
    return grouped(field, {value_text(field.value())})


def checkboxes(field: BoundField) -> dict[str, Any]:
    return grouped(field, {value_text(value) for value in field.value() or ()})


def checkbox(field: BoundField) -> dict[str, Any]:
    """A single tick: its label is the item's, so the group needs none."""
    item = {"value": "on", "text": str(field.label), "checked": bool(field.value())}
    return {"id": None, "items": [item], "idPrefix": field.auto_id}


def grouped(field: BoundField, chosen: set[str]) -> dict[str, Any]:
    hints = getattr(field.field.widget, "hints", {})
    items = [
        {"value": value, "text": text, "checked": value in chosen}
        | ({"hint": {"text": hints[value]}} if value in hints else {})
        for value, text in choices(field)
        if value
    ]
    return {"id": None, "items": items, "idPrefix": field.auto_id, "fieldset": {"legend": {"text": label_of(field)}}}


def date_parts(field: BoundField) -> dict[str, Any]:
    values = field.value()
    if not isinstance(values, list | tuple):
        values = field.field.widget.decompress(values)
    items = [
        {
            "id": field.auto_id if index == 0 else f"{field.auto_id}-{part}",
            "name": f"{field.html_name}_{index}",
            "label": part.capitalize(),
            "width": 4 if part == "year" else 2,
            "value": value_text(value),
        }
        for index, (part, value) in enumerate(zip(("day", "month", "year"), values, strict=True))
    ]
    return {"id": f"{field.auto_id}-date", "items": items, "fieldset": {"legend": {"text": label_of(field)}}}


def choices(field: BoundField) -> Iterator[tuple[str, str]]:
    """Every choice, with those of a named group carrying its name."""
    for value, text in field.field.widget.choices:
        if isinstance(text, list | tuple):
            yield from ((value_text(inner), f"{value}: {words}") for inner, words in text)
        else:
            yield value_text(value), str(text)


def form_errors(*given: Any) -> list[FormError]:
    """The lines of the error summary of one or more forms or formsets, in the order of the page."""
    return [error for form in given for each in flatten(form) for error in errors_of(each)]


def flatten(form: Any) -> Iterable[Any]:
    return form.forms if hasattr(form, "forms") else [form] if form is not None else []


def errors_of(form: forms.BaseForm) -> Iterator[FormError]:
    if not form.is_bound:
        return
    fields = {field.name: field for field in form}
    first = next((field for field in fields.values() if not field.is_hidden), None)
    for text in form.non_field_errors():
        yield FormError(str(text), f"#{first.auto_id}" if first else "")
    for name, field in fields.items():
        if name in form.errors:
            yield FormError(str(form.errors[name][0]), f"#{field.auto_id}")


def active_filters(form: forms.Form, params: Params) -> list[ActiveFilter]:
    """The filters in force, each with the address that takes it away and returns to page 1."""
    given = pairs(params)
    found = []
    for field in form:
        for value in (str(item) for key, item in given if key == field.html_name):
            rest = [str(item) for key, item in given if key == field.html_name and str(item) != value]
            href = query(params, **{field.html_name: rest, "page": None})
            found.append(ActiveFilter(f"{field.label}: {words_for(field, value)}", href))
    return found


def words_for(field: BoundField, value: str) -> str:
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "yes"
    known = dict(choices(field)) if hasattr(field.field.widget, "choices") else {}
    return known.get(value, value)


KEPT_ATTRIBUTES = frozenset({"autocomplete", "maxlength", "inputmode", "spellcheck", "list"})
# The first that fits decides, so the narrower widgets come first.
KINDS: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultiWidget, "date"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    ((forms.CheckboxSelectMultiple, forms.SelectMultiple), "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
)
BUILDERS: dict[str, Callable[[BoundField], dict[str, Any]]] = {
    "input": text_input,
    "hidden": text_input,
    "date": date_parts,
    "file": file_input,
    "textarea": textarea,
    "checkboxes": checkboxes,
    "radios": radios,
    "checkbox": checkbox,
    "select": select,
}
