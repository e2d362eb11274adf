"""A small area, and list files of the national layout made of rows that differ from a good one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from alongside.apps.waiting import actions
from alongside.apps.waiting.actions.importing import Outcome
from alongside.formats.wlmds.template import template
from tests import factories

AS_OF = date(2026, 1, 31)


@pytest.fixture
def area() -> SimpleNamespace:
    """A board and two trusts with one person for each role that matters here."""
    board = factories.board()
    ours, theirs = factories.trust(board), factories.trust(board)
    return SimpleNamespace(
        board=board,
        ours=ours,
        theirs=theirs,
        coordinator=factories.person("coordinator", board),
        booking=factories.person("booking_manager", ours),
        clinician=factories.person("clinician", ours),
        their_booking=factories.person("booking_manager", theirs),
    )


def row(organisation, number: int, **changed: str | None) -> dict[str, str | None]:
    """A good row; `number` makes the pathway and the patient."""
    good = dict(template(organisation.code).row(0, named=True))
    good |= {
        "PATIENT_PATHWAY_IDENTIFIER": f"PW{number:018}",
        "LOCAL_PATIENT_IDENTIFIER": f"H{number:05}",
        "NHS_NUMBER": factories.with_check_digit_for(500 + number),
        "ALONGSIDE_FAMILY_NAME": f"FAMILY{number}",
        "ORGANISATION_CODE_PPI_ISSUER": organisation.code,
    }
    return good | changed


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(*rows: dict[str, str | None], name: str = "list.csv") -> Path:
        path = tmp_path / name
        pl.DataFrame(list(rows), schema=dict.fromkeys(rows[0], pl.String)).write_csv(path)
        return path

    return written


@pytest.fixture
def load(write) -> Callable[..., Outcome]:
    """Brings rows into an organisation's list and says what became of them."""

    def loaded(organisation, *rows: dict[str, str | None], as_of: date = AS_OF) -> Outcome:
        return actions.import_file(path=write(*rows), organisation=organisation, as_of=as_of)

    return loaded
