"""Whose policy applies, by topic, place, patient and day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.whose_policy import Applies, Follows, NotAgreed, PolicyRow, applies

pytestmark = pytest.mark.row("M-38")
DAY = date(2026, 2, 1)


def row(key="pair", **given):
    values = {
        "topic": "sepsis",
        "host": "H",
        "guest": "G",
        "site": "",
        "follows": Follows.GUEST,
        "starts_on": date(2026, 1, 1),
        "confirmed": True,
    }
    return PolicyRow(key=key, **values | given)


PAIR, SITE = row(), row("site", site="H1", follows=Follows.HOST)
OWN = row("own", guest="H", follows=Follows.HOST, confirmed=False)
LATER = row("later", starts_on=date(2026, 1, 20))
SAID = row("said", confirmed=False, starts_on=date(2026, 1, 30))


@pytest.mark.parametrize(
    ("rows", "asked", "key"),
    [
        ([PAIR], {}, "pair"),
        ([PAIR], {"site": "H1"}, "pair"),
        ([PAIR, SITE], {"site": "H1"}, "site"),
        ([SITE, PAIR], {"site": "H2"}, "pair"),
        ([SITE], {"site": ""}, None),
        ([PAIR, OWN], {"guest": "H"}, "own"),
        ([PAIR], {"guest": "H"}, None),
        ([OWN], {}, None),
        ([PAIR], {"topic": "falls"}, None),
        ([PAIR], {"host": "G", "guest": "H"}, None),
        ([LATER, PAIR], {}, "later"),
        ([LATER, PAIR], {"on": date(2026, 1, 19)}, "pair"),
        ([PAIR], {"on": date(2026, 1, 1)}, "pair"),
        ([PAIR], {"on": date(2025, 12, 31)}, None),
        ([row(ended_on=DAY)], {}, None),
        ([row(ended_on=DAY + timedelta(days=1))], {}, "pair"),
        ([PAIR, SAID], {}, None),
    ],
)
def test_row_that_applies(rows, asked, key):
    given = {"topic": "sepsis", "guest": "G", "host": "H", "site": "", "on": DAY} | asked
    found = applies(rows, given.pop("topic"), **given)
    assert (found.row.key if isinstance(found, Applies) else None) == key
    assert found.words


def test_one_sided_words_are_shown_and_not_taken_as_agreed():
    found = applies([SAID], "sepsis", guest="G", host="H", site="", on=DAY)
    assert isinstance(found, NotAgreed)
    assert (found.rule, found.stated) == ("POL-3", SAID)


codes = st.sampled_from(["H", "G", "K"])
some_rows = st.lists(
    st.builds(
        PolicyRow,
        key=st.text("abc", min_size=1),
        topic=st.sampled_from(["sepsis", "falls"]),
        host=codes,
        guest=codes,
        site=st.sampled_from(["", "H1"]),
        follows=st.sampled_from(Follows),
        starts_on=st.dates(date(2025, 12, 1), date(2026, 3, 1)),
        ended_on=st.none() | st.dates(date(2025, 12, 1), date(2026, 3, 1)),
        confirmed=st.booleans(),
    )
)


@given(some_rows, codes, codes)
@pytest.mark.promise("AL-4")
def test_no_policy_is_named_that_both_did_not_say(rows, guest, host):
    found = applies(rows, "sepsis", guest=guest, host=host, site="H1", on=DAY)
    if isinstance(found, Applies):
        assert found.row.confirmed or guest == host
        assert (found.row.topic, found.row.guest, found.row.host) == ("sepsis", guest, host)
        assert found.row.starts_on <= DAY
        assert found.row.ended_on is None or found.row.ended_on > DAY
