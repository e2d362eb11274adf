"""Own capacity is seen by its owner and the area's board; what is offered, by the whole area.

A booking carries its session's owner, area, hours, state and use, and a bed its night's count; a foreign key keeps the
copies equal, so that the checks beside them hold whatever changes first. Promise AL-9.
"""

from django.db import migrations

from alongside.apps.audit.isolation import Protect, mine

AREA = "(SELECT alongside_area())"
OFFERED = f"({mine('organisation_id', 'area_id')} OR (offered_to = 'area' AND area_id = {AREA}))"
PARTIES = mine("organisation_id", "host_id")
EQUAL = """
ALTER TABLE capacity_sessionbooking ADD CONSTRAINT booking_terms_follow_session
    FOREIGN KEY (session_id, host_id, area_id, session_during, session_state, session_offered_to)
    REFERENCES capacity_theatresession (id, organisation_id, area_id, during, state, offered_to) ON UPDATE CASCADE;
ALTER TABLE capacity_bedbooking ADD CONSTRAINT booking_beds_follow_night
    FOREIGN KEY (bed_night_id, host_id, area_id, beds)
    REFERENCES capacity_bednight (id, organisation_id, area_id, beds) ON UPDATE CASCADE;
ALTER TABLE capacity_theatresession ADD CONSTRAINT session_minutes_fill_its_hours
    CHECK (extract(epoch FROM upper(during) - lower(during)) = minutes * 60);
ALTER TABLE capacity_theatresession ADD CONSTRAINT session_day_is_its_first_hour
    CHECK ("on" = (lower(during) AT TIME ZONE 'Europe/London')::date);
ALTER TABLE capacity_sessionbooking ADD CONSTRAINT booking_minutes_fill_its_hours
    CHECK (extract(epoch FROM upper(during) - lower(during)) = minutes * 60);
"""
NOT_EQUAL = """
ALTER TABLE capacity_sessionbooking DROP CONSTRAINT booking_minutes_fill_its_hours;
ALTER TABLE capacity_theatresession DROP CONSTRAINT session_day_is_its_first_hour;
ALTER TABLE capacity_theatresession DROP CONSTRAINT session_minutes_fill_its_hours;
ALTER TABLE capacity_bedbooking DROP CONSTRAINT booking_beds_follow_night;
ALTER TABLE capacity_sessionbooking DROP CONSTRAINT booking_terms_follow_session;
"""


class Migration(migrations.Migration):
    dependencies = [("capacity", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        migrations.RunSQL(EQUAL, NOT_EQUAL),
        Protect("capacity_theatresession", read=OFFERED, write=mine("organisation_id")),
        Protect("capacity_theatresessionevent", read=OFFERED, write=mine("organisation_id")),
        Protect("capacity_bednight", read=f"area_id = {AREA}", write=mine("organisation_id")),
        Protect("capacity_bednightevent", read=f"area_id = {AREA}", write=mine("organisation_id")),
        Protect("capacity_sessionbooking", read=f"area_id = {AREA}", write=PARTIES),
        Protect("capacity_bedbooking", read=f"area_id = {AREA}", write=PARTIES),
        Protect("capacity_sessionpathway", read=PARTIES, write=PARTIES),
        Protect("capacity_bedpathway", read=PARTIES, write=PARTIES),
        Protect("capacity_capacityupload", read=mine("organisation_id"), write=mine("organisation_id")),
        Protect("capacity_apitoken", read=mine("organisation_id"), write=mine("organisation_id")),
    ]
