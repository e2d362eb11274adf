"""Whose policy applies, by topic, place, patient and day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.whose_policy import Applies, Between, Follows, NotAgreed, PolicyRow, applies, not_replaced

pytestmark = pytest.mark.row("M-63")
DAY = date(2026, 2, 1)


def row(key="pair", **given):
    values = {
        "topic": "sepsis",
        "host": "H",
        "guest": "G",
        "site": "",
        "follows": Follows.GUEST,
        "starts_on": date(2026, 1, 1),
        "agreed_from": date(2025, 12, 1),
    }
    return PolicyRow(key=key, **values | given)


PAIR, SITE = row(), row("site", site="H1", follows=Follows.HOST)
OWN = row("own", guest="H", follows=Follows.HOST, agreed_from=None)
LATER = row("later", starts_on=date(2026, 1, 20))
SAID = row("said", agreed_from=None, starts_on=date(2026, 1, 30))
FIRST = row("first", line="L")
NEXT_MONTH = row("next", line="L", number=2, starts_on=date(2026, 3, 1))
UNREAD = row("unread", line="L", number=2, starts_on=date(2026, 1, 15), agreed_from=None)
READ = row("read", line="L", number=2, starts_on=date(2026, 1, 15), agreed_from=date(2026, 1, 30))
TAKEN_BACK = row("back", line="L", number=2, agreed_until=DAY)
NEVER_BEGAN = row("never", line="L", number=2, starts_on=date(2026, 1, 20), agreed_until=date(2026, 1, 10))


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
        ([PAIR, SAID], {}, "pair"),
        ([FIRST, NEXT_MONTH], {}, "first"),
        ([FIRST, NEXT_MONTH], {"on": date(2026, 3, 1)}, "next"),
        ([FIRST, UNREAD], {}, "first"),
        ([FIRST, READ], {}, "read"),
        ([FIRST, READ], {"on": date(2026, 1, 29)}, "first"),
        ([FIRST, TAKEN_BACK], {}, None),
        ([FIRST, TAKEN_BACK], {"on": date(2026, 1, 31)}, "back"),
        ([FIRST, NEVER_BEGAN], {}, "first"),
        ([row(agreed_until=DAY)], {}, None),
        ([row(agreed_until=DAY)], {"on": date(2026, 1, 31)}, "pair"),
        ([row("own", guest="H", line="L"), row("new", guest="H", line="L", number=2)], {"guest": "H"}, "new"),
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


def asked_with(rows, between):
    return applies(rows, "sepsis", guest="G", host="H", site="", on=DAY, between=between)


def test_both_are_said_to_agree_only_while_their_agreement_stands():
    assert asked_with([PAIR], Between()).words == "Agreed by both organisations"
    ended = asked_with([PAIR], Between("It was ended on 1 January 2026 (AGR-3)"))
    assert isinstance(ended, NotAgreed)
    assert (ended.rule, ended.stated) == ("POL-4", PAIR)
    assert "(AGR-3)" in ended.words
    unknown = asked_with([PAIR], Between(None))
    assert isinstance(unknown, Applies)
    assert "theirs to read" in unknown.words


def test_newer_words_that_wait_are_named_beside_those_that_hold():
    found = asked_with([FIRST, UNREAD], Between())
    assert (found.row, found.later) == (FIRST, UNREAD)
    assert asked_with([FIRST, row("gone", line="L", number=2, agreed_from=None, ended_on=DAY)], Between()).later is None


def test_yes_that_was_taken_back_is_not_called_unread():
    assert "taken back its yes" in asked_with([FIRST, TAKEN_BACK], Between()).words


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
        agreed_from=st.none() | st.dates(date(2025, 12, 1), date(2026, 3, 1)),
        agreed_until=st.none() | st.dates(date(2025, 12, 1), date(2026, 3, 1)),
        line=st.sampled_from(["", "L"]),
        number=st.integers(1, 3),
    )
)


@given(some_rows, codes, codes)
@pytest.mark.promise("AL-4")
def test_no_policy_is_named_that_both_did_not_say(rows, guest, host):
    found = applies(rows, "sepsis", guest=guest, host=host, site="H1", on=DAY)
    if isinstance(found, Applies):
        assert guest == host or (found.row.agreed_from and found.row.agreed_from <= DAY)
        assert found.row.agreed_until is None or found.row.agreed_until > DAY
        assert (found.row.topic, found.row.guest, found.row.host) == ("sepsis", guest, host)
        assert found.row.starts_on <= DAY
        assert found.row.ended_on is None or found.row.ended_on > DAY


@given(some_rows, st.dates(date(2026, 1, 1), date(2026, 2, 28)))
def test_words_that_nobody_said_yes_to_change_no_answer(rows, on):
    """A new version takes nothing over before both have said it."""
    rows = [replace(each, key=str(at), host="H", guest="G", line="L") for at, each in enumerate(rows)]
    unread = row("unread", line="L", number=9, agreed_from=None, site="H1")
    before, after = (applies(each, "sepsis", guest="G", host="H", site="H1", on=on) for each in (rows, [*rows, unread]))
    if isinstance(before, Applies):
        assert isinstance(after, Applies)
        assert after.row == before.row


def test_version_that_was_taken_over_from_stays_so():
    assert not_replaced([FIRST, READ], DAY) == [READ]
    assert not_replaced([FIRST, READ], date(2026, 1, 29)) == [FIRST, READ]
    assert not_replaced([PAIR, LATER], DAY) == [PAIR, LATER], "rows of no line stand beside each other"
