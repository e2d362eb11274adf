"""What does a person read when a page cannot be shown? Plain words, no patient data (AL-8).

Named by the root urls (`handler404 = "alongside.web.errors.page_not_found"`) and by CSRF_FAILURE_VIEW.
The 500 page needs no template engine, session or database.
"""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PLAIN_500 = Path(__file__).parent / "templates" / "errors" / "500.html"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.jinja", {"title": "We could not read that request"}, status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.jinja", {"title": "You cannot see this page"}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.jinja", {"title": "Page not found"}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.jinja", {"title": "This form is out of date"}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(plain_500(), status=500, content_type="text/html; charset=utf-8")


@cache
def plain_500() -> str:
    return PLAIN_500.read_text(encoding="utf-8")
