"""The pages of capacity: what they say, to whom, and how few questions they ask of the database."""

from datetime import date, timedelta
from uuid import uuid4

import polars as pl
import pytest
from django.test import Client

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import actions, queries
from alongside.apps.capacity.actions.tokens import make_token
from alongside.apps.capacity.models import ApiToken, BedNight, TheatreSession
from tests import factories
from tests.apps.capacity.conftest import DAY, NOW, SURGERY, UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.row("M-46", "M-77")]

BOARD, SESSIONS, BEDS = "/capacity/", "/capacity/sessions/", "/capacity/beds/"
SESSION_FORM = {
    "room": "Theatre 1",
    "on_0": "2",
    "on_1": "2",
    "on_2": "2026",
    "start": "08:30",
    "minutes": "240",
    "treatment_function": "110",
    "procedure_group": "",
    "offered_to": "area",
    "weeks": "3",
}


def hold(area, session, minutes=90):
    with acting_for(area.trust.id):
        return actions.hold_minutes(
            session=session, minutes=minutes, pathway_id=uuid4(), until=UNTIL, now=NOW, by=area.booker
        )


def page(acting, address):
    answer = factories.client_of(acting).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def lines_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8-sig").splitlines()


@pytest.mark.promise("AL-12")
def test_board_counts_gross_offered_held_booked_and_left(area):
    hold(area, area.session())
    area.session(offered_to="own", minutes=60)
    area.session(on=DAY + timedelta(weeks=1), treatment_function="130")
    with acting_for(area.board.id):
        found = queries.gross_by_function_and_week(area.coordinator, DAY, 4)
    shown = found.select(
        "treatment_function", "week", "sessions", "minutes", "offered_minutes", "held_minutes", "left_minutes"
    )
    assert shown.rows() == [("110", 0, 2, 300, 240, 90, 150), ("130", 1, 1, 240, 240, 0, 240)]
    words = page(area.coordinator, BOARD)
    assert "9 hours" not in words
    assert "in 2 sessions" in words
    assert "Entered" in words


@pytest.mark.promise("AL-8")
def test_board_of_a_trust_is_without_the_own_lists_of_others_and_says_so(area):
    area.session(offered_to="own", minutes=60)
    area.session()
    with acting_for(area.trust.id):
        assert queries.gross_by_function_and_week(area.booker, DAY, 4)["minutes"].sum() == 240
    assert "their own lists are not shown to you" in page(area.booker, BOARD)
    assert "their own lists are not shown to you" not in page(area.coordinator, BOARD)


def test_offered_minutes_of_days_gone_by_are_lost_and_not_left(area):
    hold(area, area.session())
    area.session(on=DAY + timedelta(days=2))
    with acting_for(area.board.id):
        found = queries.gross_by_function_and_week(area.coordinator, DAY, 1, today=DAY + timedelta(days=1))
    assert found.select("left_minutes", "lost_minutes").rows() == [(240, 150)]


@pytest.mark.parametrize("sector", ["nhs", "independent"])
def test_board_is_narrowed_by_sector_site_organisation_and_function(area, sector):
    area.session()
    factories.session(factories.site(area.trust), treatment_function="130")
    chosen = queries.BoardFilter(sector=sector)
    with acting_for(area.board.id):
        found = queries.gross_by_function_and_week(area.coordinator, DAY, 1, chosen=chosen)
        here = queries.BoardFilter(site=area.site.pk, organisation=area.hospital.pk, function="110")
        assert queries.gross_by_function_and_week(area.coordinator, DAY, 1, chosen=here)["sessions"].sum() == 1
    assert found["treatment_function"].to_list() == ["130" if sector == "nhs" else "110"]


def test_empty_board_says_what_to_do(area):
    assert "Offer a session" in page(area.manager, BOARD)
    assert "No session matches" in page(area.coordinator, BOARD)


@pytest.mark.parametrize("table", ["", "&table=weeks"])
def test_board_leaves_as_a_file_of_what_the_filters_show(area, table):
    area.session()
    area.session(treatment_function="130")
    answer = factories.client_of(area.coordinator).get(f"{BOARD}?starts=2026-02-02&function=130&format=csv{table}")
    lines = lines_of(answer)
    assert len(lines) == 2
    assert "Ophthalmology" in lines[1]
    assert factories.client_of(area.coordinator).get(f"{BOARD}?format=xlsx{table}").status_code == 200


@pytest.mark.parametrize("address", [BOARD, SESSIONS, BEDS])
@pytest.mark.parametrize(
    "asked",
    [
        "?starts=never&weeks=9999&site=x&function=<script>",
        "?page=-1&sort=password&format=exe",
        "?month=2026-13",
        "?search=%00&first=0001-01-01&last=9999-12-31",
        "?starts=9999-12-31&month=9999-12",
        "?starts=0001-01-01&month=0001-01",
        "?starts=2099-12-31&month=2099-12",
    ],
)
def test_nonsense_in_the_address_is_answered_with_a_page(area, address, asked):
    area.session()
    area.beds()
    words = page(area.coordinator, address + asked)
    assert "<script>" not in words.split("<body", 1)[1].replace('<script nonce="', "").replace("<script>document", "")


