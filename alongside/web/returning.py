"""To which page does somebody come back after signing in? One that can be opened, not one that only takes a form."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_of(request: HttpRequest) -> str:
    """The address asked for; of a form that was sent, the page of our own that it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return sent_from(request) or request.path


def sent_from(request: HttpRequest) -> str:
    """The page of our own on which the form stood; "" when the browser does not say or it is another's."""
    referer = request.headers.get("Referer", "")
    if not referer or not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
