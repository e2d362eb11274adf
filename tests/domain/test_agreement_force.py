"""The gate: which version allows a move on a day, and which reason is given when none does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.agreement_force import Agreed, Permit, Refusal, Service, in_force, in_force_throughout
from alongside.domain.agreement_state import Act, Side, Step, Term, VersionFacts

pytestmark = [pytest.mark.promise("AL-3"), pytest.mark.row("M-47", "M-49")]
GUEST, HOST = "East Kent", "One Ashford"
PAIR = f"{GUEST} and {HOST}"
FIRST, LAST = date(2025, 4, 1), date(2026, 3, 14)
WHOLE = (Service("110"),)
HIPS, KNEES, EYES = Service("110", "hip"), Service("110", "knee"), Service("130")
SIGNED_ON = date(2025, 3, 1)


def steps(*, agreed=True, signed=True, on=SIGNED_ON, words="w"):
    acts = [Act.AGREE] * agreed + [Act.SIGN] * signed
    return tuple(Step(act, side, on, words) for act in acts for side in Side)


def ending(from_day, side=Side.HOST, on=SIGNED_ON):
    return Step(Act.TERMINATE, side, on, "w", from_day)


def agreed(*, services=WHOLE, version=1, term=(FIRST, LAST), taken=None, begins_next=None, **given):
    facts = VersionFacts(version, "w", Term(*term), steps() if taken is None else taken, begins_next)
    return Agreed("a", version, GUEST, HOST, frozenset(services), facts, **given)


def rule(found):
    return found.reason.rule if isinstance(found, Refusal) else "permit"


def asked(said, service=HIPS, on=date(2025, 6, 1)):
    return in_force(said, GUEST, HOST, service, on)


@pytest.mark.parametrize(
    ("said", "service", "on", "wanted"),
    [
        ((), HIPS, FIRST, "AGR-1"),
        ((agreed(),), HIPS, FIRST, "permit"),
        ((agreed(),), HIPS, FIRST - timedelta(days=1), "AGR-5"),
        ((agreed(),), HIPS, LAST, "permit"),
        ((agreed(),), HIPS, LAST + timedelta(days=1), "AGR-4"),
        ((agreed(),), Service("110"), FIRST, "permit"),
        ((agreed(),), EYES, FIRST, "AGR-2"),
        ((agreed(services=[HIPS]),), HIPS, FIRST, "permit"),
        ((agreed(services=[HIPS]),), KNEES, FIRST, "AGR-2"),
        ((agreed(services=[HIPS]),), Service("110"), FIRST, "AGR-2"),
        ((agreed(services=[HIPS]),), None, FIRST, "permit"),
        ((agreed(services=[]),), None, FIRST, "AGR-2"),
        ((agreed(services=[Service("11")]),), HIPS, FIRST, "AGR-2"),
        ((agreed(taken=()),), HIPS, FIRST, "AGR-5"),
        ((agreed(taken=steps(signed=False)),), HIPS, FIRST, "AGR-5"),
        ((agreed(taken=steps(words="older words")),), HIPS, FIRST, "AGR-5"),
        ((agreed(taken=steps(on=date(2025, 5, 1))),), HIPS, date(2025, 4, 30), "AGR-5"),
        ((agreed(taken=steps(on=date(2025, 5, 1))),), HIPS, date(2025, 5, 1), "permit"),
        ((agreed(taken=(*steps(), ending(date(2025, 6, 1)))),), HIPS, date(2025, 5, 31), "permit"),
        ((agreed(taken=(*steps(), ending(date(2025, 6, 1)))),), HIPS, date(2025, 6, 1), "AGR-3"),
        ((agreed(), agreed(version=2, taken=())), HIPS, LAST + timedelta(days=1), "AGR-4"),
        # Leap day, the night the clocks change, the last day of a year: a day is a day.
        ((agreed(term=(date(2028, 2, 29), date(2028, 2, 29))),), HIPS, date(2028, 2, 28), "AGR-5"),
        ((agreed(term=(date(2028, 2, 29), date(2028, 2, 29))),), HIPS, date(2028, 2, 29), "permit"),
        ((agreed(term=(date(2028, 2, 29), date(2028, 2, 29))),), HIPS, date(2028, 3, 1), "AGR-4"),
        ((agreed(term=(FIRST, date(2026, 3, 29))),), HIPS, date(2026, 3, 29), "permit"),
        ((agreed(term=(FIRST, date(2026, 3, 29))),), HIPS, date(2026, 3, 30), "AGR-4"),
        ((agreed(term=(FIRST, date(2025, 12, 31))),), HIPS, date(2026, 1, 1), "AGR-4"),
    ],
)
def test_what_the_gate_says(said, service, on, wanted):
    assert rule(in_force(said, GUEST, HOST, service, on)) == wanted


def test_a_pair_is_two_ways():
    """The host's own patients are not covered by the guest's agreement."""
    assert rule(in_force((agreed(),), HOST, GUEST, HIPS, FIRST)) == "AGR-1"


def test_own_site_needs_no_agreement():
    assert in_force((), GUEST, GUEST, HIPS, FIRST) == Permit("", 0, None)
    assert in_force_throughout((), GUEST, GUEST, HIPS, FIRST, LAST) == Permit("", 0, None)


def test_next_version_takes_over_on_its_first_day():
    begins = date(2025, 9, 1)
    said = (
        agreed(begins_next=begins),
        agreed(version=2, term=(begins, date(2027, 3, 31)), services=[EYES]),
    )
    assert asked(said, on=date(2025, 8, 31)) == Permit("a", 1, date(2025, 8, 31))
    assert rule(asked(said, on=begins)) == "AGR-2"
    assert asked(said, EYES, begins) == Permit("a", 2, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((), "East Kent and One Ashford have no agreement"),
        (
            (agreed(services=[EYES]),),
            f"The agreement of {PAIR} does not cover Trauma and Orthopaedics (hip); it covers Ophthalmology",
        ),
        (
            (agreed(taken=(*steps(), ending(date(2025, 5, 1))), ended_because="No anaesthetist. "),),
            "East Kent and One Ashford: the agreement was ended from 1 May 2025 by One Ashford: No anaesthetist",
        ),
        (
            (agreed(term=(FIRST, date(2025, 5, 1))),),
            "East Kent and One Ashford: the agreement expired on 1 May 2025",
        ),
        (
            (agreed(taken=(), gaps=5),),
            "East Kent and One Ashford: the agreement is not signed by both: 5 things are missing",
        ),
        (
            (agreed(term=(date(2025, 7, 1), LAST)),),
            "East Kent and One Ashford: the agreement is signed and begins on 1 July 2025",
        ),
    ],
)
def test_words_of_a_refusal(said, words):
    assert asked(said).reason.message == words


def test_words_name_organisations_and_who_can_mend_it():
    names = {"g": "East Kent Hospitals", "h": "One Ashford Hospital", "hip": "Hip replacement"}
    facts = agreed(services=[EYES]).facts
    said = Agreed("a", 1, "g", "h", frozenset({EYES}), facts, owners=("Dr A (East Kent)", "Dr B (One Ashford)"))
    found = in_force((said,), "g", "h", HIPS, FIRST, names=names)
    assert "East Kent Hospitals and One Ashford Hospital does not cover Trauma and Orthopaedics (Hip" in found.words
    assert found.words.endswith("Mended by: Dr A (East Kent) and Dr B (One Ashford)")
    assert found.agreement == "a"
    assert in_force((), "g", "h", HIPS, FIRST, names=names).mended_by == "the medical directors of both"


def throughout(said, first, last, service=HIPS):
    return in_force_throughout(said, GUEST, HOST, service, first, last)


def test_an_agreement_that_ends_before_the_last_day_is_refused_for_all_of_it():
    found = throughout((agreed(),), date(2026, 2, 2), date(2026, 5, 3))
    assert (rule(found), found.last_day) == ("AGR-4", LAST)
    words = "East Kent and One Ashford: the agreement ends on 14 March 2026, before 3 May 2026"
    assert found.reason.message == words
    assert throughout((agreed(),), date(2026, 2, 2), LAST) == Permit("a", 1, LAST)


def test_an_ending_that_is_known_is_named():
    said = agreed(taken=(*steps(), ending(date(2026, 2, 10))))
    found = throughout((said,), date(2026, 2, 2), LAST)
    assert (rule(found), found.last_day) == ("AGR-3", date(2026, 2, 9))
    assert "ended from 10 February 2026 by One Ashford" in found.reason.message


def test_versions_that_follow_each_other_share_the_days():
    begins = LAST + timedelta(days=1)
    after = agreed(version=2, term=(begins, date(2027, 3, 31)))
    both = (agreed(begins_next=begins), after)
    assert throughout(both, date(2026, 2, 2), date(2026, 5, 3)) == Permit("a", 1, date(2027, 3, 31))
    gap = (agreed(), replace(after, facts=replace(after.facts, term=Term(begins + timedelta(days=1), LAST))))
    assert rule(throughout(gap, date(2026, 2, 2), date(2026, 5, 3))) == "AGR-4"
    narrower = (agreed(begins_next=begins), replace(after, services=frozenset({EYES})))
    assert rule(throughout(narrower, date(2026, 2, 2), date(2026, 5, 3))) == "AGR-2"


def test_days_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="before the first"):
        throughout((agreed(),), LAST, FIRST)


DAYS = st.dates(date(2026, 3, 20), date(2026, 4, 10)) | st.dates(date(2028, 2, 25), date(2028, 3, 5))
SERVICES = st.frozensets(st.sampled_from([HIPS, KNEES, EYES, Service("110")]), max_size=3)
SIDES = st.sampled_from(Side)
STEPS = st.lists(
    st.builds(
        Step, st.sampled_from([Act.AGREE, Act.SIGN, Act.SIGN]), st.sampled_from(Side), DAYS, st.sampled_from("wx")
    )
    | st.builds(Step, st.just(Act.TERMINATE), st.sampled_from(Side), DAYS, st.just("w"), DAYS),
    max_size=8,
)


@st.composite
def histories(draw):
    """Up to three versions of one agreement; a later signed version takes over on its first day."""
    found = []
    following = None
    for number in range(draw(st.integers(0, 3)), 0, -1):
        term = Term(*sorted((draw(DAYS), draw(DAYS))))
        facts = VersionFacts(number, "w", term, tuple(draw(STEPS)), following)
        found.append(Agreed("a", number, GUEST, HOST, draw(SERVICES), facts))
        following = term.starts_on if signed_by_both(facts, date.max) else following
    return tuple(found)


def signed_by_both(facts, on):
    sides = {
        step.side for step in facts.steps if step.act is Act.SIGN and step.digest == facts.digest and step.on <= on
    }
    return len(sides) == 2


def allowed(said, service, on):
    """The same question, told independently of the states."""
    facts = said.facts
    ended = any(step.act is Act.TERMINATE and step.on <= on and step.takes_effect <= on for step in facts.steps)
    later = facts.next_starts_on is not None and facts.next_starts_on <= on
    named = service in said.services or Service(service.function) in said.services
    in_term = facts.term.starts_on <= on <= facts.term.ends_on
    return named and in_term and signed_by_both(facts, on) and not ended and not later


@given(histories(), st.sampled_from([HIPS, EYES, Service("110")]), DAYS)
def test_a_permit_needs_two_names_a_day_in_term_and_the_service(said, service, on):
    found = in_force(said, GUEST, HOST, service, on)
    assert isinstance(found, Permit) == any(allowed(one, service, on) for one in said)


@given(histories(), st.sampled_from([HIPS, EYES]), DAYS, st.integers(0, 12))
def test_a_permit_for_many_days_is_one_for_each(said, service, first, days):
    """Never more than the single days allow."""
    last = first + timedelta(days=days)
    found = in_force_throughout(said, GUEST, HOST, service, first, last)
    each = [in_force(said, GUEST, HOST, service, first + timedelta(days=n)) for n in range(days + 1)]
    if isinstance(found, Permit):
        assert all(isinstance(one, Permit) for one in each)
        assert found.last_day is None or found.last_day >= last
    else:
        assert found.reason.rule.startswith("AGR-")


@given(histories(), DAYS)
def test_order_of_the_versions_does_not_matter(said, on):
    assert asked(said, on=on) == asked(said[::-1], on=on)
