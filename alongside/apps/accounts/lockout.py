"""What does somebody see after too many wrong passwords?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    return render(request, "accounts/locked_out.jinja", status=429)
