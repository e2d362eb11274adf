"""Two areas made once: everything that an address can name belongs to one trust, with secrets in every part of it."""

import hashlib
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from typing import Any
from uuid import UUID

from allauth.account.internal.userkit import user_id_to_str
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from alongside.apps.accounts.access import Acting, acting_as
from alongside.apps.accounts.models import Membership, Organisation, User
from alongside.apps.agreements.actions import save_clause, state_security
from alongside.apps.audit.actions import record_identity_read
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.actions import hold_bed, hold_minutes
from alongside.apps.capacity.models import ApiToken, CapacityUpload
from alongside.apps.directory.actions import (
    Needs,
    add_notice,
    answer_check,
    attest,
    attest_sections,
    save_needs,
    say_section,
)
from alongside.apps.directory.facts import fingerprint
from alongside.apps.directory.models import (
    CriteriaVersion,
    PostcodeDistrict,
    ProcedureGroup,
    Site,
    SiteService,
    SupportService,
)
from alongside.apps.directory.queries import find_site
from alongside.apps.plans import actions as plans
from alongside.apps.plans.actions import Question
from alongside.apps.waiting.models import ClockEvent, Pathway, ReportedList, SavedView, WaitingListUpload
from alongside.domain.agreement_clauses import Clause
from alongside.domain.agreement_force import Service
from alongside.domain.agreement_topics import Topic
from alongside.domain.clinician_check import Asked, Option
from alongside.domain.eligibility import Outcome
from alongside.domain.site_notices import NoticeKind
from alongside.domain.site_sections import Section
from tests import factories
from tests.access import actors as who
from tests.access.actors import ACTORS, Actor
from tests.access.governance import make_governance
from tests.access.meetings import make_meetings
from tests.access.partnerships import make_partnership
from tests.access.secrets import NHS_NUMBER, PATHWAY_KEY

RULES = [
    {"rule_id": "age_min", "field": "age_years", "op": ">=", "value": 18, "reason": "No children here"},
    {"rule_id": "asa", "field": "asa", "op": "in", "value": [1, 2, 3]},
]
HIP_RULES = [{"rule_id": "bmi_hi", "field": "bmi", "op": "<=", "value": 40}]
PASSWORD = "a long and common tale"
DAY = date(2026, 2, 2)
FAR = date(2099, 3, 31)
A_DAY = 24 * 60 * 60


@dataclass
class World:
    organisations: dict[str, Organisation]
    things: dict[str, Any]
    clients: dict[Actor, Client]
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def client(self, actor: Actor, *, with_csrf_checks: bool = False) -> Client:
        """A new browser with this person's cookies, so that no answer changes the next."""
        client = Client(raise_request_exception=False, enforce_csrf_checks=with_csrf_checks)
        if not with_csrf_checks:
            client.handler = self.handler
        client.cookies.load(self.clients[actor].cookies.output(header=""))
        return client


def make_world() -> World:
    organisations = make_organisations()
    people = {actor: make_person(actor, organisations) for actor in ACTORS if actor != who.STRANGER}
    User.objects.update(password=make_password(PASSWORD))
    acting = {a: acting_as(m) for a, m in people.items() if isinstance(m, Membership)}
    trust = organisations[who.OWN]
    things: dict[str, Any] = {"membership": people[Actor("clinician", who.OWN)].pk}
    make_directory(organisations, things, acting)
    make_agreement(organisations, things, acting)
    with acting_for(trust.id):
        make_list(trust, things, acting)
        make_capacity(trust, things, acting)
    make_governance(organisations, things, acting)
    make_meetings(organisations, things, acting)
    make_partnership(organisations, things, acting)
    with acting_for(organisations[who.BOARD].id):
        make_plan(organisations, things, acting)
    clients = {actor: sign_in(people.get(actor)) for actor in ACTORS}
    make_link(people[Actor("administrator", who.OWN)].user, things)
    return World(organisations, things, clients)


