"""What is this page's address with some of its parameters changed?"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

Params = QueryDict | Mapping[str, object] | None


def query(params: Params, **changes: object) -> str:
    """The query string with some parameters changed; None or "" removes one. Always begins with "?".

    >>> query({"sort": "-weeks", "page": "2"}, page=3)
    '?sort=-weeks&page=3'
    >>> query({"page": "2"}, page=None)
    '?'
    """
    kept = [(key, value) for key, value in pairs(params) if key not in changes]
    added = [(key, item) for key, value in changes.items() for item in as_list(value)]
    return "?" + urlencode(kept + added)


def pairs(params: Params) -> list[tuple[str, object]]:
    """Every parameter that says something, repeated ones each on their own."""
    if params is None:
        return []
    groups = params.lists() if isinstance(params, QueryDict) else params.items()
    return [(key, item) for key, value in groups for item in as_list(value)]


def as_list(value: object) -> list[object]:
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items if item not in (None, "")]
