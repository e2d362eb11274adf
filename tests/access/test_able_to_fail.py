"""The access matrix itself: a fault in a role, a page or a refusal does not get past it."""

import pytest
from django.http import HttpResponse, HttpResponseForbidden, HttpResponseRedirect, StreamingHttpResponse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Administrator, Clinician, Permission
from tests.access import actors as who
from tests.access.actors import STRANGER, Actor
from tests.access.addresses import Address, UnknownArgument, addresses
from tests.access.expected import expected
from tests.access.secrets import leaks
from tests.access.test_pages import Matrix
from tests.access.world import World

HOLDER, PARTNER = Actor("clinician", who.OWN), Actor("clinician", who.PARTNER)


def test_page_without_a_permission_cannot_be_written():
    with pytest.raises(TypeError, match="must name the permission"):
        type("OpenView", (WorkView,), {})


def test_page_without_a_permission_is_noticed_by_the_matrix():
    with pytest.raises(AssertionError, match="names no permission"):
        expected(Address("waiting:everything", (), lambda request: None), STRANGER, "GET")


def test_address_with_an_unknown_argument_is_named():
    with pytest.raises(UnknownArgument, match="waiting:show-wombat takes “wombat_id”"):
        _ = Address("waiting:show-wombat", ("wombat_id",), None).things


def test_every_argument_of_every_address_is_known():
    assert all(address.things is not None for address in addresses())


@pytest.mark.parametrize(
    ("response", "actor", "told"),
    [
        (HttpResponse("Zephyrine"), HOLDER, []),
        (HttpResponse("Zephyrine"), PARTNER, ["given name"]),
        (HttpResponseForbidden("not for you: Zephyrine"), HOLDER, ["given name"]),
        (HttpResponse(b"999 045 6704"), PARTNER, ["NHS number"]),
        (HttpResponse(headers={"Content-Disposition": "27%20February+1931.csv"}), PARTNER, ["birth date"]),
        (HttpResponseRedirect("/?name=Quibblethorpe"), HOLDER, ["family name"]),
        (StreamingHttpResponse([b"LOCAL-", b"PQ-7731"]), PARTNER, ["local patient number"]),
        (HttpResponse("1931"), PARTNER, []),
    ],
)
def test_leak_is_found_wherever_it_is(response: HttpResponse, actor: Actor, told: list[str]):
    assert leaks(response, actor) == told


@pytest.mark.slow
def test_role_that_was_given_too_much_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch):
    """The roles in force differ from the ones that the matrix expects: an administrator sees who a patient is."""
    actor = Actor("administrator", who.OWN)
    monkeypatch.setattr("tests.access.actors.BY_NAME", {"administrator": Administrator})
    generous = type("Generous", (Administrator,), {"permissions": Clinician.permissions | {Permission.SEE_IDENTITY}})
    monkeypatch.setattr("alongside.apps.accounts.access.BY_NAME", {"administrator": generous})
    wrong = "\n".join(Matrix(world, actor).try_all().wrong)
    assert "waiting:show-identity" in wrong
    assert "tells the NHS number" in wrong
