from datetime import date, timedelta

import pytest

from alongside.domain.criteria import Attestation, Criterion, IfMissing, Kind, attestation_state

DAY = date(2026, 10, 1)


@pytest.mark.row("M-59", "M-60")
@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, Attestation.NEVER),
        (0, Attestation.ATTESTED),
        (90, Attestation.ATTESTED),
        (91, Attestation.STALE),
    ],
)
def test_attestation_lasts_90_days(days: int, state: Attestation) -> None:
    assert attestation_state(DAY, DAY + timedelta(days=days)) is state


def test_attestation_ends_sooner_when_the_site_says_so() -> None:
    until = DAY + timedelta(days=30)
    assert attestation_state(DAY, until, until) is Attestation.ATTESTED
    assert attestation_state(DAY, until + timedelta(days=1), until) is Attestation.STALE
    assert attestation_state(DAY, DAY + timedelta(days=91), date(2030, 1, 1)) is Attestation.STALE


def test_attestation_that_nobody_gave_is_never() -> None:
    assert attestation_state(None, DAY) is Attestation.NEVER


def test_criterion_with_an_unknown_field_or_comparison_is_refused() -> None:
    with pytest.raises(ValueError, match="“ethnicity” is not a field"):
        Criterion("x", "ethnicity", "==", 1)
    with pytest.raises(ValueError, match="“=<” is not a comparison"):
        Criterion("x", "bmi", "=<", 40)
    with pytest.raises(ValueError, match="“BMI” has no history"):
        Criterion("x", "bmi", "<=", 40, if_missing=IfMissing.PASS_IF_NO_HISTORY)


@pytest.mark.promise("AL-4")
def test_hard_criterion_cannot_pass_the_unknown() -> None:
    with pytest.raises(ValueError, match="AL-4"):
        Criterion("x", "bmi", "<=", 40, if_missing=IfMissing.PASS)
    assert Criterion("x", "bmi", ">", 40, Kind.REVIEW, route="anaesthetist", if_missing=IfMissing.PASS)
