"""`alongside published` prints figures with their source, or one sentence and exit code 2."""

import json

import pytest

from alongside.formats.rtt.command import main
from alongside.formats.rtt.printed import ATTRIBUTION


@pytest.fixture
def file(writer):
    rows = [
        *writer.both("RVV", "C_100", {10: 1500, 60: 500}),
        *writer.both("AVQ01", "C_110", {3: 20, 104: 80}),
        *writer.both("RJZ", "C_100", {104: 7}, board="QKK", commissioner="NONC"),
        *writer.both("RVV", "C_100", {10: 3}, part="Part_1A"),
    ]
    return str(writer.file(rows))


def test_board_is_printed_with_its_figures_by_treatment_function(file, capsys):
    assert main([file, "--icb", "QKS"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "NHS BOARD QKS (QKS): waits from referral to treatment, January 2026"
    assert "Waiting at the end of the month   2,100" in lines
    assert "Within 18 weeks, %               72.381" in lines
    assert "Part 1A: completed in the month, admitted                     3" in lines
    assert [line.split() for line in lines if line.startswith(("100", "110"))] == [
        ["100", "Service", "C_100", "2,000", "75.000", "10.667", "60.680", "500", "0", "0", "0"],
        ["110", "Service", "C_110", "100", "20.000", "104+", "104+", "80", "80", "80", "80"],
    ]


def test_name_that_is_blank_in_some_rows_is_still_printed(writer, capsys):
    rows = [*writer.both(weeks={1: 1}), *writer.both(weeks={1: 1}, commissioner="72Q")]
    rows[0]["Provider Org Name"] = rows[3]["Provider Org Name"] = ""
    main([str(writer.file(rows)), "--provider", "RVV"])
    assert capsys.readouterr().out.startswith("HOSPITAL RVV (RVV)")


def test_columns_are_aligned(file, capsys):
    main([file])
    lines = capsys.readouterr().out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Code"))
    assert len({len(line) for line in lines[start : start + 4]}) == 1


@pytest.mark.promise("AL-12")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_source_and_licence_are_always_told(file, capsys, form):
    main([file, *form])
    printed = capsys.readouterr().out
    assert "NHS England, RTT full CSV data file, January 2026 (extract.csv)" in printed
    assert "no estimates for providers that did not report" in printed
    assert ATTRIBUTION in printed


def test_england_is_also_told_without_other_countries_patients(file, capsys):
    main([file])
    printed = capsys.readouterr().out
    assert "England: waits" in printed
    assert "2,100 waiting, 72.381% within 18 weeks" in printed
    main([file, "--provider", "RVV"])
    assert "NONC" not in capsys.readouterr().out


def test_json_holds_the_same_figures_unrounded(file, capsys):
    assert main([file, "--provider", "avq01", "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert (content["code"], content["total"], content["month"]) == ("AVQ01", 100, "January 2026")
    assert (content["median_weeks"], content["median_text"]) == (None, "104+")
    assert content["parts"]["2"]["over_104"] == content["by_treatment_function"][0]["over_104"] == 80
    assert content["commissioned_in_england"] is None


def test_note_on_the_file_is_printed(writer, capsys):
    main([str(writer.file(writer.both(weeks={1: 1}, total=2)))])
    assert "do not add up to 'Total All' in 2 rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.csv"], "There is no file none.csv"),
        (["FILE", "--icb", "QKT"], "the nearest are QKS"),
        (["FILE", "--provider", "QKS"], "ask for it with --icb"),
    ],
)
def test_wrong_file_or_code_is_one_sentence_and_exit_code_2(file, capsys, arguments, words):
    assert main([file if argument == "FILE" else argument for argument in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["a", "--icb", "A", "--provider", "B"], ["a", "--colour"]])
def test_wrong_arguments_are_one_sentence_and_exit_code_2(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
