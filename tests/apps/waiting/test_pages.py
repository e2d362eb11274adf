"""The pages of the list: who sees what, and what no page or file may hold."""

import io
from datetime import date

import fastexcel
import pytest
from django.urls import reverse

from alongside.apps.accounts.roles import ROLES
from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.models import IdentityRead
from alongside.apps.waiting.models import ClockEvent, Pathway, ReportedList, SavedView
from tests import factories
from tests.apps.waiting.conftest import AS_OF

pytestmark = pytest.mark.django_db
LIST = "/waiting/"
SECRETS = ("ZEBEDEEFAMILY", "ZEBEDEEGIVEN", "HOSP-77777", "9990077738", "TN24 0ZZ", "07700900777")


@pytest.fixture
def secret(area):
    """A pathway of a patient each byte of whose identity can be looked for."""
    person = factories.patient(
        area.ours,
        family_name=SECRETS[0],
        given_name=SECRETS[1],
        local_patient_identifier=SECRETS[2],
        nhs_number=SECRETS[3],
        postcode=SECRETS[4],
        phone=SECRETS[5],
        birth_date=date(1961, 3, 4),
    )
    with acting_for(area.ours.id):
        ReportedList.objects.create(organisation=area.ours, area_id=area.board.id, as_of=AS_OF, source="test")
    found = factories.pathway(area.ours, patient=person, treatment_function="110")
    with acting_for(area.ours.id):
        ClockEvent.objects.create(
            pathway=found, provider=area.ours, area_id=area.board.id, code="10", on=found.clock_start, by_name="test"
        )
    return found


def text_of(response) -> str:
    return b"".join(response).decode(errors="replace")


def cells_of(content: bytes) -> str:
    book = fastexcel.read_excel(content)
    return "".join(str(book.load_sheet(name, header_row=None).to_polars().rows()) for name in book.sheet_names)


def addresses(pathway) -> list[str]:
    return [LIST, f"{LIST}?format=csv", "/waiting/find/", "/waiting/limbo/", f"/waiting/pathways/{pathway.pk}/"]


@pytest.mark.promise("AL-8")
def test_coordinator_sees_the_pathway_and_no_byte_of_identity(area, secret):
    client = factories.client_of(area.coordinator)
    pages = [text_of(client.get(address)) for address in addresses(secret)]
    pages.append(cells_of(client.get(f"{LIST}?format=xlsx").content))
    assert all(secret.pathway_identifier in page for page in (pages[0], pages[1], pages[4], pages[5]))
    for page in pages:
        for bytes_of_identity in (*SECRETS, "1961", str(secret.patient_id)):
            assert bytes_of_identity not in page


@pytest.mark.promise("AL-8")
def test_own_staff_see_no_identity_either_until_they_say_why(area, secret):
    client = factories.client_of(area.booking)
    for address in [*addresses(secret), f"/waiting/pathways/{secret.pk}/identity/"]:
        page = text_of(client.get(address))
        assert not [one for one in SECRETS if one in page]


@pytest.mark.promise("AL-8")
def test_another_provider_finds_no_such_page(area, secret):
    client = factories.client_of(area.their_booking)
    for word in ("", "identity/", "correct/", "clock/", "strike/"):
        response = client.get(f"/waiting/pathways/{secret.pk}/{word}")
        assert response.status_code == 404
        assert secret.pathway_identifier not in text_of(response)
    assert secret.pathway_identifier not in text_of(client.get(LIST))


