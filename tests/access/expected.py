"""What should each person get at each address? Said by the roles and by who may see which kind of thing.

Nothing here is learnt from the views but the permission that each names.
"""

from dataclasses import dataclass

from alongside.apps.accounts.roles import Permission
from tests.access import actors as who
from tests.access.actors import Actor
from tests.access.addresses import Address

P = Permission
OWNER = {who.OWN}
OWNER_AND_BOARD = {who.OWN, who.BOARD}
PARTIES = {who.OWN, who.INDEPENDENT}
BOARD = {who.BOARD}
BOARDS = {who.BOARD, who.OTHER_BOARD}
PARTIES_AND_BOARD = PARTIES | BOARD
NOT_FOUND, NOT_ALLOWED, WRONG_METHOD, MOVED, SHOWN = 404, 403, 405, 302, 200


@dataclass(frozen=True, slots=True)
class Audience:
    """Which organisations get at a kind of thing; others are told `refusal`, or `seen` where they may see it."""

    organisations: set[str]
    keepers_role: str = ""
    seen_by: frozenset[str] = frozenset()

    def answer(self, actor: Actor) -> int:
        if actor.organisation in self.organisations and self.keepers_role in {"", actor.role}:
            return SHOWN
        return NOT_ALLOWED if actor.organisation in self.seen_by else NOT_FOUND


SEEN_IN_AREA = frozenset(who.AREA)
SEEN_BY_PARTNER = frozenset({who.PARTNER})
AUDIENCE = {
    ("pathway", P.SEE_LIST): Audience(OWNER_AND_BOARD),
    ("pathway", P.SEE_IDENTITY): Audience(OWNER),
    ("pathway", P.EDIT_LIST): Audience(OWNER),
    ("view", P.SEE_LIST): Audience(OWNER, keepers_role="booking_manager"),
    ("site", P.SEE_DIRECTORY): Audience(who.AREA),
    ("site", P.EDIT_SITE): Audience(OWNER, seen_by=SEEN_IN_AREA),
    ("site", P.ATTEST): Audience(OWNER, seen_by=SEEN_IN_AREA),
    ("own session", P.SEE_CAPACITY): Audience(OWNER_AND_BOARD),
    ("own session", P.OFFER_CAPACITY): Audience(OWNER),
    ("booking", P.OFFER_CAPACITY): Audience(PARTIES),
    ("pathway", P.SEE_PLANS): Audience(OWNER_AND_BOARD),
    ("pathway", P.MAKE_PLANS): Audience(BOARD),
    ("plan", P.SEE_PLANS): Audience(who.AREA),
    ("plan", P.MAKE_PLANS): Audience(BOARD),
    ("plan", P.APPROVE_PLANS): Audience(BOARD),
    ("list upload", P.EDIT_LIST): Audience(OWNER),
    ("capacity upload", P.OFFER_CAPACITY): Audience(OWNER),
    ("key", P.OFFER_CAPACITY): Audience(OWNER),
    ("difference", P.SEE_DIRECTORY): Audience(who.AREA),
    ("difference", P.KEEP_REGULATIONS): Audience(BOARD, seen_by=SEEN_IN_AREA),
    ("operation", P.SEE_DIRECTORY): Audience(set(who.ORGANISATIONS)),
    ("operation", P.KEEP_NEEDS): Audience(BOARDS, seen_by=frozenset(who.ORGANISATIONS)),
    ("contact", P.SEE_AGREEMENTS): Audience(who.AREA),
    ("contact", P.RAISE): Audience(who.AREA),
    ("contact", P.KEEP_GOVERNANCE): Audience(OWNER, seen_by=SEEN_IN_AREA),
    ("system in use", P.KEEP_GOVERNANCE): Audience(OWNER, seen_by=SEEN_IN_AREA),
    ("step of a matrix", P.KEEP_GOVERNANCE): Audience(OWNER, seen_by=SEEN_IN_AREA),
    ("barrier", P.SEE_AGREEMENTS): Audience(who.AREA),
    ("barrier", P.RAISE): Audience(OWNER, seen_by=SEEN_IN_AREA),
    ("policy we keep", P.SEE_AGREEMENTS): Audience({who.OWN, who.PARTNER}),
    ("policy we keep", P.KEEP_GOVERNANCE): Audience(OWNER, seen_by=SEEN_BY_PARTNER),
    ("policy about our patients", P.KEEP_GOVERNANCE): Audience(OWNER, seen_by=SEEN_BY_PARTNER),
    ("partnership", P.SEE_AGREEMENTS): Audience(who.AREA),
    ("partnership", P.WORK_TOGETHER): Audience(PARTIES, seen_by=SEEN_IN_AREA),
    ("governance pack", P.SEE_AGREEMENTS): Audience(PARTIES_AND_BOARD, seen_by=SEEN_IN_AREA),
    ("membership", P.MANAGE_PEOPLE): Audience(OWNER),
    ("agreement", P.SEE_AGREEMENTS): Audience(PARTIES_AND_BOARD),
    ("agreement", P.EDIT_AGREEMENTS): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("agreement", P.SIGN_AGREEMENTS): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("guest", P.SEE_AGREEMENTS): Audience(PARTIES_AND_BOARD),
    ("guest", P.SIGN_AGREEMENTS): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("guest", P.WORK_TOGETHER): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("meeting", P.SEE_AGREEMENTS): Audience(PARTIES_AND_BOARD),
    ("meeting", P.WORK_TOGETHER): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("team space", P.SEE_AGREEMENTS): Audience(PARTIES_AND_BOARD),
    ("team space", P.RAISE): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("team space", P.WORK_TOGETHER): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("note of a team", P.RAISE): Audience(OWNER, seen_by=frozenset({who.INDEPENDENT, who.BOARD})),
    ("member of a team", P.WORK_TOGETHER): Audience(OWNER, seen_by=frozenset({who.INDEPENDENT, who.BOARD})),
    ("organisation", P.SEE_AGREEMENTS): Audience(who.AREA),
    ("joint problem", P.SEE_AGREEMENTS): Audience(PARTIES_AND_BOARD),
    ("joint problem", P.RAISE): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("joint problem", P.WORK_TOGETHER): Audience(PARTIES, seen_by=frozenset(BOARD)),
    ("joint action", P.SEE_AGREEMENTS): Audience(PARTIES_AND_BOARD),
    ("joint action", P.WORK_TOGETHER): Audience(OWNER, seen_by=frozenset({who.INDEPENDENT, who.BOARD})),
}
PUBLIC = {
    "public:home",
    "public:about",
    "public:accessibility",
    "public:list-services",
    "public:show-site",
    "public:expect",
    "accounts:set-password",
}
# Pages about one's own account: no permission, nothing of a patient. What a signed-in person gets by GET and by POST.
OWN_ACCOUNT = {
    "accounts:choose-organisation": ({SHOWN}, {SHOWN}),
    "accounts:my-account": ({SHOWN}, {WRONG_METHOD}),
    "account_logout": ({SHOWN}, {MOVED}),
    "account_reauthenticate": ({SHOWN, MOVED}, {SHOWN, MOVED}),
    "account_change_password": ({SHOWN}, {SHOWN}),
    "account_set_password": ({MOVED}, {MOVED}),
    "mfa_reauthenticate": ({SHOWN, MOVED}, {SHOWN, MOVED}),
    "mfa_index": ({SHOWN}, {WRONG_METHOD}),
    "mfa_activate_totp": ({SHOWN, MOVED}, {SHOWN, MOVED}),
    "mfa_deactivate_totp": ({SHOWN, MOVED, NOT_FOUND}, {SHOWN, MOVED, NOT_FOUND}),
    "mfa_view_recovery_codes": ({SHOWN, MOVED, NOT_FOUND}, {MOVED, NOT_FOUND, WRONG_METHOD}),
    "mfa_generate_recovery_codes": ({SHOWN, MOVED, NOT_FOUND}, {SHOWN, MOVED, NOT_FOUND}),
}
# Steps of signing in: for somebody who has not, and for somebody who has.
SIGNING_IN = {
    "account_login": ({SHOWN}, {MOVED}),
    "mfa_authenticate": ({MOVED}, {MOVED}),
}
# Addresses that may send somebody on when there is nothing to do.
MOVES_ON = {
    "directory:review-criteria",
    "waiting:confirm-columns",
    "plans:cancel-plan",
    "plans:start-plan-again",
    "plans:withdraw-approval",
    "plans:undo-change",
}


