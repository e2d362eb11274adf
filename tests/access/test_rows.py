"""Every protected table, read by every organisation: the database itself gives each only what it may see (AL-8)."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from alongside.apps.audit.isolation import acting_for
from alongside.config.database import connect_as_superuser
from tests.access import actors as who
from tests.access.actors import AREA, ORGANISATIONS
from tests.access.world import World, make_world

pytestmark = [pytest.mark.slow, pytest.mark.promise("AL-8")]
NOBODY = "nobody acting"
OWNER, OWNER_AND_BOARD, BOARD = {who.OWN}, {who.OWN, who.BOARD}, {who.BOARD}
PARTIES, ANYBODY = {who.OWN, who.INDEPENDENT}, set(ORGANISATIONS)
PARTIES_AND_BOARD = PARTIES | BOARD
# Who may read the rows that belong to the own trust; a plan's belong to the area's board that made it.
READERS = {
    "agreements_agreement": AREA,
    "agreements_agreementstep": AREA,
    "agreements_agreementversion": AREA,
    "agreements_clauseaside": PARTIES_AND_BOARD,
    "agreements_clauseedit": PARTIES_AND_BOARD,
    "agreements_securitystanding": AREA,
    "audit_event": OWNER,
    "audit_identityread": OWNER,
    "capacity_apitoken": OWNER,
    "capacity_bedbooking": AREA,
    "capacity_bednight": AREA,
    "capacity_bednightevent": AREA,
    "capacity_bedpathway": PARTIES,
    "capacity_capacityupload": OWNER,
    "capacity_sessionbooking": AREA,
    "capacity_sessionpathway": PARTIES,
    "capacity_theatresession": OWNER_AND_BOARD,
    "capacity_theatresessionevent": OWNER_AND_BOARD,
    "directory_accessfeature": ANYBODY,
    "directory_accessfeatureevent": ANYBODY,
    "directory_attestation": ANYBODY,
    "directory_checkanswer": AREA,
    "directory_competence": ANYBODY,
    "directory_competenceevent": ANYBODY,
    "directory_criteriaversion": ANYBODY,
    "directory_equipment": ANYBODY,
    "directory_equipmentevent": ANYBODY,
    "directory_groupneeds": AREA,
    "directory_infectionpathway": ANYBODY,
    "directory_infectionpathwayevent": ANYBODY,
    "directory_openinghours": ANYBODY,
    "directory_openinghoursevent": ANYBODY,
    "directory_sectionattestation": ANYBODY,
    "directory_servicenotice": ANYBODY,
    "directory_site": ANYBODY,
    "directory_siteevent": ANYBODY,
    "directory_siteservice": ANYBODY,
    "directory_siteserviceevent": ANYBODY,
    "directory_supportservice": ANYBODY,
    "directory_supportserviceevent": ANYBODY,
    "governance_barrier": AREA,
    "governance_barriercount": AREA,
    "governance_barrierevent": AREA,
    "governance_barrierstep": AREA,
    "governance_contact": AREA,
    "governance_contactevent": AREA,
    "governance_policy": AREA,
    "governance_policyconfirmation": AREA,
    "governance_policyevent": AREA,
    "governance_responsibility": AREA,
    "governance_responsibilityevent": AREA,
    "governance_systemuse": AREA,
    "governance_systemuseevent": AREA,
    "governance_testcall": AREA,
    "meetings_actiondone": PARTIES_AND_BOARD,
    "meetings_agendaitem": PARTIES_AND_BOARD,
    "meetings_attendance": PARTIES_AND_BOARD,
    "meetings_decision": PARTIES_AND_BOARD,
    "meetings_howwework": AREA,
    "meetings_jointaction": PARTIES_AND_BOARD,
    "meetings_meeting": PARTIES_AND_BOARD,
    "meetings_ownfigure": OWNER,
    "meetings_problem": PARTIES_AND_BOARD,
    "meetings_problemstep": PARTIES_AND_BOARD,
    "meetings_qualityfigure": PARTIES_AND_BOARD,
    "meetings_qualitypack": PARTIES_AND_BOARD,
    "meetings_qualitysignature": PARTIES_AND_BOARD,
    "meetings_rhythm": AREA,
    "meetings_space": PARTIES_AND_BOARD,
    "meetings_spaceclosing": PARTIES_AND_BOARD,
    "meetings_spacemember": PARTIES_AND_BOARD,
    "meetings_spacenote": PARTIES_AND_BOARD,
    "partnerships_committee": PARTIES_AND_BOARD,
    "partnerships_drill": AREA,
    "partnerships_lead": AREA,
    "partnerships_partnership": AREA,
    "partnerships_partnershipevent": AREA,
    "partnerships_rung": PARTIES_AND_BOARD,
    "partnerships_transfernumbers": PARTIES_AND_BOARD,
    "partnerships_visit": AREA,
    "plans_adjustment": BOARD,
    "plans_approval": BOARD,
    "plans_plan": AREA,
    "plans_planline": OWNER_AND_BOARD,
    "waiting_clockevent": OWNER_AND_BOARD,
    "waiting_pathway": OWNER_AND_BOARD,
    "waiting_pathwayevent": OWNER_AND_BOARD,
    "waiting_patient": OWNER,
    "waiting_patientevent": OWNER,
    "waiting_reportedlist": OWNER_AND_BOARD,
    "regulations_difference": AREA,
    "regulations_differenceversion": AREA,
    "waiting_savedview": OWNER,
    "waiting_waitinglistupload": OWNER,
}
# Read by the area, and made by its board.
MADE_BY_BOARD = {
    "directory_groupneeds",
    "plans_plan",
    "governance_barriercount",
    "regulations_difference",
    "regulations_differenceversion",
}
# The column that says whose a row is, in this order where a table has several.
OWNED_BY = ("holder_id", "provider_id", "guest_id", "trust_id", "organisation_id")


def protected_tables() -> dict[str, str]:
    """Each table under row-level security, with the column that says whose a row is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, array_agg(attname::text) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid "
            "WHERE relkind = 'r' AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid) GROUP BY relname"
        )
        return {table: next(column for column in OWNED_BY if column in columns) for table, columns in cursor.fetchall()}


