"""What may be done in a team space: every deed with what stands against it, and no link but a whole https address."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.team_spaces import Act, Asked, is_link, may

LINK = "https://guidance.example.org/hips"


def rules(asked: Asked) -> list[str]:
    return [reason.rule for reason in may(asked).reasons]


# Each fact that may stand against a deed, the rule that then speaks, and the deeds that it is asked of.
AGAINST = (
    ({"is_open_already": True}, "TEAM-1", {Act.OPEN}),
    ({"is_done": False}, "TEAM-2", {Act.OPEN}),
    ({"is_own": False}, "TEAM-3", {Act.TAKE_OUT}),
    ({"has_reach": False}, "TEAM-3", {Act.NAME}),
    ({"is_own": False}, "TEAM-4", {Act.CORRECT}),
    ({"is_corrected": True}, "TEAM-4", {Act.CORRECT}),
    ({"link": "http://guidance.example.org"}, "TEAM-5", set(Act)),
    ({"is_closed": True}, "TEAM-6", set(Act) - {Act.OPEN}),
)


@pytest.mark.row("M-31")
@pytest.mark.parametrize("act", Act)
def test_every_deed_is_allowed_while_nothing_stands_against_it(act: Act) -> None:
    assert may(Asked(act)).allowed
    assert may(Asked(act, link=LINK)).allowed


@pytest.mark.row("M-31")
@pytest.mark.parametrize(("act", "against"), list(product(Act, AGAINST)), ids=str)
def test_each_rule_speaks_of_its_own_deeds_alone(act, against) -> None:
    change, rule, deeds = against
    assert (rule in rules(replace(Asked(act), **change))) is (act in deeds)


@given(st.builds(Asked, st.sampled_from(Act), *[st.booleans()] * 6, st.sampled_from(["", LINK, "x"])))
def test_nothing_is_written_in_a_closed_space_and_every_reason_names_its_rule(asked: Asked) -> None:
    verdict = may(asked)
    assert not (asked.is_closed and asked.act is not Act.OPEN and verdict.allowed)
    assert all(f"({reason.rule})" in reason.message for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (LINK, True),
        ("https://guidance.example.org:8443/a?b=c#d", True),
        ("HTTPS://guidance.example.org", True),
        ("", False),
        ("guidance.example.org", False),
        ("http://guidance.example.org", False),
        ("javascript:alert(1)//https://a.org", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https:///a.org", False),
        ("https://intranet", False),
        ("https://.", False),
        ("https://me:secret@a.org", False),
        ("https://me@a.org", False),
        ("https://a.org:port", False),
        ("https://a.org/ b", False),
        ("https://a.org\n", False),
        ("https://a.org/\u202egpj", False),
        ("https://[bad", False),
    ],
)
def test_link_is_a_whole_https_address_without_a_password(text: str, answer: bool) -> None:
    assert is_link(text) is answer
