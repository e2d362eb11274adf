"""A booking manager sends the list in, gets the bad rows back, finds a patient and says why they look."""

from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import expect

from alongside.formats.wlmds.template import template
from tests.journeys.conftest import Open
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]
LOADED = 120_000


@pytest.mark.row("M-11", "M-15")
@pytest.mark.promise("AL-1", "AL-8")
def test_booking_manager_sends_a_list_and_looks_somebody_up(open_browser: Open, has_scripts: bool, tmp_path: Path):
    # given a file of two good rows and one whose clock starts in the future, one heading under a local name
    mark = "SCRIPTS" if has_scripts else "PLAIN"
    file = write_list(tmp_path / f"list-{mark}.csv", mark)
    manager = open_browser().signs_in("booking").looks("today")
    # when it is sent
    manager.follows("Waiting list", inside="header").looks("list")
    manager.opens("/waiting/uploads/").looks("send")
    manager.presses("Send the file").looks("no-file")
    manager.page.locator("input[type=file]").set_input_files(file)
    day(manager, "31", "1", "2026")
    manager.presses("Send the file")
    # then they say which column is which, and read what became of every row
    columns = manager.page.get_by_role("heading", name="Which column is which?")
    say_which = manager.page.locator("main a", has_text="Say which column is which")
    expect(columns.or_(say_which).first).to_be_visible(timeout=LOADED)
    if say_which.is_visible():
        manager.clicks_on(say_which)
    manager.looks("columns")
    manager.presses("Check and load 3 rows")
    expect(manager.page.locator("main a", has_text="Download the returned rows")).to_be_visible(timeout=LOADED)
    manager.looks("what-became-of-it")
    # and the returned file holds the bad row with its reason
    with manager.page.expect_download() as waiting:
        manager.page.locator("main a", has_text="Download the returned rows").click()
    returned = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert f"ROW-{mark}-3" in returned
    assert f"ROW-{mark}-1" not in returned
    # when they look for the patient by the local number, with a reason
    manager.opens("/waiting/find/").looks("find")
    manager.page.locator("main input[name=text]").fill(f"ROW-{mark}-1")
    manager.page.get_by_label("Why you are looking for this patient").select_option("booking")
    manager.presses("Find").looks("found")
    manager.clicks_on(manager.page.locator("main table tbody a").first).looks("pathway")
    assert f"FAMILY-{mark}-1" not in manager.text
    # then who it is shows only after they say why, and their own look is in the log
    manager.follows("Show who this is").looks("why")
    manager.presses("Show who this is").looks("why-missing")
    manager.page.get_by_label("To book or offer an appointment").check()
    manager.presses("Show who this is").looks("identity")
    manager.reads(f"FAMILY-{mark}-1")
    manager.reads("Who in your organisation has seen this")
    manager.reads("Sam Whitfield")


def write_list(path: Path, mark: str) -> Path:
    row = dict(template("RVV").row(0, named=True))
    rows = []
    for number in (1, 2, 3):
        own = {
            "NHS_NUMBER": None,
            "LOCAL_PATIENT_IDENTIFIER": f"ROW-{mark}-{number}",
            "PATIENT_PATHWAY_IDENTIFIER": f"{mark}{number}".rjust(20, "0"),
            "ALONGSIDE_FAMILY_NAME": f"FAMILY-{mark}-{number}",
        }
        rows.append(row | own)
    rows[2]["REFERRAL_TO_TREATMENT_PERIOD_START_DATE"] = "2031-01-01"
    table = pl.DataFrame(rows, schema=dict.fromkeys(row, pl.String))
    table.rename({"ALONGSIDE_BMI": "Body mass index"}).write_csv(path)
    return path


def day(visitor: Visitor, day: str, month: str, year: str) -> None:
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        visitor.page.locator("main").get_by_label(label, exact=True).fill(value)