def readers(world: World, table: str, column: str) -> set[str]:
    """Which organisations, or nobody, are given rows of the own trust, or of the board for what a board makes."""
    owner = world.organisations[who.BOARD if READERS[table] == BOARD or table in MADE_BY_BOARD else who.OWN].id
    ids: dict[str, UUID | None] = {place: world.organisations[place].id for place in ORGANISATIONS}
    found = set()
    for place, acting in (ids | {NOBODY: None}).items():
        with acting_for(acting), connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {column} = %s', [owner])
            if cursor.fetchone()[0]:
                found.add(place)
    return found


def test_every_table_gives_its_rows_to_those_who_may_read_them(world: World):
    columns = protected_tables()
    unsaid = sorted(set(columns) - set(READERS))
    assert not unsaid, f"Say in READERS of tests/access/test_rows.py who may read: {', '.join(unsaid)}"
    assert len(columns) == len(READERS) >= 30
    found = {table: readers(world, table, column) for table, column in columns.items()}
    assert found == {table: READERS[table] for table in columns}


def test_removing_the_policies_of_any_table_is_noticed(postgres: Any, committed_database: str):
    """The check above can fail: each table's wall is taken down in turn, and somebody sees through."""
    world = make_world()
    columns = protected_tables()
    unnoticed = []
    with connect_as_superuser(postgres, committed_database) as owner:
        for table, column in columns.items():
            owner.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
            if readers(world, table, column) == READERS[table]:
                unnoticed.append(table)
            owner.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    assert unnoticed == []
    assert readers(world, "waiting_pathway", columns["waiting_pathway"]) == READERS["waiting_pathway"]
