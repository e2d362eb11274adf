"""A known infection goes only where infected patients are nursed apart; an access need is agreed and never refuses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.clinical_fields import ACCESS_NEEDS, INFECTION
from alongside.domain.criteria import ROUTES, CriteriaSet, Criterion, IfMissing, Kind, SiteFacts
from alongside.domain.eligibility import Decision, Outcome, decide
from alongside.domain.patient_needs import OURS, THERE, rules_for, takes_infection, that_can_bite
from alongside.domain.site_capability import FEATURES, Capability, Pathway

DAY = date(2026, 2, 2)
ALL = dict.fromkeys(FEATURES, True)
SAID = {"access": DAY, "infection": DAY}


def asked(found: Capability, patient: dict[str, object], attested: dict[str, date] = SAID) -> Decision:
    site = SiteFacts("NXX01", 1, takes_infection=takes_infection(found, attested, DAY))
    rules = CriteriaSet("NXX01", "hip", 1, rules_for(found, attested), attested_on=DAY)
    return decide(rules, patient, site, DAY)


def place(colour: Pathway | None, since: date | None = DAY, features: dict[str, bool] = ALL) -> Capability:
    return Capability(pathway=colour, pathway_from=since if colour else None, features=features)


@pytest.mark.row("M-23")
@pytest.mark.promise("AL-4", "AL-6")
@pytest.mark.parametrize(
    ("found", "attested", "infected", "outcome", "rules"),
    [
        (place(Pathway.GREEN), SAID, True, Outcome.REJECT, ["ELG-10"]),
        (place(Pathway.AMBER), SAID, True, Outcome.REJECT, ["ELG-10"]),
        (place(Pathway.RED), SAID, True, Outcome.REVIEW, ["ELG-11"]),
        (place(None), SAID, True, Outcome.NEED_INFO, ["ELG-10"]),
        (place(Pathway.RED), {"access": DAY}, True, Outcome.NEED_INFO, ["ELG-10", "ELG-11"]),
        (place(Pathway.RED, DAY + timedelta(1)), SAID, True, Outcome.NEED_INFO, ["ELG-10", "ELG-11"]),
        (place(Pathway.GREEN), {"access": DAY}, True, Outcome.NEED_INFO, ["ELG-10"]),
        (place(Pathway.GREEN), SAID, None, Outcome.ACCEPT, []),
        (place(None), {"access": DAY}, None, Outcome.ACCEPT, []),
        (place(Pathway.RED), SAID, None, Outcome.ACCEPT, []),
        (place(Pathway.GREEN), SAID, False, Outcome.ACCEPT, []),
        (place(None), {"access": DAY}, False, Outcome.ACCEPT, []),
        (place(Pathway.GREEN), SAID, "rubbish", Outcome.NEED_INFO, ["ELG-10"]),
    ],
)
def test_known_infection(
    found: Capability, attested: dict[str, date], infected: object, outcome: Outcome, rules: list[str]
) -> None:
    """Refused without a red pathway, reviewed with one, asked where nobody stands for it; not known changes nothing."""
    decision = asked(found, {INFECTION: infected}, attested)
    assert (decision.outcome, [reason.rule for reason in decision.reasons]) == (outcome, rules)


@pytest.mark.row("M-29")
@pytest.mark.promise("AL-6")
@pytest.mark.parametrize(
    ("has", "attested", "needs", "rules", "words"),
    [
        (True, SAID, True, [], ""),
        (False, SAID, True, ["ELG-12"], "this site says that it does not have a hoist for transfers"),
        (False, {}, True, ["ELG-12"], "this site says that it does not have a hoist for transfers"),
        (None, SAID, True, ["ELG-13"], "this site has not said whether it has a hoist for transfers: ask it"),
        (True, {}, True, ["ELG-13"], "nobody at this site has attested that it has a hoist for transfers: ask it"),
        (False, SAID, None, [], ""),
        (False, SAID, False, [], ""),
        (None, {}, None, [], ""),
    ],
)
def test_access_need(has: bool | None, attested: dict[str, date], needs: object, rules: list[str], words: str) -> None:
    features = {name: there for name, there in {**ALL, "hoist": has}.items() if there is not None}
    decision = asked(place(None, None, features), {"needs_hoist": needs}, attested)
    assert [reason.rule for reason in decision.reasons] == rules
    assert decision.outcome is (Outcome.REVIEW if rules else Outcome.ACCEPT)
    if rules:
        assert words in decision.reasons[0].message
        assert (
            "agree with the site, before this patient goes, how they will be cared for" in decision.reasons[0].message
        )
        assert decision.routes == ("adjustments_lead",)


def test_words_name_what_the_infection_needs_and_who_mends_it() -> None:
    refused, unknown, apart = (asked(place(c), {INFECTION: True}) for c in (Pathway.GREEN, None, Pathway.RED))
    assert refused.reasons[0].message.startswith(
        "This site does not take a patient who has or carries a known infection"
    )
    assert "Mended by: the services manager or medical director of this site" in refused.reasons[0].message
    assert "nobody at this site has attested which infection pathway it has now" in unknown.reasons[0].message
    assert unknown.missing == ("site.takes_infection",)
    assert "tell the ward before this patient comes" in apart.reasons[0].message
    assert apart.routes == ("infection_team",)


CAPABILITIES = st.builds(
    place,
    st.sampled_from([None, *Pathway]),
    st.sampled_from([DAY, DAY - timedelta(400), DAY + timedelta(1)]),
    st.dictionaries(st.sampled_from(list(FEATURES)), st.booleans()),
)
ATTESTED = st.sets(st.sampled_from(["access", "infection"])).map(lambda parts: dict.fromkeys(parts, DAY))


@pytest.mark.row("M-29")
@given(
    CAPABILITIES, ATTESTED, st.dictionaries(st.sampled_from(list(ACCESS_NEEDS)), st.sampled_from([True, False, None]))
)
def test_an_access_need_alone_never_refuses(
    found: Capability, attested: dict[str, date], patient: dict[str, object]
) -> None:
    """Nor does it ask for information: at worst somebody agrees with the site first."""
    decision = asked(found, patient, attested)
    lacking = [
        name
        for name, needed in patient.items()
        if needed and not (found.features.get(ACCESS_NEEDS[name].feature) and "access" in attested)
    ]
    assert decision.outcome is (Outcome.REVIEW if lacking else Outcome.ACCEPT)
    assert len(decision.reasons) == len(lacking)


@pytest.mark.row("M-23")
@given(CAPABILITIES, ATTESTED, st.sampled_from([True, False, None]))
def test_only_an_attested_red_pathway_takes_a_known_infection(
    found: Capability, attested: dict[str, date], infected: bool | None
) -> None:
    outcome = asked(found, {INFECTION: infected}, attested).outcome
    if not infected:
        assert outcome is Outcome.ACCEPT
        return
    red = found.pathway is Pathway.RED and "infection" in attested and found.pathway_from != DAY + timedelta(1)
    assert (outcome is Outcome.REVIEW) is red
    assert red or outcome in (Outcome.REJECT, Outcome.NEED_INFO)


@given(CAPABILITIES, ATTESTED, st.sets(st.sampled_from([INFECTION, *ACCESS_NEEDS])))
def test_rules_left_out_could_say_nothing(found: Capability, attested: dict[str, date], recorded: set[str]) -> None:
    own = Criterion("bmi", "bmi", "<=", 40)
    rules = (own, *rules_for(found, attested))
    kept = that_can_bite(rules, recorded)
    assert {rule.field for rule in kept} <= {"bmi", *recorded}
    site, patient = (
        SiteFacts("NXX01", takes_infection=takes_infection(found, attested, DAY)),
        dict.fromkeys(recorded, True),
    )
    whole, part = (
        decide(CriteriaSet("NXX01", "", 1, some, attested_on=DAY), {"bmi": 30, **patient}, site, DAY)
        for some in (rules, kept)
    )
    assert whole == part


@pytest.mark.parametrize(
    "own",
    [
        Criterion("ELG-10", "bmi", "<=", 40),
        Criterion("ELG-10", INFECTION, "==", False),
        Criterion("ELG-12", "needs_hoist", "==", False, Kind.REVIEW, "", "surgeon", IfMissing.PASS),
        Criterion("hoist", "needs_hoist", "==", True, Kind.REVIEW, "", "surgeon", IfMissing.PASS),
    ],
)
def test_a_rule_of_the_site_is_never_left_out_whatever_its_name(own: Criterion) -> None:
    assert that_can_bite((own,), ()) == (own,)


@pytest.mark.row("M-29")
def test_every_access_need_has_a_feature_and_the_words_for_it() -> None:
    """One to one, so that no two needs are answered by one word of a site; and none of them may exclude."""
    features = [field.feature for field in ACCESS_NEEDS.values()]
    assert len(set(features)) == len(features) == len(THERE)
    assert set(features) == set(THERE) <= set(FEATURES)
    assert not any(field.may_exclude for field in ACCESS_NEEDS.values())
    rules = rules_for(place(Pathway.RED, features={}), {})
    assert {rule.rule_id for rule in rules} <= set(OURS)
    assert all(rule.route is None or rule.route in ROUTES for rule in rules)


@pytest.mark.promise("AL-4")
def test_only_what_is_screened_for_may_pass_a_hard_rule_unasked() -> None:
    assert Criterion("x", INFECTION, "==", False, if_missing=IfMissing.PASS)
    with pytest.raises(ValueError, match="AL-4"):
        Criterion("x", "on_dialysis", "==", False, if_missing=IfMissing.PASS)
