"""The forms of a site's own people, sent by a slip and in malice."""

import pytest
from django.urls import reverse

from tests import factories
from tests.apps.directory.test_sections import fields_of
from tests.hostile import Sent, withstood

pytestmark = pytest.mark.slow
NOTICE = {"kind": "paused", "starts_on_0": "1", "starts_on_1": "12", "starts_on_2": "2026"}
FORMS = {
    "edit-site": {"words": ("phone",), "choices": ("critical_care_level",), "keys": ("seen",)},
    "edit-equipment": {"numbers": ("laser", "ventilator")},
    "edit-staff": {"numbers": ("trained_new",), "days": ("last_new",), "choices": ("skill_new", "group_new")},
    "edit-infection": {"days": ("from_day",), "choices": ("colour",)},
    "edit-access": {"choices": ("lift",)},
    "edit-hours": {"numbers": ("opens_0", "closes_0")},
    "attest-site": {"words": ("note",), "keys": ("seen",)},
    "add-notice": {
        "words": ("public_words",),
        "days": ("starts_on", "ends_on"),
        "choices": ("kind", "function", "to_site"),
    },
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_what_to_do(area, name):
    address = reverse(f"directory:{name}", args=[area.clinic.id])
    client = factories.client_of(area.manager)
    shown = NOTICE if name == "add-notice" else fields_of(client.get(address).content.decode())[1]
    withstood(client, Sent(address, shown, **FORMS[name]))
    assert factories.client_of(area.other_manager).post(address, shown).status_code == 403