def make_organisations() -> dict[str, Organisation]:
    board, other = factories.board(name="Board of one area"), factories.board(name="Board of another area")
    return {
        who.OWN: factories.trust(board),
        who.BOARD: board,
        who.PARTNER: factories.trust(board),
        who.INDEPENDENT: factories.independent(board),
        who.OTHER_BOARD: other,
        who.OTHER_TRUST: factories.trust(other),
    }


def make_person(actor: Actor, organisations: dict[str, Organisation]) -> Any:
    """A membership, or a user for those who have none."""
    if actor.acts:
        return factories.person(actor.role, organisations[actor.organisation]).user.memberships.get()
    user = User(email=f"{actor.words.replace(' ', '.')}@example.org", name="Somebody")
    user.set_unusable_password()
    user.save()
    if actor == who.ROLE_ENDED:
        Membership.objects.create(
            user=user, organisation=organisations[who.OWN], role="booking_manager", ended_at=timezone.now()
        )
    return user


def sign_in(found: Any) -> Client:
    client = Client()
    if found is not None:
        user = found.user if isinstance(found, Membership) else found
        user.refresh_from_db()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        say_password_was_just_given(client, user)
        if user.email.startswith(who.LEFT.words.replace(" ", ".")):
            User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def say_password_was_just_given(client: Client, user: User) -> None:
    """The pages of the second factor ask for it again; here it was."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + A_DAY, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()


def make_directory(organisations: dict[str, Organisation], things: dict[str, Any], acting: dict[Actor, Acting]) -> None:
    PostcodeDistrict.objects.create(code="TN24", latitude=51.15, longitude=0.87, source="test")
    hip = ProcedureGroup.objects.create(
        code="hip", name="Hip replacement", treatment_function="110", opcs_codes=["W37.1"], theatre_minutes=90,
        bed_nights=2, source="test",
    )  # fmt: skip
    for place, organisation in organisations.items():
        site = factories.site(organisation)
        things[f"site of {place}"] = site
        with acting_for(organisation.id):
            describe(site, hip, acting[Actor("medical_director", place)])
            things[f"notice of {place}"] = say_more(site, acting[Actor("medical_director", place)])
    with acting_for(organisations[who.OWN].id):
        answer_a_check(hip, things[f"site of {who.OWN}"], acting[Actor("clinician", who.OWN)])
    with acting_for(organisations[who.BOARD].id):
        ask_of_sites(hip, acting[Actor("medical_director", who.BOARD)])
    things |= {"kind of spreadsheet": "sessions", "kind of file": "csv"}
    things |= {"notice": things[f"notice of {who.OWN}"], "area's code": organisations[who.BOARD].code}
    things["site's code"] = things[f"site of {who.OWN}"].code
    things |= {"site": things[f"site of {who.OWN}"].pk, "group": hip.code, "operation": hip.code, "rule": 1}


def describe(site: Site, hip: ProcedureGroup, by: Acting) -> None:
    given = {"site": site, "organisation": site.organisation}
    SiteService.objects.create(**given, treatment_function="110", procedure_group=hip, source="test")
    support = SupportService.objects.create(**given, kind="xray", cover="24x7", source="test")
    made = {**given, "made_by_name": by.name, "source": "test"}
    CriteriaVersion.objects.create(**made, version=1, criteria=RULES)
    CriteriaVersion.objects.create(**made, version=2, criteria=HIP_RULES, procedure_group=hip)
    support.cover = "hours"
    support.save()
    site.phone = "01233 000000"
    site.save()
    today = timezone.localdate()
    describe_in_depth(site, by, today)
    record = find_site(by, site.pk, today)
    assert record is not None
    attest(site=site, seen=fingerprint(record), by=by, today=today)


def describe_in_depth(site: Site, by: Acting, today: date) -> None:
    """Said twice, so that each has an old row too."""
    for count in (1, 2):
        rows: dict[Section, dict[str, Any]] = {
            Section.EQUIPMENT: {"kind": "laser", "count": count},
            Section.STAFF: {"staff_group": "nurses", "skill": "sepsis", "trained": count, "expires_on": FAR},
            Section.INFECTION: {"colour": "green", "from_day": date(2026, 1, count)},
            Section.ACCESS: {"feature": "lift", "has": count == 1},
            Section.HOURS: {"weekday": 0, "opens": daytime(8), "closes": daytime(16 + count)},
        }
        for section, row in rows.items():
            say_section(site=site, section=section, rows=[row], by=by, today=today)


def ask_of_sites(hip: ProcedureGroup, by: Acting) -> None:
    """A laser, which every site of this world has."""
    save_needs(group=hip, needs=Needs(("laser",)), why="Test", seen=None, by=by, today=DAY)


def answer_a_check(hip: ProcedureGroup, site: Site, by: Acting) -> None:
    """Of a day long ago, so that today's question is open to everybody."""
    option = Option(site.code, site.name, 3.0, Outcome.ACCEPT, 1, ())
    asked = Asked(hip.code, hip.treatment_function, {"age_years": 45}, "TN24", (option,))
    answer_check(asked=asked, chosen=site.code, by=by, today=DAY)


