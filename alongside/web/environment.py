"""What may a page's template call? Builds the Jinja2 environment that Django's settings name."""

from typing import Any

import jinja2
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from markupsafe import Markup

from alongside.web import words
from alongside.web.forms import active_filters, field_component, form_errors
from alongside.web.query import query
from alongside.web.tables import Column


def environment(**options: Any) -> jinja2.Environment:
    """Django's options, with the house's templates, NHS.UK components, globals and filters added."""
    options["loader"] = jinja2.ChoiceLoader(
        [
            *([options["loader"]] if options.get("loader") else []),
            jinja2.PackageLoader("alongside.web"),
            jinja2.PackageLoader("nhsuk_frontend_jinja"),
        ]
    )
    options["undefined"] = jinja2.ChainableUndefined  # the NHS.UK components read optional parameters in chains
    options.setdefault("autoescape", True)
    env = jinja2.Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 autoescape is on
    env.globals.update(GLOBALS)
    env.filters.update(FILTERS)
    env.tests["markup"] = lambda value: isinstance(value, Markup)
    return env


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page: `url("waiting:list")`, `url("plans:show", plan.pk)`."""
    return reverse(name, args=args, kwargs=kwargs)


def csp_nonce(request: HttpRequest | None) -> str:
    """The nonce of this answer; empty where no policy is in force, such as a stand-alone error page."""
    # An unread nonce counts as false: only reading it puts it into the policy.
    return str(getattr(request, "csp_nonce", ""))


def page_messages(request: HttpRequest | None) -> list[Any]:
    """What the last action said, shown once."""
    return list(get_messages(request)) if request else []


def as_column(column: Column | dict[str, Any]) -> Column:
    """Tables in templates may name their columns as plain mappings."""
    return column if isinstance(column, Column) else Column(**column)


GLOBALS: dict[str, Any] = {
    "active_filters": active_filters,
    "csp_nonce": csp_nonce,
    "field_component": field_component,
    "form_errors": form_errors,
    "page_messages": page_messages,
    "static": static,
    "url": url,
}
FILTERS: dict[str, Any] = {
    "number": words.number,
    "change": words.change,
    "column": as_column,
    "percent": words.percent,
    "date": words.long_date,
    "short_date": words.short_date,
    "moment": words.moment,
    "km": words.km,
    "weeks": words.weeks,
    "hours": words.hours,
    "plural": words.plural,
    "nhs_number": words.nhs_number,
    "yes_no": words.yes_no,
    "known": words.text,
    "query": query,
}
