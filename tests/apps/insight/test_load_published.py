"""A month of published counts replaces itself and nothing else."""

from datetime import date

import polars as pl
import pytest

from alongside.apps.insight.actions import load_published
from alongside.apps.insight.models import PublishedCount
from alongside.formats.rtt import Extract, UnknownCode
from alongside.formats.rtt.layout import BANDS

pytestmark = pytest.mark.django_db


def row(board: str, provider: str, commissioner: str, function: str, part: str, count: int) -> dict[str, object]:
    bands = dict.fromkeys(BANDS, None if part == "3" else 0) | ({} if part == "3" else {BANDS[3]: count})
    names = {"provider_parent_code": board, "provider_code": provider, "provider_name": f"NAME {provider}"}
    return names | {
        "provider_parent_name": f"BOARD {board}",
        "commissioner_code": commissioner,
        "treatment_function": function,
        "part": part,
        "unknown_start": 1,
        "total_all": count + 1,
        **bands,
    }


@pytest.fixture
def extract() -> Extract:
    rows = [
        row("QAA", "RAA", "C1", "110", "2", 10),
        row("QAA", "RAA", "C2", "110", "2", 5),
        row("QAA", "RAA", "C1", "999", "2", 10),
        row("QAA", "RAA", "C1", "110", "3", 7),
        row("QBB", "RBB", "C1", "110", "2", 3),
    ]
    return Extract(date(2026, 1, 31), pl.DataFrame(rows, infer_schema_length=None))


def test_commissioners_are_summed_and_the_total_row_left_out(extract):
    assert load_published(extract=extract) == 3
    one = PublishedCount.objects.get(provider_code="RAA", part="2")
    assert (one.month, one.total, one.unknown_start, one.bands[3], sum(one.bands)) == (date(2026, 1, 1), 17, 2, 15, 15)
    assert sum(PublishedCount.objects.get(part="3").bands) == 0


def test_same_month_again_replaces_itself(extract):
    load_published(extract=extract)
    assert load_published(extract=extract) == 3
    assert PublishedCount.objects.count() == 3


def test_one_board_leaves_the_others_alone(extract):
    load_published(extract=extract)
    assert load_published(extract=extract, boards=["qaa"]) == 2
    assert PublishedCount.objects.filter(board_code="QBB").count() == 1


def test_unknown_board_is_named_and_nothing_changes(extract):
    load_published(extract=extract)
    with pytest.raises(UnknownCode, match="ZZZ"):
        load_published(extract=extract, boards=["ZZZ"])
    assert PublishedCount.objects.count() == 3
