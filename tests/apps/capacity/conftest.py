"""An area with a board, a trust that looks for places and a hospital that offers them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.facts import SessionTerms
from alongside.apps.capacity.models import BedNight, TheatreSession
from alongside.apps.directory.models import Site
from alongside.domain.agreement_force import Service
from tests import factories

DAY = date(2026, 2, 2)
SURGERY = Service("110")
UNTIL = datetime(2026, 1, 20, 12, tzinfo=UTC)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Area:
    board: Organisation
    trust: Organisation
    hospital: Organisation
    site: Site
    coordinator: Acting
    booker: Acting
    manager: Acting

    def session(self, **given: Any) -> TheatreSession:
        """A session of the hospital, as the database keeps it."""
        made = factories.session(self.site, **given)
        with acting_for(self.hospital.id):
            return TheatreSession.objects.get(pk=made.pk)

    def beds(self, **given: Any) -> BedNight:
        return factories.bed_night(self.site, **given)

    def terms(self, **given: Any) -> SessionTerms:
        values = {
            "site": self.site,
            "on": DAY,
            "start": time(8, 30),
            "minutes": 240,
            "room": "Theatre 1",
            "treatment_function": "110",
        }
        return SessionTerms(**(values | given))


def make_area() -> Area:
    board = factories.board()
    trust, hospital = factories.trust(board), factories.independent(board)
    factories.agreement(trust, hospital)
    return Area(
        board,
        trust,
        hospital,
        factories.site(hospital),
        factories.person("coordinator", board),
        factories.person("booking_manager", trust),
        factories.person("services_manager", hospital),
    )


@pytest.fixture
def area(db) -> Area:
    return make_area()
