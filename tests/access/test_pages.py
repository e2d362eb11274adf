"""Every address, tried by everybody: the right answer, and no byte of a patient or partner in a wrong place (AL-8)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.urls import reverse

from tests.access import actors as who
from tests.access.actors import ACTORS, Actor
from tests.access.addresses import Address, addresses
from tests.access.expected import MOVED, OWN_ACCOUNT, SHOWN, expected
from tests.access.secrets import NHS_NUMBER, found_in, leaks, read
from tests.access.world import World

pytestmark = [pytest.mark.slow, pytest.mark.promise("AL-8")]
FILES = ("csv", "xlsx")
# What is posted; {} where nothing is said. The second of two asks for all that could be shown.
BODIES: dict[str, tuple[dict[str, str], ...]] = {
    "waiting:show-identity": ({}, {"purpose": "direct_care"}),
    "waiting:find-pathway": ({}, {"text": NHS_NUMBER, "purpose": "direct_care"}),
    "directory:edit-criteria": ({"discard": "yes"},),
}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever a request writes is taken back, so that each cell finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Matrix:
    """Tries one person's cells and keeps what was wrong."""

    def __init__(self, world: World, actor: Actor) -> None:
        self.world, self.actor = world, actor
        self.cells = 0
        self.wrong: list[str] = []

    def try_all(self) -> "Matrix":
        for address in addresses():
            path = address.path(self.world.things)
            shown = self.cell(address, "GET", path)
            if shown and address.name not in OWN_ACCOUNT:
                for kind in FILES:
                    self.cell(address, "GET", f"{path}?format={kind}")
            for body in BODIES.get(address.name, ({},)):
                self.cell(address, "POST", path, body)
        return self

    def cell(self, address: Address, method: str, path: str, sent: dict[str, str] | None = None) -> bool:
        """One request; True when a page was shown."""
        self.cells += 1
        client = self.world.client(self.actor)
        with undone():
            response = client.get(path) if method == "GET" else client.post(path, sent)
            found = leaks(response, self.actor, " ".join((path, *(sent or {}).values())))
        right = expected(address, self.actor, method)
        words = f"{method} {address.name} {path.partition('?')[2]} {sent or ''} by {self.actor}"
        if response.status_code not in right:
            self.wrong.append(f"{words}: {response.status_code}, should be {sorted(right)}")
        if response.status_code == MOVED and not self.sent_rightly(address, response):
            self.wrong.append(f"{words}: sent to {response['Location']}")
        self.wrong += [f"{words}: tells the {secret} (status {response.status_code})" for secret in found]
        return response.status_code == SHOWN

    def sent_rightly(self, address: Address, response: HttpResponseBase) -> bool:
        """A stranger to the log-in page, somebody without a role to choose one."""
        if address.permission is None or self.actor.acts:
            return True
        goal = reverse("accounts:choose-organisation") if self.actor.is_known else reverse("account_login")
        return response["Location"].startswith(goal)


@pytest.mark.parametrize("actor", ACTORS, ids=str)
def test_every_address_answers_as_it_should(world: World, actor: Actor, record_property: Callable[..., None]):
    matrix = Matrix(world, actor).try_all()
    record_property("cells", matrix.cells)
    assert not matrix.wrong, "\n".join(matrix.wrong)


def test_identity_is_shown_to_its_holder(world: World):
    """So that its absence everywhere else proves something."""
    clinician = world.client(Actor("clinician", who.OWN))
    path = reverse("waiting:show-identity", args=[world.things["pathway"]])
    with undone():
        told = found_in(read(clinician.post(path, {"purpose": "direct_care"})))
    assert {secret.words for secret in told if secret.is_identity} >= {"family name", "NHS number", "birth date"}


def test_a_form_of_another_page_is_refused_and_tells_nothing(world: World):
    """Nobody's browser can be made to post in their name."""
    client = world.client(Actor("booking_manager", who.OWN), with_csrf_checks=True)
    posted = [address for address in addresses() if address.view_class and address.answers("POST")]
    assert len(posted) >= 20
    for address in posted:
        with undone():
            response = client.post(address.path(world.things), BODIES.get(address.name, ({},))[-1])
            assert (address.name, response.status_code) == (address.name, 403)
            assert found_in(read(response)) == []


def test_size_of_the_matrix(capsys: pytest.CaptureFixture[str]):
    """An enumeration that lost its addresses would pass everything else."""
    found = addresses()
    methods = sum(len(BODIES.get(address.name, ({},))) + 1 for address in found)
    with capsys.disabled():
        print(
            f"\nAccess matrix: {len(found)} addresses x {len(ACTORS)} people x GET and POST = "
            f"{methods * len(ACTORS):,} cells, and CSV and XLSX of every page that was shown"
        )
    assert len(found) >= 70
    assert len(ACTORS) == 6 * 6 + 4
