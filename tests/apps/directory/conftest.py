"""A small area: a trust with intensive care at Ashford, an independent hospital, and who works there."""

from datetime import date
from types import SimpleNamespace

import pytest

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions
from alongside.apps.directory.actions import GivenPlace
from alongside.apps.directory.models import ProcedureGroup
from alongside.formats.ods.sites import SiteRow
from tests import factories

TODAY = date(2026, 11, 21)
RULES = [
    {"rule_id": "age_min", "field": "age_years", "op": ">=", "value": 18, "reason": "No children's registration"},
    {"rule_id": "asa", "field": "asa", "op": "in", "value": [1, 2, 3]},
    {"rule_id": "asa3", "field": "asa", "op": "==", "value": 3, "kind": "review", "route": "anaesthetist"},
    {"rule_id": "level", "field": "expected_critical_care_level", "op": "<=", "value_from": "critical_care_level"},
]
HIP_RULES = [{"rule_id": "bmi_hi", "field": "bmi", "op": "<=", "value": 40}]
SUPPORT = {"xray": "24x7", "blood_transfusion": "on_call", "interpreter": "none"}


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    """These tests tell what was attested some days ago, whatever day they run on."""
    settings.FIXED_DAY = TODAY


def place(code, organisation, name, position, **given):
    row = SiteRow(code, organisation.code, name, "acute", "TN24 0LZ", "published: test", *position, "test", "", 1)
    values = {
        "services": [("110", "hip"), ("110", "knee")],
        "support": SUPPORT,
        "criteria": {"": RULES, "hip": HIP_RULES},
        "attested_by": "Dr A Director",
        "attested_by_role": "Medical director",
        "attested_on": date(2026, 11, 1),
        "source": "modelled: test",
        **given,
    }
    return GivenPlace(row, **values)


def group(code, name, function="110", opcs=(), support=()):
    return ProcedureGroup(
        code=code,
        name=name,
        treatment_function=function,
        opcs_codes=list(opcs),
        theatre_minutes=90,
        bed_nights=2,
        support_needed=list(support),
        source="modelled: test",
    )


@pytest.fixture
def area(db):
    """Loaded places, acting for nobody in particular until `act` is called."""
    board = factories.board()
    trust, hospital = factories.trust(board), factories.independent(board)
    organisations = {o.code: o for o in (trust, hospital)}
    actions.load_districts(rows=[("TN24", 51.15, 0.87), ("CT1", 51.28, 1.08)], source="test")
    hip = group("hip", "Hip replacement", opcs=["W37.1", "W38.1"], support=["xray:24x7"])
    actions.load_procedure_groups(
        groups=[hip, group("knee", "Knee replacement", opcs=["W40.1"]), group("cataract", "Cataract", "130", ["C71.2"])]
    )
    actions.load_places(
        places=[
            place("AAA01", trust, "Ashford General", (51.14, 0.91)),
            place("BBB01", hospital, "Canterbury Clinic", (51.27, 1.09)),
        ],
        organisations=organisations,
        by_name="Test loader",
    )
    people = {
        "coordinator": factories.person("coordinator", board),
        "clinician": factories.person("clinician", trust),
        "manager": factories.person("services_manager", hospital),
        "director": factories.person("medical_director", hospital),
        "other_manager": factories.person("services_manager", trust),
    }
    found = SimpleNamespace(board=board, trust=trust, hospital=hospital, hip=hip, **people)
    act_for(trust.id)
    from alongside.apps.directory.models import Site

    found.ashford, found.clinic = Site.objects.get(code="AAA01"), Site.objects.get(code="BBB01")
    return found
