import pytest

from alongside.domain.postcodes import read_district, read_postcode


@pytest.mark.parametrize(
    ("text", "postcode", "district"),
    [
        ("TN24 0LZ", "TN24 0LZ", "TN24"),
        ("tn240lz", "TN24 0LZ", "TN24"),
        (" m1  1ae ", "M1 1AE", "M1"),
        ("EC1A 1BB", "EC1A 1BB", "EC1A"),
        ("W1A 0AX", "W1A 0AX", "W1A"),
        ("CT11DX", "CT1 1DX", "CT1"),
    ],
)
def test_postcode_is_written_one_way(text: str, postcode: str, district: str) -> None:
    assert read_postcode(text) == postcode
    assert read_district(text) == district


@pytest.mark.parametrize("text", ["TN24", "m1", "EC1A"])
def test_district_stands_alone(text: str) -> None:
    assert read_district(text) == text.upper()


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("text", ["", "Ashford", "TN24 0L", "1234 5AB", "TN24 0LZ TN24 0LZ"])
def test_refusal_of_a_postcode_does_not_repeat_it(text: str) -> None:
    for read in (read_postcode, read_district):
        with pytest.raises(ValueError, match=r"This is not a.* UK postcode") as refused:
            read(text)
        assert not text or text not in str(refused.value).partition(":")[0]
