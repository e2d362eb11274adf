import pytest

from alongside.domain.support_services import COVER_LABELS, SUPPORT_SERVICES, Cover, SupportNeed, read_support_need


@pytest.mark.parametrize("needed", list(Cover))
@pytest.mark.parametrize("cover", list(Cover))
def test_cover_meets_what_is_no_greater(cover: Cover, needed: Cover) -> None:
    rank = {Cover.NONE: 0, Cover.HOURS: 1, Cover.ON_CALL: 2, Cover.ROUND_THE_CLOCK: 3}
    assert cover.meets(needed) is (rank[cover] >= rank[needed])


def test_every_cover_has_words() -> None:
    assert set(COVER_LABELS) == set(Cover)


@pytest.mark.parametrize("service", SUPPORT_SERVICES)
def test_support_need_reads_back_what_it_writes(service: str) -> None:
    for cover in (Cover.HOURS, Cover.ON_CALL, Cover.ROUND_THE_CLOCK):
        need = SupportNeed(service, cover)
        assert read_support_need(str(need)) == need


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("teleport:24x7", "“teleport” is not a support service we know: use one of resident_doctor"),
        ("xray:sometimes", "“sometimes” is not a cover for X-ray: use hours, on_call or 24x7"),
        ("xray:none", "“none” is not a cover"),
        ("", "“” is not a support service"),
    ],
)
def test_support_need_that_makes_no_sense_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_support_need(text)
