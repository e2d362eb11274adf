"""`alongside load directory FILE --organisation CODE`: a CSV list of sites into the directory.

An organisation's file holds its own sites; a board's file may hold every site of its area.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.actions import CommandLine, load_sites
from alongside.formats.ods.sites import WrongFileError, read_sites, returned


class CannotLoadError(Exception):
    """What is missing or wrong, and what to do."""


def load_file(path: Path | str, organisation_code: str) -> Mapping[str, Any]:
    """Load a list of sites for one organisation.

    Gives the rows `read`, `new`, `changed`, `same` and `bad`, and `returned`: a CSV file of the bad rows with what to
    put right. Raises CannotLoadError with a sentence when the file or the organisation cannot be used.
    """
    path = Path(path)
    organisation = Organisation.objects.filter(code=organisation_code.upper()).first()
    if organisation is None:
        raise CannotLoadError(f"There is no organisation with the code {organisation_code}. Add it first.")
    if not path.is_file():
        raise CannotLoadError(f"There is no file {path}.")
    raw = path.read_bytes()
    try:
        rows, problems = read_sites(raw)
    except WrongFileError as trouble:
        raise CannotLoadError(str(trouble)) from trouble
    report = load_sites(rows=rows, by=CommandLine(organisation))
    bad = [*problems, *report.problems]
    counts = {"new": report.new, "changed": report.changed, "same": report.same, "bad": len(bad)}
    return {"read": sum(counts.values()), **counts, "returned": returned(raw, bad) if bad else b""}
