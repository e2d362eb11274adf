"""Each role follows every link it is given: each page answers, is accessible and fits a phone."""

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser

from tests.journeys.product import Product
from tests.journeys.visitor import DESK, Visitor, visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ROLES = ("coordinator", "director", "booking", "clinician", "services", "administrator")
MOST = 150
# A page is looked at for the first roles that reach it; for the others it must answer.
LOOKS = 2
looked_at: Counter[str] = Counter()
# Leaving, files, and what machines read are no pages of ours.
PASSED_OVER = re.compile(r"/logout/|/static/|/api/|format=(csv|xlsx)|/returned/|/template/")


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_a_role_leads_to_a_good_page(browser: Browser, product: Product, role: str):
    with visitor(browser, product, f"every-page-{role}") as person:
        person.signs_in(role)
        seen = follow_all(person)
        assert len(seen) >= 5, seen
        person.must_be_content()


def follow_all(person: Visitor) -> set[str]:
    """One page of each name that the links reach, nearest first."""
    waiting, seen = deque([urlsplit(person.page.url).path]), set[str]()
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        name = name_of(path)
        if name is None or name in seen:
            continue
        seen.add(name)
        answer = person.page.goto(f"{person.product.address}{path}")
        if answer is None or answer.status != 200:
            person.faults.append(f"{path} ({name}) answered {answer.status if answer else 'nothing'}")
            continue
        if looked_at[name] < LOOKS:
            person.looks(name.replace(":", "-"), audited=(DESK,))
            looked_at[name] += 1
        waiting.extend(links(person))
    return seen


def name_of(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def links(person: Visitor) -> list[str]:
    """The links of a page that stay inside the product."""
    found = person.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    whole = [urljoin(person.page.url, href) for href in found]
    inside = [href for href in whole if href.startswith(person.product.address) and not PASSED_OVER.search(href)]
    return [href.removeprefix(person.product.address).partition("#")[0] for href in inside]
