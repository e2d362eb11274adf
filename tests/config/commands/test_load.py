"""`alongside load`: what it prints, what it gives back, and how it says no."""

import polars as pl
import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.waiting.models import Pathway
from alongside.config.commands import load
from tests import factories
from tests.apps.waiting.conftest import row


@pytest.fixture
def ready(monkeypatch):
    """The database runs already."""
    monkeypatch.setattr(load, "start", lambda migrate=False: None)


@pytest.mark.django_db
def test_list_is_loaded_and_bad_rows_come_back(ready, tmp_path, capsys):
    ours = factories.trust(factories.board())
    path, errors = tmp_path / "list.csv", tmp_path / "bad.csv"
    bad = row(ours, 2, REFERRAL_TO_TREATMENT_PERIOD_STATUS="30", ALONGSIDE_PHONE="=1+1")
    rows = [row(ours, 1), bad]
    pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).write_csv(path)
    words = ["wlmds", str(path), "--organisation", ours.code, "--as-of", "2026-01-31", "--errors", str(errors)]
    assert load.main(words) == 1
    said = capsys.readouterr()
    assert [line.split() for line in said.out.splitlines()][:5] == [
        ["read", "2"],
        ["new", "1"],
        ["changed", "0"],
        ["same", "0"],
        ["bad", "1"],
    ]
    assert "1 rows were not taken" in said.err
    returned = errors.read_text()
    assert returned.removeprefix("\ufeff").startswith("source_row,problems")
    assert "[WL-14]" in returned
    assert "'=1+1" in returned
    with acting_for(ours.id):
        assert Pathway.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["wlmds", "{file}"], "Say whose file it is"),
        (["wlmds", "{file}", "--organisation", "ZZZ"], "no organisation with the code ZZZ"),
        (["wlmds", "/nowhere.csv", "--organisation", "ZZZ"], "There is no file"),
        (["rtt", "{file}"], "not an RTT full CSV extract"),
    ],
)
def test_what_cannot_be_loaded_is_said_in_one_sentence(ready, tmp_path, words, says):
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(load.CannotLoad, match=says):
        load.main([word.format(file=path) for word in words])


@pytest.mark.django_db
def test_file_that_is_no_list_is_refused(ready, tmp_path):
    ours = factories.trust(factories.board())
    path = tmp_path / "list.csv"
    path.write_text("NHS_NUMBER,PROVIDER,ASA\n1,2,3\n")
    with pytest.raises(load.CannotLoad, match="has no column for"):
        load.main(["wlmds", str(path), "--organisation", ours.code])


def test_date_that_is_none_stops_the_command(tmp_path, capsys):
    with pytest.raises(SystemExit):
        load.main(["wlmds", "x.csv", "--as-of", "31/01/2026"])
    assert "write it like 2026-01-31" in capsys.readouterr().err
