import pytest

from alongside.domain.rtt_codes import RTT_CODES, RUNNING_CODES, START_CODES, STOP_CODES, CodeGroup, is_open_code


def test_there_are_the_17_national_codes() -> None:
    assert " ".join(RTT_CODES) == "10 11 12 20 21 30 31 32 33 34 35 36 90 91 92 98 99"
    assert all(row.meaning for row in RTT_CODES.values())


@pytest.mark.parametrize(
    ("code", "is_open"),
    [
        ("10", True),
        ("12", True),
        ("20", True),
        ("21", True),
        ("30", False),
        ("36", False),
        ("91", False),
        ("xx", False),
    ],
)
def test_open_codes_are_those_of_a_running_clock(code: str, is_open: bool) -> None:
    assert is_open_code(code) is is_open


def test_every_code_is_in_one_group() -> None:
    rest = {code for code, row in RTT_CODES.items() if row.group is CodeGroup.NONE}
    groups = (START_CODES, RUNNING_CODES, STOP_CODES, rest)
    assert sorted(code for group in groups for code in group) == list(RTT_CODES)