def test_list_of_sessions_asks_few_questions_whatever_its_length(area, django_assert_max_num_queries):
    for _ in range(12):
        hold(area, area.session())
    client = factories.client_of(area.coordinator)
    client.get(SESSIONS)
    for address, most in ((SESSIONS, 16), (BOARD, 20), (BEDS, 16)):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_sessions_are_searched_sorted_and_exported(area):
    area.session(room="Blue room", minutes=60)
    area.session(room="Red room", treatment_function="130")
    client = factories.client_of(area.coordinator)
    found = client.get(f"{SESSIONS}?search=blue").content.decode()
    assert "Blue room" in found
    assert "Red room" not in found
    answer = client.get(f"{SESSIONS}?sort=-minutes&format=csv")
    lines = lines_of(answer)
    assert ["Red room" in lines[1], "Blue room" in lines[2]] == [True, True]


@pytest.mark.promise("AL-8")
def test_session_page_shows_the_pathway_to_its_two_parties_alone(area):
    session = area.session()
    booking = hold(area, session)
    with acting_for(area.trust.id):
        pathway = str(booking.taken_for.pathway_id)
    third = factories.person("booking_manager", factories.trust(area.board))
    address = f"{SESSIONS}{session.pk}/"
    assert pathway in page(area.booker, address)
    assert pathway in page(area.manager, address)
    for acting in (area.coordinator, third):
        words = page(acting, address)
        assert pathway not in words
        assert area.trust.name not in words.split("<main", 1)[1]
        assert "Another organisation" in words


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("way", ["", "change/", "withdraw/", "restore/"])
def test_own_session_of_another_is_not_found(area, way):
    session = area.session(offered_to="own", room="Secret room")
    client = factories.client_of(area.booker)
    answer = (
        client.post(f"{SESSIONS}{session.pk}/{way}")
        if way == "restore/"
        else client.get(f"{SESSIONS}{session.pk}/{way}")
    )
    assert answer.status_code == 404
    assert "Secret" not in answer.content.decode()


def test_offered_session_of_another_can_be_seen_and_not_changed(area):
    session = area.session()
    client = factories.client_of(area.booker)
    assert client.get(f"{SESSIONS}{session.pk}/").status_code == 200
    for way in ("change/", "withdraw/"):
        assert client.post(f"{SESSIONS}{session.pk}/{way}", {"why": "x"}).status_code == 404
    with acting_for(area.hospital.id):
        session.refresh_from_db()
    assert session.state == "open"


def test_session_is_offered_weekly_changed_withdrawn_and_put_back_by_form(area):
    client = factories.client_of(area.manager)
    answer = client.post(f"{SESSIONS}add/", SESSION_FORM | {"site": area.site.pk}, follow=True)
    assert "3 sessions offered" in answer.content.decode()
    address = answer.redirect_chain[-1][0]
    answer = client.post(f"{address}change/", SESSION_FORM | {"site": area.site.pk, "minutes": "60"}, follow=True)
    assert "60 left of 60" in answer.content.decode()
    answer = client.post(f"{address}withdraw/", {"why": "No surgeon"}, follow=True)
    assert "No surgeon" in answer.content.decode()
    answer = client.post(f"{address}restore/", follow=True)
    assert "back on the board" in answer.content.decode()
    with acting_for(area.hospital.id):
        assert TheatreSession.objects.filter(state="open").count() == 3


def test_offer_in_a_taken_room_says_so_beside_the_room(area):
    client = factories.client_of(area.manager)
    form = SESSION_FORM | {"site": area.site.pk, "weeks": "1"}
    client.post(f"{SESSIONS}add/", form)
    words = client.post(f"{SESSIONS}add/", form).content.decode()
    assert "already has a session" in words
    assert "CAP-2" in words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"site": ""}, "Select site"),
        ({"minutes": "1441"}, "1440 or less"),
        ({"start": "noonish"}, "24-hour clock"),
        ({"on_1": "13"}, "must be a real date"),
        ({"room": "x\x00y"}, "There is a problem"),
        ({"treatment_function": "zzz"}, "There is a problem"),
        ({"weeks": "500"}, "53 or less"),
    ],
)
def test_wrong_answer_in_the_form_is_named(area, given, words):
    answer = factories.client_of(area.manager).post(f"{SESSIONS}add/", SESSION_FORM | {"site": area.site.pk} | given)
    assert words in answer.content.decode()


def test_site_of_another_cannot_be_chosen(area):
    other = factories.site(area.trust)
    answer = factories.client_of(area.manager).post(f"{SESSIONS}add/", SESSION_FORM | {"site": other.pk})
    assert "There is a problem" in answer.content.decode()


