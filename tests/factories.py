"""Small real rows for tests: each function makes one thing with sensible parts, acting for its owner."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from alongside.apps.accounts.access import Acting, acting_as
from alongside.apps.accounts.models import Membership, Organisation, User
from alongside.apps.agreements.models import Agreement, AgreementStep, AgreementVersion, ClauseEdit, SecurityStanding
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.models import BedNight, TheatreSession
from alongside.apps.directory.models import Site
from alongside.apps.waiting.models import Pathway, Patient
from alongside.domain.agreement_clauses import Clause, digest
from alongside.domain.agreement_state import Act, Side
from alongside.domain.agreement_topics import Topic
from alongside.domain.identifiers import with_check_digit

number = count(1)
SOURCE = "test"


def board(**given: Any) -> Organisation:
    i = next(number)
    return Organisation.objects.create(**{"code": f"Q{i:02}", "name": f"Board {i}", "kind": "board", **given})


def trust(area: Organisation, **given: Any) -> Organisation:
    i = next(number)
    return Organisation.objects.create(
        **{"code": f"R{i:03}", "name": f"Trust {i}", "kind": "trust", "board": area, **given}
    )


def independent(area: Organisation, **given: Any) -> Organisation:
    i = next(number)
    return Organisation.objects.create(
        **{"code": f"N{i:03}", "name": f"Hospital {i}", "kind": "independent", "board": area, **given}
    )


def person(role: str, organisation: Organisation, **given: Any) -> Acting:
    """Somebody with one role; their `Acting` is the `by=` of actions."""
    i = next(number)
    user = User(**{"email": f"person{i}@example.org", "name": f"Person {i}", **given})
    user.set_unusable_password()
    user.save()
    return acting_as(Membership.objects.create(user=user, organisation=organisation, role=role))


def client_of(acting: Acting) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    client.force_login(acting.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def site(organisation: Organisation, **given: Any) -> Site:
    i = next(number)
    values = {
        "code": f"{organisation.code}{i:02}"[:10],
        "organisation": organisation,
        "area_id": organisation.area_id,
        "name": f"Site {i}",
        "postcode": "TN24 0YW",
        "latitude": 51.14,
        "longitude": 0.92,
        "position_source": SOURCE,
        "critical_care_level": 1,
        "source": SOURCE,
        **given,
    }
    with acting_for(organisation.id):
        return Site.objects.create(**values)


def agreement(
    guest: Organisation,
    host: Organisation,
    *,
    functions: tuple[str, ...] = ("110",),
    starts_on: date = date(2025, 4, 1),
    ends_on: date = date(2027, 3, 31),
    signed_on: date | None = date(2025, 3, 1),
    shares: tuple[str, ...] = (),
) -> Agreement:
    """Term and services alone, signed by both; a service is "110" or "110/110-hip". None: nobody has signed.

    `shares` are the items of a sharing clause; both sides have then met their security toolkit.
    """
    pair = {"guest": guest, "host": host, "area_id": guest.area_id}
    made = {"made_by_name": SOURCE}
    term = Clause(Topic.TERM, 1, starts_on=starts_on, ends_on=ends_on)
    services = Clause(Topic.SERVICES, 1, facts={"services": list(functions)})
    clauses = [term, services]
    if shares:
        clauses.append(Clause(Topic.SHARING, 1, facts={"items": list(shares)}))
        standing(guest)
        standing(host)
    words = digest({one.topic: one for one in clauses})
    with acting_for(guest.id):
        made_one = Agreement.objects.create(**pair, **made)
        version = AgreementVersion.objects.create(agreement=made_one, number=1, opened_on=starts_on, **pair, **made)
        of_version = {"version": version, **pair, "by_name": SOURCE}
        kept = {**of_version, "by_organisation": guest, "number": 1}
        ClauseEdit.objects.create(topic="term", starts_on=starts_on, ends_on=ends_on, **kept)
        for clause in clauses[1:]:
            ClauseEdit.objects.create(topic=clause.topic.value, facts=clause.facts, **kept)
    for side, party in ((Side.GUEST, guest), (Side.HOST, host)) if signed_on else ():
        for act in (Act.AGREE, Act.SIGN):
            with acting_for(party.id):
                AgreementStep.objects.create(
                    act=act.value, side=side.value, on=signed_on, digest=words, by_role="medical_director",
                    by_organisation=party, **of_version,
                )  # fmt: skip
    return made_one


def standing(organisation: Organisation, **given: Any) -> None:
    """It has met the standards of the security toolkit."""
    values = {"status": "Standards met", "year": "2025", "on": date(2025, 6, 30), "source": SOURCE, **given}
    with acting_for(organisation.id):
        SecurityStanding.objects.create(
            organisation=organisation, area_id=organisation.area_id, by_name=SOURCE, **values
        )


def ended(one: Agreement, *, by: Organisation, from_day: date, on: date, reason: str = "test") -> None:
    """One of the two has ended the agreement."""
    with acting_for(by.id):
        for version in one.versions.all():
            AgreementStep.objects.create(
                version=version, guest=one.guest, host=one.host, area_id=one.area_id, act=Act.TERMINATE.value,
                side=(Side.GUEST if by == one.guest else Side.HOST).value, on=on, takes_effect=from_day, digest="",
                reason=reason, by_name=SOURCE, by_role="medical_director", by_organisation=by,
            )  # fmt: skip


def patient(holder: Organisation, **given: Any) -> Patient:
    i = next(number)
    values = {
        "holder": holder,
        "nhs_number": with_check_digit_for(i),
        "local_patient_identifier": f"L{i:06}",
        "family_name": f"SYNTHETIC{i}",
        "given_name": "Test",
        "birth_date": date(1960, 1, 1),
        "postcode": "TN24 0YW",
        **given,
    }
    with acting_for(holder.id):
        return Patient.objects.create(**values)


def with_check_digit_for(i: int) -> str:
    """The i-th valid number of the 999 test range, skipping the ones that have no check digit."""
    while True:
        try:
            return str(with_check_digit(f"999{i:06}"))
        except ValueError:
            i += 500_000


def pathway(provider: Organisation, **given: Any) -> Pathway:
    i = next(number)
    values = {
        "patient": given.pop("patient", None) or patient(provider),
        "provider": provider,
        "area_id": provider.area_id,
        "pathway_identifier": f"{i:020}",
        "pathway_issuer": provider.code,
        "clock_start": date(2025, 6, 1),
        "status_code": "20",
        "treatment_function": "110",
        "decision_to_admit_on": date(2025, 9, 1),
        "priority": "P4",
        "theatre_minutes": 90,
        "bed_nights": 1,
        "age_years": 66,
        "sex": "2",
        "postcode_district": "TN24",
        "asa": 2,
        "bmi": 27,
        "source": SOURCE,
        **given,
    }
    with acting_for(provider.id):
        return Pathway.objects.create(**values)


def session(place: Site, **given: Any) -> TheatreSession:
    on: date = given.pop("on", date(2026, 2, 2))
    minutes: int = given.pop("minutes", 240)
    start = datetime(on.year, on.month, on.day, 8, 30, tzinfo=UTC)
    values = {
        "organisation": place.organisation,
        "area_id": place.area_id,
        "site": place,
        "room": f"Theatre {next(number)}",
        "during": (start, start + timedelta(minutes=minutes)),
        "on": on,
        "minutes": minutes,
        "treatment_function": "110",
        "source": SOURCE,
        **given,
    }
    with acting_for(place.organisation_id):
        return TheatreSession.objects.create(**values)


def bed_night(place: Site, **given: Any) -> BedNight:
    values = {
        "organisation": place.organisation,
        "area_id": place.area_id,
        "site": place,
        "level": 0,
        "night": date(2026, 2, 2),
        "beds": 4,
        "source": SOURCE,
        **given,
    }
    with acting_for(place.organisation_id):
        return BedNight.objects.create(**values)
