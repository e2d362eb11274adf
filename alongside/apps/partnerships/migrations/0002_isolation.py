"""The area reads who are partners and what they learnt; the numbers are for both sides and their board alone."""

from django.db import migrations

from alongside.apps.audit.isolation import AppendOnly, Protect, mine

AREA = "area_id = (SELECT alongside_area())"
PARTIES = mine("trust_id", "host_id")
APPENDED = ["lead", "drill", "visit", "transfernumbers"]


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial"), ("accounts", "0002_area")]
    operations = [
        *[Protect(f"partnerships_{table}", read=AREA, write=PARTIES) for table in ("partnership", "partnershipevent")],
        *[Protect(f"partnerships_{table}", read=AREA, write=PARTIES) for table in ("drill", "visit")],
        Protect("partnerships_lead", read=AREA, write=f"{PARTIES} AND {mine('organisation_id')}"),
        Protect("partnerships_transfernumbers", read=mine("trust_id", "host_id", "area_id"), write=PARTIES),
        *[AppendOnly(f"partnerships_{table}") for table in APPENDED],
    ]
