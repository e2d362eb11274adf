"""No history of edits, signatures, endings, renewals and days gives force that both did not sign for those words.

The expectation is written from the raw history, without asking the rules it tests.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from alongside.domain.agreement_force import Agreed, Permit, Service, in_force
from alongside.domain.agreement_state import (
    Act,
    Side,
    State,
    Step,
    Term,
    VersionFacts,
    ends_now,
    first_day,
    may,
    may_end_from,
    state_of,
)

STARTS = [date(2026, 3, 27), date(2026, 10, 23), date(2028, 2, 27), date(2026, 12, 29)]
SERVICES = [Service("110"), Service("110", "hip"), Service("130")]


@dataclass
class Written:
    """One version as the people wrote it, with what its ending meant: over from a day, or never to hold at all."""

    words: int
    term: Term
    service: Service
    steps: list[Step] = field(default_factory=list)
    over: date = date.max
    never: bool = False

    @property
    def digest(self):
        return f"{self.words}|{self.term}|{self.service}"

    @property
    def is_signed(self):
        return {step.side for step in self.steps if step.act is Act.SIGN and step.digest == self.digest} == set(Side)


class Histories(RuleBasedStateMachine):
    @initialize(start=st.sampled_from(STARTS), length=st.integers(0, 5), service=st.sampled_from(SERVICES))
    def opened(self, start, length, service):
        self.today = start
        self.written = 1
        self.versions = [Written(1, Term(start, start + timedelta(days=length)), service)]

    def facts(self):
        """As the product's tables are read: newest first, so that each knows when the next begins."""
        made, following = [], None
        for number in range(len(self.versions), 0, -1):
            one = self.versions[number - 1]
            facts = VersionFacts(number, one.digest, one.term, tuple(one.steps), following)
            made.append(facts)
            begins = first_day(facts)
            if begins:
                following = min(begins, following or begins)
        return made[::-1]

    def asked(self, act, side):
        return may(self.facts()[-1], act, side, (), self.today).allowed

    @rule(
        ahead=st.integers(-1, 3),
        length=st.integers(0, 5),
        service=st.sampled_from(SERVICES),
        side=st.sampled_from(Side),
    )
    def edit(self, ahead, length, service, side):
        self.write(ahead, length, service, side)

    def write(self, ahead, length, service, side):
        if self.asked(Act.EDIT, side):
            starts = self.today + timedelta(days=ahead)
            self.written += 1
            latest = self.versions[-1]
            latest.words, latest.term, latest.service = (
                self.written,
                Term(starts, starts + timedelta(days=length)),
                service,
            )

    @rule(side=st.sampled_from(Side))
    def agree(self, side):
        self.give(Act.AGREE, side)

    @rule(side=st.sampled_from(Side))
    def sign(self, side):
        self.give(Act.SIGN, side)

    @rule()
    def both_agree_and_sign(self):
        for act in (Act.AGREE, Act.SIGN):
            for side in Side:
                self.give(act, side)

    @rule(side=st.sampled_from(Side), service=st.sampled_from(SERVICES))
    def words_change_between_two_signatures(self, side, service):
        for each in Side:
            self.give(Act.AGREE, each)
        self.give(Act.SIGN, side)
        self.write(0, 3, service, side)
        self.give(Act.SIGN, Side.HOST if side is Side.GUEST else Side.GUEST)

    def give(self, act, side):
        if self.asked(act, side):
            self.versions[-1].steps.append(Step(act, side, self.today, self.versions[-1].digest))

    @rule(side=st.sampled_from(Side), ahead=st.integers(-1, 3))
    def end(self, side, ahead):
        day = self.today + timedelta(days=ahead)
        if not may_end_from(day, self.today).allowed:
            return
        numbers = ends_now(self.facts(), day, self.today)
        assert numbers or not self.held_after(day), "what both signed was not ended"
        for number in numbers:
            one = self.versions[number - 1]
            one.steps.append(Step(Act.TERMINATE, side, self.today, one.digest, day))
        # What an ending means, whatever the rules made of it: what one side gave before it counts no more.
        for one in self.versions if numbers else ():
            one.over, one.never = min(one.over, day), one.never or not one.is_signed

    def held_after(self, day):
        """Would a version in force today hold on this day, for all that anybody has said?"""
        held = [one for one in self.versions if self.begun(one)]
        return bool(held) and held[-1].over > day and self.today <= held[-1].term.ends_on

    @rule(side=st.sampled_from(Side))
    @precondition(lambda self: len(self.versions) < 4)
    def send_back(self, side):
        if self.asked(Act.SEND_BACK, side):
            latest = self.versions[-1]
            latest.steps.append(Step(Act.SEND_BACK, side, self.today, latest.digest))
            latest.never = True
            self.versions.append(Written(latest.words, latest.term, latest.service))

    @rule(side=st.sampled_from(Side), ahead=st.integers(0, 3))
    @precondition(lambda self: len(self.versions) < 3)
    def one_side_signs_the_renewal_and_ends_it_all(self, side, ahead):
        """And then the other side signs, on the strength of that first signature."""
        self.renew(side)
        self.write(0, 3, SERVICES[0], side)
        for each in Side:
            self.give(Act.AGREE, each)
        self.give(Act.SIGN, side)
        self.end(side, ahead)
        self.give(Act.SIGN, Side.HOST if side is Side.GUEST else Side.GUEST)

    @rule(side=st.sampled_from(Side))
    @precondition(lambda self: len(self.versions) < 3)
    def renew(self, side):
        if self.asked(Act.RENEW, side):
            latest = self.versions[-1]
            self.versions.append(Written(latest.words, latest.term, latest.service))

    @rule(days=st.integers(1, 3))
    def days_pass(self, days):
        self.today += timedelta(days=days)

    @invariant()
    def force_is_what_both_signed(self):
        facts = self.facts()
        agreed = [
            Agreed("a", one.number, "G", "H", frozenset({version.service}), one)
            for one, version in zip(facts, self.versions, strict=True)
        ]
        for asked in SERVICES:
            answer = in_force(agreed, "G", "H", asked, self.today)
            assert isinstance(answer, Permit) is self.expected(asked)

    def expected(self, asked):
        """From the history alone: the newest version begun decides."""
        held = [one for one in self.versions if self.begun(one)]
        if not held:
            return False
        one = held[-1]
        named = one.service.function == asked.function and one.service.group in ("", asked.group)
        return self.today < one.over and self.today <= one.term.ends_on and named

    def begun(self, one):
        return one.is_signed and not one.never and one.term.starts_on <= self.today

    @invariant()
    def at_most_one_version_holds(self):
        holding = [one for one in self.facts() if state_of(one, self.today) in (State.ACTIVE, State.REVIEW_DUE)]
        assert len(holding) <= 1

    @invariant()
    def yesterday_stays_as_it_was(self):
        """What is done today never changes whether a version held on a day that has passed."""
        past = getattr(self, "past", {})
        yesterday = self.today - timedelta(days=1)
        held = frozenset(
            one.number for one in self.facts() if state_of(one, yesterday) in (State.ACTIVE, State.REVIEW_DUE)
        )
        assert past.setdefault(yesterday, held) == held
        self.past = past


Histories.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@pytest.mark.slow
@pytest.mark.row("M-39")
@pytest.mark.row("M-49")
@pytest.mark.promise("AL-3")
class TestHistories(Histories.TestCase):
    """Run as a test of its own so that its marks are seen."""