def test_identity_is_shown_once_for_a_purpose_and_the_look_is_kept(area, secret):
    client = factories.client_of(area.clinician)
    address = reverse("waiting:show-identity", args=[secret.pk])
    assert "Select why" in text_of(client.post(address, {}))
    response = client.post(address, {"purpose": "direct_care"})
    page = text_of(response)
    assert all(one in page for one in ("ZEBEDEEFAMILY", "999 007 7738", "HOSP-77777", "TN24 0ZZ", area.clinician.name))
    assert response.headers["Cache-Control"] == "no-store"
    with acting_for(area.ours.id):
        read = IdentityRead.objects.get()
    assert (read.patient_id, read.purpose, read.by) == (secret.patient_id, "direct_care", area.clinician.user)
    assert "ZEBEDEEFAMILY" not in text_of(client.get(address))


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_each_role_opens_what_it_may_and_no_more(area, secret, role):
    acting = factories.person(role, area.ours)
    client = factories.client_of(acting)
    may = {permission.name for permission in acting.role.permissions}
    pages = {
        LIST: "SEE_LIST",
        "/waiting/find/": "SEE_LIST",
        f"/waiting/pathways/{secret.pk}/": "SEE_LIST",
        f"/waiting/pathways/{secret.pk}/identity/": "SEE_IDENTITY",
        f"/waiting/pathways/{secret.pk}/correct/": "EDIT_LIST",
        f"/waiting/pathways/{secret.pk}/clock/": "EDIT_LIST",
        "/waiting/uploads/": "EDIT_LIST",
        "/waiting/uploads/template/": "EDIT_LIST",
    }
    seen = {address: client.get(address).status_code for address in pages}
    assert seen == {address: 200 if needed in may else 403 for address, needed in pages.items()}


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("ZebedeeFamily", True),
        ("zebedeegiven zebedeefamily", True),
        ("ZEBEDEEFAMILY, ZEBEDEEGIVEN", True),
        ("999 007 7738", True),
        ("hosp-77777", True),
        ("ZEBEDEE", False),
        ("' OR 1=1 --", False),
        ("%", False),
    ],
)
def test_search_by_identity_needs_a_purpose_and_is_kept(area, secret, typed, finds):
    client = factories.client_of(area.booking)
    client.post("/waiting/find/", {"text": typed})
    refused = text_of(client.post("/waiting/find/", {"text": typed}))
    assert "To look by name, choose why you look" in refused
    assert secret.pathway_identifier not in refused + text_of(client.get("/waiting/find/"))
    response = client.post("/waiting/find/", {"text": typed, "purpose": "booking"})
    assert response.status_code == 302
    assert response.url == "/waiting/find/"
    assert (secret.pathway_identifier in text_of(client.get("/waiting/find/"))) is finds
    with acting_for(area.ours.id):
        assert IdentityRead.objects.count() == (1 if finds else 0)
    kept = str(dict(client.session))
    assert not [one for one in (typed, *SECRETS) if one in kept and len(one) > 2]


def test_coordinator_finds_by_identifier_and_never_by_identity(area, secret):
    client = factories.client_of(area.coordinator)
    client.post("/waiting/find/", {"text": secret.pathway_identifier})
    assert secret.pathway_identifier in text_of(client.get("/waiting/find/"))
    client.post("/waiting/find/", {"text": "ZEBEDEEFAMILY", "purpose": "booking"})
    assert secret.pathway_identifier not in text_of(client.get("/waiting/find/"))


FILTERS = [
    ("tfc=110", {"a"}),
    ("tfc=130", {"b"}),
    ("priority=P2", {"b"}),
    ("priority=none", {"c"}),
    ("wait=within", {"c"}),
    ("wait=over-18", {"a", "b"}),
    ("wait=over-52", {"b"}),
    ("wait=over-104", set()),
    ("decided=yes", {"a", "b"}),
    ("decided=no", {"c"}),
    ("dated=yes", {"b"}),
    ("needs=yes", {"b"}),
    ("needs=no", {"a", "c"}),
    ("deprivation=1", {"a"}),
    ("site=S1", {"a"}),
    ("state=treated", {"d"}),
    ("wait=over-52&tfc=110", set()),
    ("tfc=nonsense", {"a", "b", "c"}),
    ("sort=password&page=-1", {"a", "b", "c"}),
    ("sort=priority", {"a", "b", "c"}),
    ("sort=-coming", {"a", "b", "c"}),
]


@pytest.fixture
def four(area):
    """Four pathways that the filters tell apart."""
    factories.site(area.ours, code="S1")
    group = factories_group()
    with acting_for(area.ours.id):
        ReportedList.objects.create(organisation=area.ours, area_id=area.board.id, as_of=AS_OF, source="test")
    given = {
        "a": {"treatment_function": "110", "procedure_group": group, "deprivation_decile": 2, "site_code": "S1"},
        "b": {"treatment_function": "130", "priority": "P2", "clock_start": date(2025, 1, 1), "asa": None,
              "to_come_in_on": date(2026, 2, 3)},
        "c": {"treatment_function": "100", "priority": "", "decision_to_admit_on": None,
              "clock_start": date(2025, 9, 27)},
        "d": {"treatment_function": "100", "state": "treated", "status_code": "30", "clock_stop": date(2026, 1, 3)},
    }  # fmt: skip
    return {name: factories.pathway(area.ours, **values).pathway_identifier for name, values in given.items()}