# What the board alone may add.
BOARD_ADDS = {"regulations:add-difference"}
# Refused with a sentence on the plan's own page, which they may see.
TOLD_ON_THE_PAGE = {"plans:cancel-plan", "plans:start-plan-again"}


def expected(address: Address, actor: Actor, method: str) -> set[int]:
    """The answers that are right; `method` is GET or POST."""
    if address.permission is not None:
        return expected_of_work(address, actor, method)
    if address.name in SIGNING_IN:
        return SIGNING_IN[address.name][actor.is_known]
    if address.name in OWN_ACCOUNT:
        return OWN_ACCOUNT[address.name][method == "POST"] if actor.is_known else {MOVED}
    if address.name in PUBLIC:
        return {SHOWN} if address.answers(method) else {WRONG_METHOD}
    raise AssertionError(
        f"{address.name} names no permission, and is not one of the public or own-account pages: say in "
        "tests/access/expected.py who may open it."
    )


def of_nobody(address: Address, actor: Actor) -> int:
    """An address that names nobody's thing is for everybody with the permission, or for those of the board."""
    return (
        SHOWN if address.name not in BOARD_ADDS or actor.organisation in {who.BOARD, who.OTHER_BOARD} else NOT_ALLOWED
    )


def expected_of_work(address: Address, actor: Actor, method: str) -> set[int]:
    """Sign in, then a role, then the permission, then a method that is answered, then whose thing it is."""
    assert address.permission is not None
    if not actor.acts:
        return {MOVED}
    if not actor.may(address.permission):
        return {NOT_ALLOWED}
    whose = audience(address).answer(actor) if address.thing else of_nobody(address, actor)
    if not address.answers(method):
        return {WRONG_METHOD} if whose == SHOWN else {WRONG_METHOD, whose}
    if whose == SHOWN:
        return {SHOWN, MOVED} if method == "POST" or address.name in MOVES_ON else {SHOWN}
    return {MOVED} if address.name in TOLD_ON_THE_PAGE and actor.organisation in who.AREA else {whose}


def audience(address: Address) -> Audience:
    assert address.permission is not None
    found = AUDIENCE.get((address.thing, address.permission))
    assert found is not None, (
        f"{address.name} lets people {address.permission.value} of a {address.thing}: say in AUDIENCE of "
        "tests/access/expected.py whose organisations may."
    )
    return found
