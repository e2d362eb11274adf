"""A code that the extract does not hold is answered with a way on."""

import pytest

from alongside.formats.rtt import UnknownCode, summarise


@pytest.fixture
def extract(writer):
    rows = [*writer.both("RVV", weeks={1: 1}), *writer.both("RVX", weeks={1: 2}), *writer.both("AVQ01", weeks={1: 4})]
    return writer.read([*rows, *writer.both("RJZ", weeks={1: 8}, board="QKK")])


@pytest.mark.parametrize("code", ["AVQ01", "avq01", " AVQ01 "])
def test_code_is_found_in_small_letters_and_with_spaces(extract, code):
    assert summarise(extract, provider=code).total == 4


CASES = {
    "near code": ({"provider": "RVW"}, "no provider with the code 'RVW': the nearest are RVX (HOSPITAL RVX), RVV"),
    "part of a name": ({"provider": "hospital a"}, "the nearest are AVQ01 (HOSPITAL AVQ01)"),
    "near board": ({"icb": "QKZ"}, "no board with the code 'QKZ': the nearest are QKS (NHS BOARD QKS), QKK"),
    "board as provider": ({"provider": "qks"}, "QKS is a board, ask for it with --icb"),
    "provider as board": ({"icb": "RVV"}, "RVV is a provider, ask for it with --provider"),
    "nothing like it": ({"provider": "0000000"}, "it holds 4 providers, none with a code or name like it"),
    "empty": ({"icb": ""}, "it holds 2 boards, none with"),
    "huge": ({"icb": "Z" * 10_000}, f"'{'Z' * 40}'"),
}


@pytest.mark.parametrize(("whose", "words"), CASES.values(), ids=CASES.keys())
def test_unknown_code_lists_the_nearest(extract, whose, words):
    with pytest.raises(UnknownCode) as caught:
        summarise(extract, **whose)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 300


def test_provider_and_board_at_once_is_an_error(extract):
    with pytest.raises(ValueError, match="not both"):
        summarise(extract, provider="RVV", icb="QKS")
