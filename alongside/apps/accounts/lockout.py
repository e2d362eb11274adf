"""Whose account is tried, and what does somebody see after too many wrong passwords?"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    return render(request, "accounts/locked_out.jinja", status=429)


def address_of(request: HttpRequest) -> str:
    """Where a log-in comes from: behind a proxy, the last address that the proxy itself wrote down."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def account_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The email address in either of the shapes in which a log-in arrives."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not given and request is not None:
        given = request.POST.get("login")
    return str(given or "").strip().lower()
