import pytest

from alongside.domain.reasons import Reason, Severity, Verdict


@pytest.mark.promise("AL-4")
@pytest.mark.parametrize(
    ("severity", "allowed"),
    [
        (Severity.BLOCKS, False),
        (Severity.NEEDS_INFO, False),
        (Severity.NEEDS_REVIEW, False),
        (Severity.WARNS, True),
    ],
)
def test_verdict_allows_warnings_alone(severity: Severity, allowed: bool) -> None:
    warning = Reason("X-1", Severity.WARNS, "Look again")
    assert Verdict((warning, Reason("X-2", severity, "Why"))).allowed is allowed


def test_verdict_without_reasons_allows() -> None:
    assert Verdict().allowed