def say_more(site: Site, by: Acting) -> UUID:
    """A word on one section, and a notice of a far day."""
    today = timezone.localdate()
    record = find_site(by, site.pk, today)
    assert record is not None
    attest_sections(site=site, seen=fingerprint(record), sections=[Section.LEVEL], by=by, today=today)
    day = today + timedelta(days=300)
    return add_notice(
        site=site, kind=NoticeKind.REMOTE, function="110", starts_on=day, ends_on=None, by=by
    ).pk  # fmt: skip


def make_agreement(organisations: dict[str, Organisation], things: dict[str, Any], acting: dict[Actor, Acting]) -> None:
    """In force between the own trust and the independent hospital, with words that came second."""
    guest, host = organisations[who.OWN], organisations[who.INDEPENDENT]
    agreement = factories.agreement(guest, host, ends_on=date(2099, 3, 31))
    by = acting[Actor("medical_director", who.OWN)]
    with acting_for(guest.id):
        version = agreement.versions.get()
        words = save_clause(version=version, words=Clause(Topic.EXIT, 3, "Wombat words"), by=by, today=DAY)
        assert words.based_on == 3
        state_security(status="Standards met", year="2024/25", on=date(2025, 6, 30), by=by, today=DAY)
    things |= {"agreement": agreement.pk, "guest": guest.pk, "host": host.pk, "clause": "exit", "version": 1}


def make_list(trust: Organisation, things: dict[str, Any], acting: dict[Actor, Acting]) -> None:
    by = acting[Actor("booking_manager", who.OWN)]
    upload = WaitingListUpload.objects.create(**file_of(trust, by, "wombat-list.csv", b"wombat content of the file"),
        as_of=DAY, confirmed=True, headings=["NHS NUMBER"], rows_read=2, rows_new=1, rows_bad=1)  # fmt: skip
    patient = factories.patient(
        trust, nhs_number=NHS_NUMBER, local_patient_identifier="LOCAL-PQ-7731", family_name="Quibblethorpe",
        given_name="Zephyrine", birth_date=date(1931, 2, 27), postcode="TN24 9ZQ", phone="07700 900461",
        needs_interpreter="Quechua",
    )  # fmt: skip
    pathway = factories.pathway(
        trust, id=UUID(PATHWAY_KEY), patient=patient, pathway_identifier="PWSECRET000000004711",
        consultant_code="C7654321", upload=upload, procedure_group_id="hip",
    )  # fmt: skip
    for _ in range(4):
        factories.pathway(trust, procedure_group_id="hip")
    record_identity_read(patient_id=patient.pk, purpose="booking", page="Pathway", by=by)
    line = ClockEvent.objects.create(
        pathway=pathway, provider=trust, area_id=trust.area_id, code="20", on=date(2025, 6, 1), by=by.user,
        by_name=by.name, reason="Wombat reason of the clock",
    )  # fmt: skip
    Pathway.objects.filter(pk=pathway.pk).update(priority="P3")
    patient.phone = "07700900461"
    patient.save()
    ReportedList.objects.create(organisation=trust, area_id=trust.area_id, as_of=DAY, source="Uploaded list")
    view = SavedView.objects.create(user=by.user, organisation=trust, name="Wombat view", query="priority=P2")
    things |= {"pathway": pathway.pk, "clock event": line.pk, "view": view.pk, "list upload": upload.pk}


