"""Anybody reads what the service is, before and without signing in."""

import pytest

from tests.journeys.conftest import Open

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.row("M-81")
def test_anybody_reads_the_public_pages(open_browser: Open):
    # given somebody who has no account
    visitor = open_browser()
    # when they open the service
    visitor.opens("/").looks("home")
    # then they read what it is, who answers for it and how to be helped
    assert visitor.heading
    for name in ("About this service", "Accessibility"):
        visitor.follows(name, inside="footer").looks(name.lower().replace(" ", "-"))
        assert visitor.heading
    # and a page of work sends them to sign in
    visitor.opens("/work/").looks("sign-in")
    assert "/accounts/login/" in visitor.page.url
    visitor.opens("/nothing/here/").looks("not-found")
    visitor.reads("not found")
