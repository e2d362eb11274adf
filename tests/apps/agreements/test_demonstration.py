"""Are the modelled agreements whole, and is what they lack lacking on purpose?"""

from datetime import timedelta

import pytest

from alongside.apps.accounts.models import Organisation
from alongside.demo.agreements import MODELLED, NONE, SIGNED, TERMS, TOOLKIT, UNFINISHED, Pair, clauses_of
from alongside.demo.published import AS_OF
from alongside.domain.agreement_clauses import missing, services_of, term_of
from alongside.domain.agreement_force import Service
from alongside.domain.agreement_sharing import Standing
from alongside.domain.agreement_state import review_day
from alongside.domain.agreement_topics import TOPICS

STANDINGS = (Standing(TOOLKIT["status"], TOOLKIT["on"]),) * 2


def pair(guest="RWF", host="AVQ01"):
    sides = [Organisation(code=code, name=f"Organisation {code}", kind="trust") for code in (guest, host)]
    return Pair(*sides, ("100", "110"))


def test_a_signed_text_lacked_nothing_but_the_toolkit_of_its_day():
    one = pair()
    signed = one.term.starts_on - SIGNED
    assert {gap.reason.rule for gap in missing(clauses_of(one), STANDINGS, signed)} == {"CLA-8"}
    assert missing(clauses_of(one), STANDINGS, TOOLKIT["on"]) == ()


def test_text_says_that_it_is_modelled():
    for topic, clause in clauses_of(pair()).items():
        if TOPICS[topic].needs_answer:
            assert MODELLED in clause.answer, topic


def test_services_and_term_are_the_pair_s():
    clauses = clauses_of(pair())
    assert services_of(clauses) == {Service("100"), Service("110")}
    assert term_of(clauses) == pair().term


@pytest.mark.parametrize("codes", UNFINISHED)
def test_an_unfinished_text_lacks_five_things(codes):
    found = missing(clauses_of(pair(*codes)), STANDINGS, TOOLKIT["on"])
    assert sorted(gap.reason.rule for gap in found) == ["CLA-1", "CLA-10", "CLA-3", "CLA-4", "CLA-6"]


def test_the_exceptions_are_what_the_page_says():
    assert {("RVV", "AVQ01")} == NONE
    due, over = TERMS["RWF", "ADP02"], TERMS["RPA", "NWF01"]
    assert review_day(due.ends_on) <= AS_OF <= due.ends_on
    assert over.ends_on < AS_OF - timedelta(days=1)
