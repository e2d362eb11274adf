"""The use of one process is its own, whoever started it."""

import sys

import pytest

from bench.measure.process import CommandFailed, measured


@pytest.mark.slow
def test_peak_memory_is_that_of_the_command_and_not_of_who_started_it():
    ballast = bytearray(b"x") * 300_000_000
    used = measured([sys.executable, "-I", "-S", "-c", "print('{\"answer\": 4}')"])
    assert used.told == {"answer": 4}
    assert used.peak_mb < 100 < len(ballast) / 2**20
    assert used.processor > 0


@pytest.mark.slow
def test_peak_memory_counts_what_the_command_held():
    code = "held = bytearray(b'x') * 300_000_000; print('{}')"
    assert measured([sys.executable, "-I", "-S", "-c", code], rounds=2).peak_mb > 280


@pytest.mark.slow
def test_a_command_that_fails_is_told_with_its_own_words():
    with pytest.raises(CommandFailed, match="no such area"):
        measured([sys.executable, "-I", "-S", "-c", "raise SystemExit('no such area')"])
