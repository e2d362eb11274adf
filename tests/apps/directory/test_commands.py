"""`alongside load directory`: what the person who runs the installation is told."""

import pytest

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory.commands import CannotLoadError, load_file
from alongside.apps.directory.models import Site
from alongside.formats.ods.sites import COLUMNS

HEADING = ",".join(COLUMNS)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sites.csv"

    def write(*lines):
        path.write_text("\n".join([HEADING, *lines]))
        return path

    return write


def line(code, organisation, sector="acute"):
    return f"{code},{organisation.code},=New site,{sector},TN24 0LZ,,,,,2,published: list"


def test_file_of_a_board_is_loaded_and_bad_rows_go_back(area, file):
    path = file(line("NEW01", area.trust), line("NEW02", area.hospital, "space"), "NEW03,R999,x,acute,TN24 0LZ,,,,,,x")
    found = load_file(path, area.board.code.lower())
    assert {name: found[name] for name in ("read", "new", "changed", "same", "bad")} == {
        "read": 3, "new": 1, "changed": 0, "same": 0, "bad": 2,
    }  # fmt: skip
    text = found["returned"].decode("utf-8-sig")
    assert '3,"sector: cannot be “space”' in text
    assert "4,organisation_code: R999 is not an organisation whose sites you may load,NEW03" in text
    assert "'=New site" in text
    act_for(area.trust.id)
    assert Site.objects.get(code="NEW01").critical_care_level == 2


def test_file_that_cannot_be_used_is_one_sentence(area, file, tmp_path):
    with pytest.raises(CannotLoadError, match="There is no organisation with the code NOBODY"):
        load_file(file(), "NOBODY")
    with pytest.raises(CannotLoadError, match="There is no file"):
        load_file(tmp_path / "absent.csv", area.trust.code)
    with pytest.raises(CannotLoadError, match="a heading and no site"):
        load_file(file(), area.trust.code)
