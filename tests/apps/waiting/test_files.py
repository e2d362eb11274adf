"""A file of the list is made of whole columns, and says what a file made row by row would say."""

from datetime import date

import polars as pl
import pytest

from alongside.apps.waiting.presenters import files
from alongside.apps.waiting.presenters.files import csv_bytes
from alongside.web.exports import csv_lines
from alongside.web.tables import Column
from tests import factories

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    'a "quoted" word',
    "one, two",
    "line\nbreak",
    "a\rb",
    "é – “”",
    None,
]


def test_columns_at_once_give_the_bytes_that_rows_one_by_one_give():
    table = pl.DataFrame(
        {
            "text": HOSTILE,
            "day": [date(2026, 1, day) if day % 3 else None for day in range(1, 13)],
            "count": [number if number % 4 else None for number in range(-6, 6)],
        }
    )
    columns = [Column("text", "Some text"), Column("day", "Day", "date"), Column("count", "=Count", "number")]
    assert csv_bytes(columns, table) == b"".join(csv_lines(columns, table.iter_rows(named=True)))


@pytest.mark.django_db
def test_cell_is_blank_where_there_is_nothing_to_say(area):
    factories.pathway(area.ours, decision_to_admit_on=None, priority="", procedure_code="", site_code="")
    factories.pathway(area.ours, priority="", procedure_code="", asa=None)
    file = factories.client_of(area.booking).get("/waiting/?format=csv").content.decode()
    assert "–" not in file
    assert '""' not in file
    assert file.count("Not known") == 2
    assert "Operation, Clinical priority, ASA grade" in file


@pytest.mark.django_db
def test_list_too_long_for_a_spreadsheet_says_so_and_keeps_the_filters(area, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_SHEET", 1)
    client = factories.client_of(area.booking)
    for _ in range(2):
        factories.pathway(area.ours)
    response = client.get("/waiting/?format=xlsx&state=open")
    assert response.url == "/waiting/?state=open"
    assert "these filters show 2. Download the CSV file" in client.get(response.url).content.decode()
    assert client.get("/waiting/?format=csv").status_code == 200


@pytest.mark.django_db
def test_file_of_nothing_at_all_has_its_headings_and_no_row(area):
    from alongside.apps.audit.isolation import acting_for
    from alongside.apps.waiting.models import Pathway
    from alongside.apps.waiting.queries.files import file_table

    with acting_for(area.ours.id):
        assert file_table(Pathway.objects.filter(pk__in=[]), date(2026, 1, 31)).height == 0
