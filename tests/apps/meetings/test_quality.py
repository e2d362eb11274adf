"""Each side gives its own, a small count stays with it; both sign what is frozen, and a correction asks anew."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.governance import actions as governance
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import ChangedMeanwhileError, Refused
from alongside.apps.meetings.facts.quality import FigureWords, lines, month_of_pair, own_figures, seen_of
from alongside.apps.meetings.models import OwnFigure, QualityFigure, QualityPack, QualitySignature
from alongside.apps.meetings.queries import quality as queries
from alongside.domain.joint_quality import State
from tests import factories
from tests.apps.governance.conftest import contact
from tests.apps.meetings.conftest import TODAY, do, held, taken_on

MONTH = date(2025, 12, 1)


@pytest.fixture
def lead(area):
    """Who signs for the host."""
    return factories.person("medical_director", area.host)


def read(by, area, month=MONTH):
    act_for(by.organisation_id)
    return month_of_pair(area.pair, month, TODAY)


def give(by, area, month=MONTH, seen=None, **figures):
    act_for(by.organisation_id)
    said = {code.replace("_", "-"): FigureWords(*numbers) for code, numbers in figures.items()}
    seen = seen_of(read(by, area, month), by) if seen is None else seen
    return do(by, actions.give_figures, pair=area.pair, month=month, figures=said, seen=seen)


def sign(by, area, month=MONTH, seen=None):
    seen = read(by, area, month).digest if seen is None else seen
    return do(by, actions.sign_quality, pair=area.pair, month=month, post="Medical director", seen=seen)


def address(name, area):
    return reverse(f"meetings:{name}", args=area.pair.key) + "?month=2025-12"


def told(by, area, code, side):
    found = read(by, area)
    return next(line.words for line in lines(by, found) if (line.code, line.side) == (code, str(side.pk)))


@pytest.mark.row("M-70")
def test_both_give_and_sign_and_a_correction_asks_both_anew(area, lead):
    assert read(area.director, area).standing.state is State.EMPTY
    give(area.director, area, returns=(16, 842))
    give(area.manager, area, returns=(9, 74))
    sign(lead, area)
    found = read(area.director, area)
    assert (found.standing.state, found.standing.awaited) == (State.HALF, (str(area.trust.pk),))
    sign(area.director, area)
    assert read(area.manager, area).standing.state is State.BOTH
    give(area.manager, area, returns=(10, 74))
    found = read(area.director, area)
    assert found.standing.state is State.CHANGED
    assert told(area.director, area, "returns", area.host).startswith("10 of 74")
    sign(area.director, area)
    sign(lead, area)
    found = read(area.coordinator, area)
    assert (found.standing.state, found.frozen.number) == (State.BOTH, 2)
    assert [line["words"] for line in found.packs[0].lines if line["words"].startswith("9 of")], "version 1 stays"


@pytest.mark.row("M-70")
def test_signing_freezes_what_is_counted_too(area, lead):
    give(area.director, area, returns=(16, 842))
    meeting = held(area, on=date(2025, 12, 10))
    taken_on(area, meeting, due_on=date(2025, 12, 20), today=date(2025, 12, 10))
    assert told(area.manager, area, "actions", area.host) == "0 of 1 (0.0%)"
    sign(lead, area)
    meeting = held(area, on=date(2025, 12, 12))
    taken_on(area, meeting, what="More", due_on=date(2025, 12, 22), today=date(2025, 12, 12))
    assert told(area.manager, area, "actions", area.host) == "0 of 1 (0.0%)"
    give(area.director, area, returns=(17, 842))
    assert told(area.manager, area, "actions", area.host) == "0 of 2 (0.0%)"


@pytest.mark.row("M-70")
def test_what_is_held_already_is_counted_and_not_asked(area):
    named = contact(area.manager)
    for answered, seconds in ((True, 20), (False, None)):
        with acting_for(area.trust.id):
            given = {"contact": named, "phone": named.phone, "answered": answered, "seconds": seconds}
            governance.log_call(**given, by=area.director, today=date(2025, 12, 9 if answered else 20))
    assert told(area.coordinator, area, "calls", area.host) == "1 of 2 (50.0%)"
    assert told(area.coordinator, area, "calls", area.trust) == "none in the month"
    for code in ("withdrawn", "notices", "sections"):
        assert told(area.director, area, code, area.trust) == "none in the month"


@pytest.mark.row("M-70")
@pytest.mark.promise("AL-8")
def test_a_small_count_is_read_by_the_side_that_gave_it_alone(area):
    give(area.director, area, falls=(3, 5140), transfers_out=(2, 4))
    assert told(area.manager, area, "falls", area.trust) == "fewer than 5 of 5,140"
    assert told(area.manager, area, "transfers-out", area.trust) == "fewer than 5 in all"
    for by in (area.manager, area.coordinator, area.third):
        act_for(by.organisation_id)
        assert not OwnFigure.objects.exists()
    act_for(area.trust.id)
    assert own_figures(area.pair, MONTH, area.director)["falls"] == FigureWords(3, 5140)
    mine = factories.client_of(area.director).get(address("show-quality", area)).content.decode()
    theirs = factories.client_of(area.manager).get(address("show-quality", area)).content.decode()
    assert "3 of 5,140" in mine
    assert "3 of 5,140" not in theirs
    assert "fewer than 5 of 5,140" in theirs


@pytest.mark.promise("AL-8")
def test_database_refuses_a_shared_count_of_one_to_four(area):
    act_for(area.trust.id)
    row = {**area.pair.columns, "organisation": area.trust, "by_name": "X", "source": "test", "month": MONTH}
    for numbers in ({"count": 3, "of": 100}, {"count": None, "of": 3}):
        with pytest.raises(DatabaseError), transaction.atomic():
            QualityFigure.objects.create(**row, indicator="falls", words="3", **numbers)


def test_database_changes_nothing_and_lets_nobody_sign_for_the_other_side(area, lead):
    give(area.director, area, returns=(16, 842))
    sign(area.director, area)
    pack = QualityPack.objects.get()
    row = {**area.pair.columns, "by_name": "X", "source": "test", "pack": pack, "post": "X", "on": TODAY}
    for change in (
        lambda: QualitySignature.objects.create(**row, organisation=area.host),
        lambda: QualityFigure.objects.update(note="Other"),
        lambda: QualityPack.objects.update(lines=[]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("who", ["third", "coordinator", "stranger", "clinician"])
def test_nobody_else_gives_or_signs(area, who):
    give(area.director, area, returns=(16, 842))
    by = getattr(area, who)
    digest = read(area.director, area).digest
    for deed in (lambda: give(by, area, returns=(1, 2), seen=""), lambda: sign(by, area, seen=digest)):
        with pytest.raises(PermissionDenied):
            deed()
    act_for(by.organisation_id)
    assert QualityFigure.objects.exists() == (who in ("coordinator", "clinician"))


def test_manager_gives_and_may_not_sign(area):
    give(area.manager, area, returns=(9, 74))
    with pytest.raises(PermissionDenied):
        sign(area.manager, area)


@pytest.mark.parametrize(
    ("month", "rule"), [(date(2026, 1, 1), "QUA-1"), (date(2025, 11, 1), "QUA-6"), (MONTH, "QUA-5")]
)
def test_what_cannot_be_signed_says_why(area, month, rule):
    give(area.director, area, returns=(16, 842))
    sign(area.director, area)
    if month > MONTH:
        give(area.director, area, month=month, returns=(1, 100))
    with pytest.raises(Refused, match=rule):
        sign(area.director, area, month=month)


def test_figures_given_meanwhile_are_read_before_they_are_signed(area, lead):
    give(area.director, area, returns=(16, 842))
    seen = read(lead, area).digest
    give(area.director, area, returns=(17, 842))
    with pytest.raises(ChangedMeanwhileError):
        sign(lead, area, seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        give(area.director, area, returns=(18, 842), seen="")
    assert give(area.director, area, returns=(17, 842), seen="") == [], "sent twice is kept once"
    with pytest.raises(Refused, match="QUA-2"):
        give(area.director, area, returns=(9, 8))
    with pytest.raises(Refused, match="begun"):
        give(area.director, area, month=date(2026, 2, 1), returns=(9, 80))


@pytest.mark.row("M-70")
def test_pages_take_both_sides_from_a_figure_to_two_signatures(area, lead):
    manager, signer = factories.client_of(area.manager), factories.client_of(lead)
    sent = {"returns_count": "9", "returns_of": "74", "returns_note": "Two of one surgeon", "seen": ""}
    assert manager.post(address("give-figures", area), sent).url == address("show-quality", area)
    html = manager.get(address("show-quality", area)).content.decode()
    for said in ("9 of 74 (12.2%)", "Two of one surgeon", "not given", "To be signed", "Counted by Alongside"):
        assert said in html, said
    assert address("sign-quality", area) not in html
    assert "Quality packs to sign" in signer.get("/work/").content.decode()
    assert "Quality figures to give" in factories.client_of(area.director).get("/work/").content.decode()
    page = signer.get(address("sign-quality", area)).content.decode()
    digest = read(lead, area).digest
    assert f'value="{digest}"' in page
    signed = {"post": "Medical director", "seen": digest}
    assert signer.post(address("sign-quality", area), signed).status_code == 302
    html = signer.get(address("show-quality", area)).content.decode()
    assert "Signed by one side" in html
    assert "Awaited: East Trust" in html
    assert "Quality packs to sign" not in signer.get("/work/").content.decode()
    assert "already (QUA-5)" in signer.post(address("sign-quality", area), signed).content.decode()
    for table, said in (("figures", "Given by them"), ("signatures", "Medical director"), ("months", "December 2025")):
        csv = signer.get(address("show-quality", area), {"month": "2025-12", "format": "csv", "table": table})
        assert said in csv.content.decode(), table
    assert signer.get(address("show-quality", area) + "&format=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"returns_count": "9"}, "Enter both numbers, or neither"),
        ({"returns_count": "9", "returns_of": "8"}, "QUA-2"),
        ({"returns_count": "x", "returns_of": "8"}, "must be a whole number"),
        ({"returns_count": "-1", "returns_of": "8"}, "must be 0 or more"),
        ({"returns_note": "Alone"}, "a note is kept with a figure"),
        ({"returns_count": "1", "returns_of": "8", "returns_note": "999 000 0018"}, "looks like an NHS number"),
    ],
)
def test_bad_answer_is_refused_in_words_and_nothing_is_kept(area, sent, said):
    html = factories.client_of(area.manager).post(address("give-figures", area), sent).content.decode()
    assert said in html
    act_for(area.host.id)
    assert not QualityFigure.objects.exists()


def test_the_same_whole_is_asked_once(area):
    sent = {"returns_count": "9", "returns_of": "74", "infections_count": "6", "seen": ""}
    assert factories.client_of(area.manager).post(address("give-figures", area), sent).status_code == 302
    assert told(area.director, area, "infections", area.host) == "6 of 74 (8.1%)"


def test_figure_that_was_given_is_corrected_and_not_emptied(area):
    give(area.manager, area, returns=(9, 74))
    client = factories.client_of(area.manager)
    html = client.get(address("give-figures", area)).content.decode()
    assert 'value="74"' in html
    assert "cannot be emptied" in client.post(address("give-figures", area), {"seen": ""}).content.decode()


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("name", ["show-quality", "give-figures", "sign-quality"])
def test_those_outside_find_nothing(area, name):
    for who in ("third", "stranger"):
        assert factories.client_of(getattr(area, who)).get(address(name, area)).status_code == 404
    assert factories.client_of(area.coordinator).get(address(name, area)).status_code == (
        200 if name == "show-quality" else 403
    )


def test_month_that_is_not_on_offer_shows_the_newest_that_has_ended(area):
    client = factories.client_of(area.director)
    for asked in ("", "?month=1999-01", "?month=%00", "?month=2031-02"):
        html = client.get(reverse("meetings:show-quality", args=area.pair.key) + asked).content.decode()
        assert "Quality of both sides, December 2025" in html


def test_twelve_months_take_few_queries(area, django_assert_max_num_queries):
    give(area.director, area, returns=(16, 842))
    sign(area.director, area)
    act_for(area.trust.id)
    with django_assert_max_num_queries(5):
        found = queries.months(area.director, area.pair, TODAY)
        assert [one.standing.state for one in found][:2] == [State.HALF, State.EMPTY]
