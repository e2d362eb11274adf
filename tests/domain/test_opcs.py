import pytest

from alongside.domain.opcs import CHAPTERS, can_stand_alone, chapter_name, read_opcs


@pytest.mark.parametrize(("text", "code"), [("W371", "W37.1"), ("w37.1", "W37.1"), (" x50 .1", "X50.1")])
def test_code_is_written_one_way(text: str, code: str) -> None:
    assert read_opcs(text) == code


@pytest.mark.parametrize("text", ["", "W37", "W3.71", "I12.3", "O12.3", "37.1", "W37.12", "W٣7.1"])
def test_code_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an OPCS-4 code: these are a letter and three digits"):
        read_opcs(text)


@pytest.mark.parametrize(("code", "chapter"), [("C71.2", "Eye"), ("W37.1", "Other bones and joints")])
def test_chapter_is_that_of_the_letter(code: str, chapter: str) -> None:
    assert chapter_name(code) == chapter


def test_methods_and_sites_never_stand_alone() -> None:
    assert [letter for letter in CHAPTERS if not can_stand_alone(f"{letter}01.1")] == ["Y", "Z"]


def test_every_chapter_can_be_read() -> None:
    assert all(chapter_name(f"{letter}01.1") == name for letter, name in CHAPTERS.items())