def test_booked_session_is_withdrawn_only_with_its_bookings(area):
    session = area.session()
    hold(area, session)
    client = factories.client_of(area.manager)
    refused = client.post(f"{SESSIONS}{session.pk}/withdraw/", {"why": "Flood"}).content.decode()
    assert "CAP-5" in refused
    done = client.post(f"{SESSIONS}{session.pk}/withdraw/", {"why": "Flood", "release_bookings": "on"}, follow=True)
    assert "Withdrawn" in done.content.decode()


def test_minutes_are_given_back_by_holder_or_host_after_a_question(area):
    third = factories.person("booking_manager", factories.trust(area.board))
    for acting in (area.booker, area.manager):
        booking = hold(area, area.session())
        address = f"/capacity/bookings/{booking.pk}/release/"
        assert factories.client_of(third).get(address).status_code == 404
        client = factories.client_of(acting)
        assert "Give these minutes back?" in client.get(address).content.decode()
        assert "90 minutes given back" in client.post(address, follow=True).content.decode()
        assert client.get(address).status_code == 404


@pytest.mark.row("M-55")
def test_beds_are_set_for_the_chosen_nights_and_shown_as_a_month(area):
    client = factories.client_of(area.manager)
    form = {"site": area.site.pk, "level": "0", "beds": "3", "days": ["0", "1"]}
    form |= {"first_0": "2", "first_1": "2", "first_2": "2026", "last_0": "15", "last_1": "2", "last_2": "2026"}
    answer = client.post(f"{BEDS}set/", form, follow=True)
    assert "3 beds offered on 4 nights" in answer.content.decode()
    with acting_for(area.hospital.id):
        nights = list(BedNight.objects.values_list("night", flat=True))
        given = {"service": SURGERY, "pathway_id": uuid4(), "until": UNTIL, "now": NOW}
        actions.hold_bed(
            bed_night=BedNight.objects.first(), **given, by=factories.person("booking_manager", area.hospital)
        )
    assert nights == [date(2026, 2, day) for day in (2, 3, 9, 10)]
    words = page(area.coordinator, f"{BEDS}?month=2026-02")
    assert "February 2026" in words
    assert '2<span class="nhsuk-u-visually-hidden"> left of </span><span aria-hidden="true">/</span>3' in words
    file = factories.client_of(area.coordinator).get(f"{BEDS}?month=2026-02&format=csv")
    assert len(lines_of(file)) == 5


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"level": "3"}, "CAP-7"),
        ({"last_0": "1"}, "on or after the first night"),
        ({"last_2": "2028"}, "within a year"),
        ({"days": ["6"], "last_0": "3"}, "None of these days"),
    ],
)
def test_impossible_beds_are_refused_in_words(area, given, words):
    form = {"site": area.site.pk, "level": "0", "beds": "3", "days": ["0"]}
    form |= {"first_0": "2", "first_1": "2", "first_2": "2026", "last_0": "15", "last_1": "2", "last_2": "2026"}
    assert words in factories.client_of(area.manager).post(f"{BEDS}set/", form | given).content.decode()


def test_key_is_shown_once_and_can_be_taken_back(area):
    client = factories.client_of(area.manager)
    made = client.post("/capacity/connections/", {"name": "Theatre system", "may_write": "yes"})
    assert f"alongside_{area.hospital.code}_" in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    with acting_for(area.hospital.id):
        token = ApiToken.objects.get()
    assert f"alongside_{area.hospital.code}_" not in client.get("/capacity/connections/").content.decode()
    assert factories.client_of(area.booker).get(f"/capacity/connections/{token.pk}/revoke/").status_code == 404
    client.post(f"/capacity/connections/{token.pk}/revoke/")
    with acting_for(area.hospital.id):
        token.refresh_from_db()
    assert token.revoked_at is not None


WRITING = ["sessions/add/", "beds/set/", "spreadsheets/", "connections/", "spreadsheets/template/beds.csv"]


@pytest.mark.parametrize("way", WRITING)
def test_page_for_offering_is_refused_to_who_only_looks(area, way):
    assert factories.client_of(area.coordinator).get(BOARD + way).status_code == 403
    assert factories.client_of(area.manager).get(BOARD + way).status_code == 200


@pytest.mark.parametrize("way", ["", "sessions/", "beds/", *WRITING])
def test_page_without_signing_in_leads_to_the_log_in(db, way):
    answer = Client().get(BOARD + way)
    assert (answer.status_code, answer.headers["Location"].startswith("/accounts/login/")) == (302, True)


def test_frames_have_their_columns_when_there_is_nothing(area):
    with acting_for(area.board.id):
        frames = [
            queries.gross_by_function_and_week(area.coordinator, DAY, 4),
            queries.sessions_to_plan(area.coordinator, DAY, 4),
            queries.bed_nights_to_plan(area.coordinator, DAY, 4),
        ]
    assert all(isinstance(frame, pl.DataFrame) and frame.height == 0 and frame.width >= 4 for frame in frames)


def test_key_of_one_organisation_is_hidden_from_another(area):
    with acting_for(area.hospital.id):
        make_token(name="x", may_write=False, by=area.manager)
    with acting_for(area.board.id):
        assert not ApiToken.objects.exists()
