"""`alongside load capacity FILE --organisation CODE`: a spreadsheet of sessions or beds onto the board."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alongside.apps.accounts.models import Organisation
from alongside.apps.capacity.actions.uploads import load_for


class CannotLoad(ValueError):
    """The command was given something that is not there."""


def load_file(path: Path | str, organisation_code: str) -> Mapping[str, Any]:
    """Load a CSV file or workbook for one organisation.

    Gives `kind` ("sessions" or "beds"), the rows `read`, `new`, `changed`, `same` and `bad`, and `returned`: a CSV
    file of the bad rows with what to put right. Raises CannotLoad or WrongFile with a sentence.
    """
    path = Path(path)
    organisation = Organisation.objects.filter(code=organisation_code.upper()).first()
    if organisation is None:
        raise CannotLoad(f"There is no organisation with the code {organisation_code}. Load the directory first.")
    if not path.is_file():
        raise CannotLoad(f"There is no file {path}.")
    return load_for(organisation, path.name, path.read_bytes())
