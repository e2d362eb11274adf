"""Whose account is tried, and what does somebody see after too many wrong passwords?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    return render(request, "accounts/locked_out.jinja", status=429)


def account_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The email address in either of the shapes in which a log-in arrives."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not given and request is not None:
        given = request.POST.get("login")
    return str(given or "").strip().lower()
