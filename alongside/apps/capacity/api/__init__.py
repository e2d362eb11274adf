"""The JSON API at /api/: the capacity of our own organisation, read and kept by another computer system."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from alongside.apps.capacity.api.beds import router as beds
from alongside.apps.capacity.api.doors import PAGE, TOKEN
from alongside.apps.capacity.api.sessions import router as sessions
from alongside.apps.capacity.refusals import CapacityRefused

api = NinjaAPI(
    title="Alongside",
    version="1",
    description=(
        "Capacity that NHS organisations and independent hospitals of an area share. A system sends its key as "
        "`Authorization: Bearer KEY`; a person makes the key on the page Capacity, Connections. "
        "Times without a zone are of the clock in London. Nothing here holds who a patient is."
    ),
    auth=[TOKEN, PAGE],
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/capacity/sessions", sessions, tags=["Sessions"])
api.add_router("/capacity/bed-nights", beds, tags=["Bed nights"])


@api.exception_handler(CapacityRefused)
def refused(request: HttpRequest, refusal: CapacityRefused) -> HttpResponse:
    return problem(request, 409, str(refusal), rule=refusal.rule)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(str(part) for part in one["loc"][2:] or one["loc"]): one["msg"] for one in error.errors}
    return problem(request, 422, "The request is not as the document describes: see fields.", fields=fields)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(request, 401, "Send a key that is in force: Authorization: Bearer KEY.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


def problem(request: HttpRequest, status: int, message: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"message": message, "rule": "", "fields": {}} | more, status=status)
