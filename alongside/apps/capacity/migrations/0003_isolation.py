"""Own capacity is seen by its owner and the area's board; what is offered, by the whole area.

A booking's copy of its session's hours, and of its night's beds, is kept equal by a foreign key, so that the
check beside it holds whatever changes first. Promise AL-9.
"""

from django.db import migrations

from alongside.apps.audit.isolation import Protect, mine

AREA = "(SELECT alongside_area())"
OFFERED = f"({mine('organisation_id', 'area_id')} OR (offered_to = 'area' AND area_id = {AREA}))"
PARTIES = mine("organisation_id", "host_id")
EQUAL = """
ALTER TABLE capacity_sessionbooking ADD CONSTRAINT booking_hours_follow_session
    FOREIGN KEY (session_id, session_during) REFERENCES capacity_theatresession (id, during) ON UPDATE CASCADE;
ALTER TABLE capacity_bedbooking ADD CONSTRAINT booking_beds_follow_night
    FOREIGN KEY (bed_night_id, beds) REFERENCES capacity_bednight (id, beds) ON UPDATE CASCADE;
"""
NOT_EQUAL = """
ALTER TABLE capacity_sessionbooking DROP CONSTRAINT booking_hours_follow_session;
ALTER TABLE capacity_bedbooking DROP CONSTRAINT booking_beds_follow_night;
"""


class Migration(migrations.Migration):
    dependencies = [("capacity", "0002_initial"), ("accounts", "0002_area")]
    operations = [
        migrations.RunSQL(EQUAL, NOT_EQUAL),
        Protect("capacity_theatresession", read=OFFERED, write=mine("organisation_id")),
        Protect("capacity_theatresessionevent", read=OFFERED, write=mine("organisation_id")),
        Protect("capacity_bednight", read=f"area_id = {AREA}", write=mine("organisation_id")),
        Protect("capacity_bednightevent", read=f"area_id = {AREA}", write=mine("organisation_id")),
        Protect("capacity_sessionbooking", read=PARTIES, write=PARTIES),
        Protect("capacity_bedbooking", read=PARTIES, write=PARTIES),
        Protect("capacity_capacityupload", read=mine("organisation_id"), write=mine("organisation_id")),
    ]
