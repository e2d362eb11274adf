"""What anybody may read of a site before going there: what is there, what is not, and what nobody has said."""

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions
from alongside.apps.directory.models import SupportService
from alongside.domain.expecting import NOT_KNOWN
from alongside.domain.site_notices import NoticeKind
from tests import factories
from tests.apps.directory.conftest import TODAY, area

__all__ = ["area"]


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = TODAY


def address(area, site):
    return reverse("public:show-site", args=[area.board.code, site.code])


def read(client, area, site, **asked):
    return client.get(address(area, site), asked).content.decode()


@pytest.mark.row("M-68", "M-79")
def test_anybody_reads_the_same_topics_of_an_nhs_and_an_independent_site(area, client):
    for site, run in ((area.ashford, "NHS"), (area.clinic, "an independent provider")):
        html = read(client, area, site)
        assert f"({run})" in html
        for about in ("If you become very ill", "A doctor at night", "Interpreters", "Getting in and about"):
            assert about in html
        assert "no waiting time" in html


@pytest.mark.row("M-68")
def test_what_a_site_says_is_read_at_once_and_silence_is_said(area, client):
    assert NOT_KNOWN in read(client, area, area.clinic)
    act_for(area.hospital.id)
    SupportService.objects.filter(site=area.clinic, kind="resident_doctor").delete()
    SupportService.objects.create(
        site=area.clinic, organisation=area.hospital, kind="resident_doctor", cover="none", source="test"
    )
    assert "No doctor stays in the building" in read(client, area, area.clinic)


@pytest.mark.row("M-12")
def test_a_pause_is_on_its_public_page_in_the_next_request(area, client):
    act_for(area.hospital.id)
    given = {"function": "110", "starts_on": TODAY, "ends_on": None}
    actions.add_notice(site=area.clinic, kind=NoticeKind.PAUSED, by=area.director, **given)
    assert "announced a change" in read(client, area, area.clinic)


@pytest.mark.promise("AL-12")
def test_it_says_who_said_so_without_a_persons_name(area, client):
    html = read(client, area, area.clinic)
    assert area.director.name not in html
    assert "Said by the hospital itself" in html or "confirmed it" in html


def test_files_hold_what_the_page_holds_and_other_addresses_lead_nowhere(area, client):
    lines = read(client, area, area.clinic, format="csv").splitlines()
    assert sum(line.endswith((",yes", ",no")) for line in lines) == 7
    assert client.get(address(area, area.clinic), {"format": "xlsx"}).content.startswith(b"PK")
    other = factories.board()
    for code, site in (("NONE", area.clinic.code), (area.board.code, "ZZZ99"), (other.code, area.clinic.code)):
        assert client.get(reverse("public:show-site", args=[code, site])).status_code == 404


@pytest.mark.row("M-68")
def test_the_explanation_is_linked_from_every_page_the_list_and_the_sites_own_page(area, client):
    assert reverse("public:expect") in client.get(reverse("public:about")).content.decode()
    assert "You stay an NHS patient" in client.get(reverse("public:expect")).content.decode()
    assert reverse("public:expect") in read(client, area, area.clinic)
    listed = client.get(reverse("public:list-services", args=[area.board.code])).content.decode()
    assert address(area, area.ashford) in listed
    page = reverse("directory:show-site", args=[area.clinic.id])
    assert address(area, area.clinic) in factories.client_of(area.clinician).get(page).content.decode()