def file_of(trust: Organisation, by: Acting, name: str, content: bytes) -> dict[str, Any]:
    return {
        "organisation": trust, "by": by.user, "by_name": by.name, "name": name, "size": len(content),
        "digest": hashlib.sha256(content).hexdigest(), "content": content, "state": "done",
        "returned": b"reason\r\nreturned " + content,
    }  # fmt: skip


def make_capacity(trust: Organisation, things: dict[str, Any], acting: dict[Actor, Acting]) -> None:
    by = acting[Actor("booking_manager", who.OWN)]
    site, partner = things[f"site of {who.OWN}"], things[f"site of {who.INDEPENDENT}"]
    day = first_monday() + timedelta(days=1)
    own = factories.session(site, on=day, room="Wombat theatre", offered_to="own")
    own.minutes, own.during = 120, (own.during[0], own.during[0] + timedelta(minutes=120))
    own.save()
    offered = factories.session(partner, on=day, procedure_group_id="hip")
    night = factories.bed_night(partner, night=day, level=1)
    night_of_ours = factories.bed_night(site, night=day, level=1)
    night_of_ours.beds = 5
    night_of_ours.save()
    now = datetime.now(UTC)
    until = now + timedelta(days=2)
    booking = hold_minutes(session=offered, minutes=60, pathway_id=things["pathway"], until=until, by=by, now=now)
    hold_bed(bed_night=night, service=Service("110"), pathway_id=things["pathway"], until=until, by=by, now=now)
    upload = CapacityUpload.objects.create(
        **file_of(trust, by, "wombat-sessions.csv", b"wombat sessions inside"), kind="sessions"
    )
    key = ApiToken.objects.create(
        organisation=trust, name="Wombat machine", digest=hashlib.sha256(b"key").hexdigest(), may_write=True,
        made_by=by.user, made_by_name=by.name,
    )  # fmt: skip
    things |= {"own session": own.pk, "offered session": offered.pk, "booking": booking.pk}
    things |= {"capacity upload": upload.pk, "key": key.pk, "bed night": night_of_ours.pk}


def make_plan(organisations: dict[str, Organisation], things: dict[str, Any], acting: dict[Actor, Acting]) -> None:
    """Asked for, worked out, changed by hand and with one name under it."""
    by = acting[Actor("coordinator", who.BOARD)]
    question = Question(as_of=timezone.localdate(), starts_on=first_monday(), weeks=4)
    plan = plans.make_plan(question=question, by=by, queue=False)
    plans.work_out(plan.pk, by.organisation_id)
    plan.refresh_from_db()
    assert plan.has_answer, plan.trouble
    site = things[f"site of {who.INDEPENDENT}"]
    adjustment = plans.adjust(plan=plan, kind="exclude_site", site=site, why="Wombat adjustment", by=by)
    plans.approve(plan=plan, by=by, today=timezone.localdate(), note="Wombat approval")
    things |= {"plan": plan.pk, "adjustment": adjustment.pk}


def first_monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def make_link(user: User, things: dict[str, Any]) -> None:
    """A set-password link that is good: whoever holds it may use it, and reads nothing of a patient."""
    user.refresh_from_db()
    things["uid"] = urlsafe_base64_encode(force_bytes(str(user.pk)))
    things["token"] = default_token_generator.make_token(user)