def factories_group():
    from alongside.apps.directory.models import ProcedureGroup

    return ProcedureGroup.objects.create(
        code="110-knee",
        name="Knee replacement",
        treatment_function="110",
        theatre_minutes=90,
        bed_nights=2,
        source="test",
    )


@pytest.mark.parametrize(("query", "shown"), FILTERS)
def test_page_and_file_hold_exactly_what_the_filters_let_through(area, four, query, shown):
    client = factories.client_of(area.booking)
    page, file = text_of(client.get(f"{LIST}?{query}")), text_of(client.get(f"{LIST}?{query}&format=csv"))
    assert {name for name, identifier in four.items() if identifier in page} == shown
    assert {name for name, identifier in four.items() if identifier in file} == shown
    assert file.count("\n") == len(shown) + 1


def test_standard_of_exactly_18_weeks_is_within(area, four):
    """27 September to 31 January is 126 days."""
    assert four["c"] in text_of(factories.client_of(area.booking).get(f"{LIST}?wait=within"))


def test_board_may_filter_by_provider(area, four):
    client = factories.client_of(area.coordinator)
    assert four["a"] in text_of(client.get(f"{LIST}?provider={area.ours.code}"))
    assert four["a"] not in text_of(client.get(f"{LIST}?provider={area.theirs.code}"))


def test_list_asks_the_database_the_same_few_questions_however_long_it_is(area, django_assert_max_num_queries):
    for _ in range(30):
        factories.pathway(area.ours)
    client = factories.client_of(area.coordinator)
    with django_assert_max_num_queries(17):
        assert client.get(LIST).status_code == 200


def test_view_is_kept_and_removed_by_its_owner_alone(area):
    client, other = factories.client_of(area.booking), factories.client_of(area.clinician)
    client.post("/waiting/views/", {"name": "Long hips", "query": "tfc=110&wait=over-52"})
    assert "tfc=110&amp;wait=over-52" in text_of(client.get(LIST))
    assert "Long hips" not in text_of(other.get(LIST))
    with acting_for(area.ours.id):
        view = SavedView.objects.get()
    assert other.post(reverse("waiting:remove-view", args=[view.pk])).status_code == 404
    assert client.post(reverse("waiting:remove-view", args=[view.pk])).status_code == 302
    with acting_for(area.ours.id):
        assert not SavedView.objects.exists()


def test_formula_in_a_source_stays_text_in_both_files(area):
    factories.pathway(area.ours, source='=HYPERLINK("http://x.example","y")', site_code="=1+1")
    client = factories.client_of(area.booking)
    assert "\"'=HYPERLINK" in text_of(client.get(f"{LIST}?format=csv"))
    content = client.get(f"{LIST}?format=xlsx").content
    assert "<f>" not in all_parts(content)


def all_parts(content: bytes) -> str:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_empty_list_says_what_to_do(area):
    page = text_of(factories.client_of(area.booking).get(LIST))
    assert "There is no list yet" in page
    assert "Upload a list" in page


@pytest.mark.promise("AL-1")
def test_pathway_that_nobody_speaks_for_is_shown(area, secret):
    orphan = factories.pathway(area.ours)
    client = factories.client_of(area.coordinator)
    page = text_of(client.get("/waiting/limbo/"))
    assert orphan.pathway_identifier in page
    assert secret.pathway_identifier not in page


def test_page_of_a_pathway_says_what_is_not_known(area, secret):
    with acting_for(area.ours.id):
        Pathway.objects.filter(pk=secret.pk).update(asa=None, priority="P2", decision_to_admit_on=date(2026, 1, 1))
    page = text_of(factories.client_of(area.clinician).get(f"/waiting/pathways/{secret.pk}/"))
    assert "ASA grade" in page.partition("Not known:")[2]
    assert "34 weeks and 6 days (244 days) on 31 January 2026" in page
    assert "P2: within 4 weeks. Target: by 29 January 2026" in page
    assert "5 October 2025" in page
