"""What to expect of a site: the same topics for every site, and silence said as silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.expecting import NOT_KNOWN, TESTS, expectations
from alongside.domain.site_capability import FEATURES
from alongside.domain.support_services import SUPPORT_SERVICES, Cover

LEVELS = st.none() | st.integers(0, 3)
SUPPORT = st.dictionaries(st.sampled_from(sorted(SUPPORT_SERVICES)), st.sampled_from(Cover))
ACCESS = st.dictionaries(st.sampled_from(sorted(FEATURES)), st.booleans())


def said(level=None, support=None, features=None):
    return {one.rule: one for one in expectations(level, support or {}, features or {})}


@pytest.mark.row("M-68")
@pytest.mark.parametrize(
    ("level", "words"),
    [
        (0, "There is no high-dependency or intensive care here. If you became very ill, you would be moved"),
        (1, "Patients can be watched closely, but there is no high-dependency or intensive care."),
        (2, "There is high-dependency care here, but no intensive care."),
        (3, "There is intensive care here."),
        (None, NOT_KNOWN),
    ],
)
def test_critical_care_is_said_in_words(level, words):
    assert said(level)["EXP-1"].words.startswith(words)
    assert said(level)["EXP-1"].is_known == (level is not None)


@pytest.mark.parametrize(
    ("rule", "service", "cover", "words"),
    [
        ("EXP-2", "resident_doctor", Cover.NONE, "No doctor stays in the building. Nurses call for help."),
        ("EXP-2", "resident_doctor", Cover.ROUND_THE_CLOCK, "A doctor is in the building day and night."),
        ("EXP-3", "emergency_theatre", Cover.NONE, "A second operation that cannot wait is not done here."),
        ("EXP-3", "emergency_theatre", Cover.ON_CALL, "A team can be called in"),
        ("EXP-4", "ct", Cover.NONE, "CT not here."),
        ("EXP-4", "xray", Cover.HOURS, "X-ray in working hours."),
        ("EXP-5", "interpreter", Cover.NONE, "This hospital has no interpreters of its own."),
    ],
)
def test_service_is_said_by_when_it_is_there(rule, service, cover, words):
    assert said(support={service: cover})[rule].words.startswith(words)


def test_access_tells_what_is_here_what_is_not_and_what_nobody_said():
    found = said(features={"lift": True, "hoist": False})
    assert found["EXP-6"].words == "Here: lift to every floor used."
    assert found["EXP-7"].words == "Not here: hoist for transfers."
    assert said(features={"lift": True})["EXP-7"].words == "The hospital has named nothing that is not here."
    assert said()["EXP-6"].words == said()["EXP-7"].words == NOT_KNOWN


@pytest.mark.promise("AL-4")
@given(LEVELS, SUPPORT, ACCESS)
def test_every_site_is_told_by_the_same_topics_and_silence_never_reads_as_yes_or_no(level, support, features):
    found = expectations(level, support, features)
    assert [one.rule for one in found] == [f"EXP-{number}" for number in range(1, 8)]
    silent = {
        "EXP-1": level is None,
        "EXP-2": "resident_doctor" not in support,
        "EXP-3": "emergency_theatre" not in support,
        "EXP-4": not set(TESTS) & set(support),
        "EXP-5": "interpreter" not in support,
        "EXP-6": not features,
        "EXP-7": not features,
    }
    assert {one.rule: one.words == NOT_KNOWN for one in found} == silent
    assert all(one.words.endswith(".") for one in found)
