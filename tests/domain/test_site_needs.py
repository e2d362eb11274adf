"""What an operation asks of a site: every way of not having it is a reason, and nothing unknown passes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.eligibility import CriteriaSet, Outcome, SiteFacts, decide
from alongside.domain.site_capability import EQUIPMENT, SKILLS, STAFF_GROUPS, Capability, Competence, Pathway
from alongside.domain.site_needs import GOOD_ENOUGH, PATHWAY_NEEDS, SiteNeeds, StaffNeed, gaps

DAY = date(2026, 3, 1)
LAST = date(2026, 3, 31)
C_ARM = SiteNeeds(1, equipment=("c_arm",))
NURSES = SiteNeeds(1, staff=(StaffNeed("transfusion", "nurses"),))
ANYBODY = SiteNeeds(1, staff=(StaffNeed("transfusion"),))
FOUR = SiteNeeds(1, staff=(StaffNeed("transfusion", "", 4),))
GREEN, AMBER = SiteNeeds(1, pathway="green"), SiteNeeds(1, pathway="amber")
EVERY = dict.fromkeys(("equipment", "staff", "infection"), DAY)


def trained(group: str = "nurses", number: int = 4, until: date | None = LAST) -> Competence:
    return Competence(group, "transfusion", number, until)


def asked(needs: SiteNeeds, found: Capability, *, attested=EVERY, until: date | None = None, on: date = DAY):
    """What a site with this capability, and no rules of its own, answers."""
    facts = SiteFacts("NXX01", capability=found, attested=attested, care_until=until)
    return decide(CriteriaSet("NXX01", "hip", 1, (), attested_on=on, needs=needs), {}, facts, on)


@pytest.mark.row("M-23", "M-62")
@pytest.mark.promise("AL-4")
@pytest.mark.parametrize(
    ("needs", "found", "rule", "outcome"),
    [
        (C_ARM, Capability({"c_arm": 1}), "", Outcome.ACCEPT),
        (C_ARM, Capability({"c_arm": 0}), "ELG-5", Outcome.REJECT),
        (C_ARM, Capability({"laser": 1}), "ELG-6", Outcome.NEED_INFO),
        (NURSES, Capability(competences=(trained(),)), "", Outcome.ACCEPT),
        (NURSES, Capability(competences=(trained(number=0, until=None),)), "ELG-5", Outcome.REJECT),
        (NURSES, Capability(competences=(trained(until=None),)), "ELG-5", Outcome.REJECT),
        (NURSES, Capability(competences=(trained(until=DAY - timedelta(1)),)), "ELG-7", Outcome.REJECT),
        (NURSES, Capability(competences=(trained(until=DAY),)), "", Outcome.ACCEPT),
        (NURSES, Capability(competences=(trained("doctors"),)), "ELG-6", Outcome.NEED_INFO),
        (ANYBODY, Capability(competences=(trained("doctors"),)), "", Outcome.ACCEPT),
        (ANYBODY, Capability(competences=(trained(until=date(2026, 2, 1)), trained("doctors"))), "", Outcome.ACCEPT),
        (NURSES, Capability(), "ELG-6", Outcome.NEED_INFO),
        (FOUR, Capability(competences=(trained(number=4),)), "", Outcome.ACCEPT),
        (FOUR, Capability(competences=(trained(number=3),)), "ELG-5", Outcome.REJECT),
        (FOUR, Capability(competences=(trained(number=3), trained("doctors", 1))), "", Outcome.ACCEPT),
        (FOUR, Capability(competences=(trained(number=3), trained("doctors", 1, None))), "ELG-5", Outcome.REJECT),
        (
            FOUR,
            Capability(competences=(trained(number=3), trained("doctors", 1, DAY - timedelta(1)))),
            "ELG-7",
            Outcome.REJECT,
        ),
        (GREEN, Capability(pathway=Pathway.GREEN, pathway_from=DAY), "", Outcome.ACCEPT),
        (GREEN, Capability(pathway=Pathway.AMBER, pathway_from=DAY), "ELG-5", Outcome.REJECT),
        (GREEN, Capability(), "ELG-6", Outcome.NEED_INFO),
        (GREEN, Capability(pathway=Pathway.GREEN, pathway_from=LAST), "ELG-6", Outcome.NEED_INFO),
        (AMBER, Capability(pathway=Pathway.GREEN, pathway_from=DAY), "", Outcome.ACCEPT),
        (AMBER, Capability(pathway=Pathway.RED, pathway_from=DAY), "ELG-5", Outcome.REJECT),
    ],
)
def test_a_site_is_asked_for_what_the_operation_needs(needs, found, rule, outcome):
    decision = asked(needs, found)
    assert decision.outcome is outcome
    assert ",".join(reason.rule for reason in decision.reasons) == rule
    assert all("Mended by: " in reason.message for reason in decision.reasons)


@pytest.mark.promise("AL-4")
@pytest.mark.parametrize(
    ("days", "rule", "outcome"),
    [(None, "ELG-8", Outcome.REJECT), (-1, "ELG-8", Outcome.REJECT), (90, "", Outcome.ACCEPT),
     (91, "ELG-9", Outcome.REVIEW)],
)  # fmt: skip
def test_what_nobody_stands_for_is_a_no_and_an_old_word_a_review(days, rule, outcome):
    """`days` since the site attested its equipment; one from tomorrow is none yet."""
    attested = {} if days is None else {"equipment": DAY - timedelta(days)}
    decision = asked(C_ARM, Capability({"c_arm": 1}), attested=attested)
    assert (decision.outcome, ",".join(reason.rule for reason in decision.reasons)) == (outcome, rule)


def test_training_that_ends_before_the_last_day_of_care_is_a_no_that_names_both_days():
    found = Capability(competences=(trained(),))
    assert asked(NURSES, found, until=LAST).outcome is Outcome.ACCEPT
    decision = asked(NURSES, found, until=LAST + timedelta(1))
    assert decision.outcome is Outcome.REJECT
    assert decision.reasons[0].message == (
        "This operation needs registered nurses trained in blood transfusion; here the training counts until "
        "31 March 2026, and care may be given until 1 April 2026. Mended by: this site, when the training is renewed "
        "and its new last day recorded"
    )


def test_a_fact_to_find_out_is_named():
    decision = asked(SiteNeeds(1, ("c_arm",), (StaffNeed("sepsis"),), "green"), Capability())
    assert decision.missing == ("equipment.c_arm", "staff.sepsis", "infection.pathway")


def test_the_word_is_asked_only_of_what_is_there():
    """A site that lacks one thing and has another is told both, each once."""
    needs = SiteNeeds(1, equipment=("c_arm", "laser"))
    decision = asked(needs, Capability({"c_arm": 0, "laser": 1}), attested={})
    assert [reason.rule for reason in decision.reasons] == ["ELG-5", "ELG-8"]
    assert "surgical laser" in decision.reasons[1].message
    assert "image intensifier" not in decision.reasons[1].message


# Few, so that what is asked and what is held often speak of the same thing.
kinds, skills, groups = (st.sampled_from(sorted(names)[:2]) for names in (EQUIPMENT, SKILLS, STAFF_GROUPS))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
competences = st.builds(
    Competence, groups, skills, st.integers(0, 9),
    st.none() | days,
)  # fmt: skip
capabilities = st.builds(
    Capability,
    st.dictionaries(kinds, st.integers(0, 3)),
    st.lists(competences, max_size=6).map(tuple),
    st.none() | st.sampled_from(Pathway),
    st.none() | days,
)
needed = st.builds(
    SiteNeeds,
    st.just(1),
    st.lists(kinds, unique=True, max_size=4).map(tuple),
    st.lists(st.builds(StaffNeed, skills, st.just("") | groups, st.integers(1, 12)), max_size=4).map(tuple),
    st.sampled_from(["", *PATHWAY_NEEDS]),
)


@given(needed, capabilities, days, st.integers(0, 100))
def test_nothing_is_wanting_only_where_all_of_it_is_there(needs, found, first, length):
    """Said a second way: every kind counted, every skill held to the last day, and the pathway already good enough."""
    last = first + timedelta(length)
    has_all = (
        all(found.equipment.get(kind, 0) > 0 for kind in needs.equipment)
        and all(
            sum(
                c.trained
                for c in found.competences
                if c.skill == need.skill and need.staff_group in ("", c.staff_group) and c.expires_on
                and c.expires_on >= last
            )
            >= need.fewest
            for need in needs.staff
        )
        and (
            not needs.pathway
            or (
                found.pathway in GOOD_ENOUGH[needs.pathway]
                and found.pathway_from is not None
                and found.pathway_from <= first
            )
        )
    )  # fmt: skip
    assert (gaps(needs, found, first, last) == ()) is has_all


@given(needed, capabilities, days)
def test_asking_for_less_never_turns_a_yes_into_a_no(needs, found, first):
    fewer = tuple(replace(need, fewest=max(1, need.fewest - 1)) for need in needs.staff[1:])
    less = SiteNeeds(1, needs.equipment[1:], fewer, "")
    if not gaps(needs, found, first, first):
        assert not gaps(less, found, first, first)
