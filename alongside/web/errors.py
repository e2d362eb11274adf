"""What does a person read when a page cannot be shown? Plain words, no patient data (AL-8).

Named by the root urls (`handler404 = "alongside.web.errors.page_not_found"`) and by CSRF_FAILURE_VIEW.
The 500 page needs no template engine, session or database.
"""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from alongside.web.returning import page_of, sent_from

API = "/api/"
NOT_SAVED = "You were signed out, so what you sent was not saved. Sign in and you come back to the page you were on."
PLAIN_500 = Path(__file__).parent / "templates" / "errors" / "500.html"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 400, "We could not read that request", "errors/400.jinja")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403, "You cannot see this page", "errors/403.jinja")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404, "Page not found", "errors/404.jinja")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A stranger's form goes to sign in; one that is out of date says how to send it again."""
    if is_stranger(request) and request.path != str(settings.LOGIN_URL) and not is_api(request):
        return to_sign_in(request)
    page = sent_from(request)
    links = {"page_href": page, "back_href": sign_in_address(page)}
    return answer(request, 403, "This form is out of date", "errors/csrf.jinja", **links)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return problem(500, "Something went wrong here, and nothing was changed.")
    return HttpResponse(plain_500(), status=500, content_type="text/html; charset=utf-8")


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the log-in page and back again; whoever sent a form is told that it was not kept."""
    if request.method not in ("GET", "HEAD"):
        messages.warning(request, NOT_SAVED)
    return redirect(sign_in_address(page_of(request)))


def sign_in_address(page: str) -> str:
    sign_in = str(settings.LOGIN_URL)
    return sign_in if page in ("", sign_in) else f"{sign_in}?{urlencode({'next': page}, safe='/')}"


def answer(request: HttpRequest, status: int, title: str, template: str, **more: object) -> HttpResponse:
    if is_api(request):
        return problem(status, "There is nothing at this address." if status == 404 else f"{title}.")
    return render(request, template, {"title": title, **more}, status=status)


def problem(status: int, message: str) -> JsonResponse:
    """In the shape of every refusal of the API."""
    return JsonResponse({"message": message, "rule": "", "fields": {}}, status=status)


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def is_stranger(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is None or not user.is_authenticated


@cache
def plain_500() -> str:
    return PLAIN_500.read_text(encoding="utf-8")
