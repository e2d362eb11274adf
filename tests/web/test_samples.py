"""Sample pages of every component draw, hold no inline style, and use no id twice."""

import re
from pathlib import Path

import jinja2
import pytest

from alongside.web import errors
from tests.web import samples

STATIC = Path(errors.__file__).parent / "static"


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_page_is_strict_and_its_ids_are_unique(env: jinja2.Environment, name: str) -> None:
    drawn = samples.draw(env, name)
    ids = re.findall(r'\sid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert not re.search(r'\sstyle=|\son\w+="', drawn)
    assert all(f'nonce="{samples.NONCE}"' in tag for tag in re.findall(r"<script[^>]*>", drawn))
    assert drawn.count("<h1") == 1


@pytest.mark.parametrize("name", ["400", "403", "404", "csrf"])
def test_error_page_draws_for_a_visitor(env: jinja2.Environment, name: str) -> None:
    drawn = env.get_template(f"errors/{name}.jinja").render(title="Page not found", request=None)
    assert "<h1" in drawn
    assert "Sign out" not in drawn


def test_500_page_needs_nothing() -> None:
    assert "Sorry, there is a problem" in errors.plain_500()
    assert "{%" not in errors.plain_500()


def test_static_files_fetch_nothing_from_elsewhere() -> None:
    sheets = [path.read_text() for path in STATIC.rglob("*.css")]
    assert sheets
    for sheet in sheets:
        assert not re.search(r"https?://|@font-face|@import|sourceMappingURL", sheet)
        for name in re.findall(r"url\(([^)]+)\)", sheet):
            assert (STATIC / "vendor/nhsuk" / name).exists()


def test_nhs_logo_is_not_shown(env: jinja2.Environment) -> None:
    drawn = samples.draw(env, "parts")
    assert "nhsuk-header__logo" not in drawn
    assert "© NHS" not in drawn
