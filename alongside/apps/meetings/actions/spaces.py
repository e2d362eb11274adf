"""Open a team space for one pathway, write in it, name who is in it, and close it. What is written stays."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import just_sent
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.directory.models import ProcedureGroup
from alongside.apps.governance.models import Contact
from alongside.apps.meetings.actions.doing import ActionWords, new_action
from alongside.apps.meetings.actions.ownership import Refused, kept_by, must_be_a_side, pair_in
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.spaces import Pathway, is_done_by
from alongside.apps.meetings.models import JointAction, Space, SpaceClosing, SpaceMember, SpaceNote
from alongside.domain.team_spaces import Act, Asked, may
from alongside.domain.treatment_functions import treatment_function_name

Kind = SpaceNote.Kind


@dataclass(frozen=True, slots=True)
class MemberWords:
    """A post of our side, who fills it if that is said, and how to reach it: by the directory or by a number."""

    post: str
    person: str = ""
    contact: Contact | None = None
    phone: str = ""


@transaction.atomic
def open_space(*, pair: Pair, pathway: Pathway, purpose: str, by: Acting, today: date) -> Space:
    """Either side opens one for a pathway that one of them does. Refused: TEAM-1, TEAM-2."""
    must_be_a_side(pair, by)
    function, group = pathway
    take_turns("space", *pair.key, function, group)
    same = Space.objects.filter(trust=pair.trust, host=pair.host, function=function, group=group)
    is_open = same.filter(closing=None).exists()
    obey(Asked(Act.OPEN, is_done=is_done_by(pair, pathway), is_open_already=is_open))
    name = ProcedureGroup.objects.get(code=group).name if group else treatment_function_name(function)
    space = Space.objects.create(
        **kept_by(pair, by, today), function=function, group=group, name=name, number=same.count() + 1, opened_on=today
    )
    record_event("meetings.space_opened", target=space, by=by)
    add_note(space, by, today, kind=Kind.PURPOSE, text=purpose)
    return space


@transaction.atomic
def write_note(*, space: Space, text: str, link: str = "", by: Acting, today: date) -> SpaceNote:
    """Refused: TEAM-5, TEAM-6."""
    must_be_open(space, by, Asked(Act.WRITE, link=link), Permission.RAISE)
    return add_note(space, by, today, text=text, link=link)


@transaction.atomic
def say_purpose(*, space: Space, text: str, by: Acting, today: date) -> SpaceNote:
    """What the space is for from now on; what it was for stays among the notes."""
    must_be_open(space, by, Asked(Act.WRITE))
    return add_note(space, by, today, kind=Kind.PURPOSE, text=text)


@transaction.atomic
def correct_note(*, note: SpaceNote, text: str, link: str = "", by: Acting, today: date) -> SpaceNote:
    """The next note, which says what it corrects; the first stays readable. Refused: TEAM-4, TEAM-5, TEAM-6."""
    take_turns("space", note.space_id)
    is_corrected = SpaceNote.objects.filter(corrects=note).exists()
    is_own = note.organisation_id == by.organisation_id
    asked = Asked(Act.CORRECT, is_own=is_own, is_corrected=is_corrected, link=link)
    must_be_open(note.space, by, asked, Permission.RAISE)
    return add_note(note.space, by, today, kind=Kind(note.kind), text=text, link=link, corrects=note)


@transaction.atomic
def name_member(*, space: Space, words: MemberWords, by: Acting, today: date) -> SpaceMember:
    """Each side names its own; the same post named again replaces what stood. Refused: TEAM-3, TEAM-6."""
    if words.contact and words.contact.organisation_id != by.organisation_id:
        raise Refused("Choose a contact of your own organisation (TEAM-3).")
    must_be_open(space, by, Asked(Act.NAME, has_reach=bool(words.contact or words.phone)))
    said = {"post": words.post, "person": words.person, "contact": words.contact, "is_in": True, "on": today}
    said["phone"] = "" if words.contact else words.phone
    sent: SpaceMember | None = just_sent(SpaceMember.objects.filter(space=space), by, **said)
    if sent:
        return sent
    member = SpaceMember.objects.create(**kept_by(pair_in(space), by, today), space=space, **said)
    record_event("meetings.space_member_named", target=space, by=by, post=words.post)
    return member


@transaction.atomic
def take_out(*, member: SpaceMember, by: Acting, today: date) -> SpaceMember:
    """The post is in the team no longer; that it was stays in the database. Refused: TEAM-3, TEAM-6.

    What its side said of the post last is taken out, once.
    """
    space = member.space
    must_be_open(space, by, Asked(Act.TAKE_OUT, is_own=member.organisation_id == by.organisation_id))
    newest = newest_of(member)
    if not newest.is_in:
        return newest
    gone = SpaceMember.objects.create(
        **kept_by(pair_in(space), by, today), space=space, post=newest.post, person=newest.person,
        contact=newest.contact, phone=newest.phone, is_in=False, on=today,
    )  # fmt: skip
    record_event("meetings.space_member_taken_out", target=space, by=by, post=member.post)
    return gone


def newest_of(member: SpaceMember) -> SpaceMember:
    """What its side said last of the same post."""
    said = SpaceMember.objects.filter(
        space=member.space_id, organisation=member.organisation_id, post__iexact=member.post
    )
    return said.latest("at", "id")


@transaction.atomic
def take_on_in_space(*, space: Space, words: ActionWords, by: Acting, today: date) -> JointAction:
    """One side does something for this pathway."""
    must_be_open(space, by, Asked(Act.WRITE))
    return new_action(pair_in(space), words, by, today, space=space)


@transaction.atomic
def close_space(*, space: Space, why: str, by: Acting, today: date) -> SpaceClosing:
    """Either side alone; it stays readable, and a new one may be opened. Sent twice, it is closed once."""
    must_be_a_side(pair_in(space), by)
    take_turns("space", space.pk)
    closed = SpaceClosing.objects.filter(space=space).first()
    if closed is not None and (closed.by_id, closed.why) == (by.user.id, why):
        return closed
    must_be_open(space, by, Asked(Act.CLOSE))
    closing = SpaceClosing.objects.create(**kept_by(pair_in(space), by, today), space=space, on=today, why=why)
    record_event("meetings.space_closed", target=space, by=by)
    return closing


def add_note(space: Space, by: Acting, today: date, **said: object) -> SpaceNote:
    words = {"link": "", "kind": Kind.NOTE, "corrects": None} | said
    sent: SpaceNote | None = just_sent(SpaceNote.objects.filter(space=space), by, **words)
    if sent:
        return sent
    note = SpaceNote.objects.create(**kept_by(pair_in(space), by, today), space=space, on=today, **words)
    record_event("meetings.space_note_written", target=space, by=by, note=str(note.pk))
    return note


def must_be_open(space: Space, by: Acting, asked: Asked, permission: Permission = Permission.WORK_TOGETHER) -> None:
    """Our own space, as it is now that nobody else writes in it, and every rule obeyed."""
    must_be_a_side(pair_in(space), by, permission)
    take_turns("space", space.pk)
    closed = SpaceClosing.objects.filter(space_id=space.pk).exists()
    obey(replace(asked, is_closed=closed))


def obey(asked: Asked) -> None:
    verdict = may(asked)
    if not verdict.allowed:
        raise Refused(". ".join(reason.message for reason in verdict.reasons) + ".")
