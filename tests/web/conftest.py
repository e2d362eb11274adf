"""The pages' environment without a database: enough settings to draw templates."""

from pathlib import Path

import django
import jinja2
import pytest
from django.conf import settings


def _configure() -> None:
    """Stand-in settings, only where pytest-django has not brought the product's own."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=["django.contrib.messages", "django.contrib.staticfiles", "alongside.web"],
        STATIC_URL="/static/",
        TIME_ZONE="Europe/London",
        USE_TZ=True,
        ALLOWED_HOSTS=["testserver"],
    )
    django.setup()


_configure()


@pytest.fixture(scope="session")
def env() -> jinja2.Environment:
    from alongside.web.environment import environment

    return environment(loader=jinja2.FileSystemLoader(Path(__file__).parent / "samples"))
