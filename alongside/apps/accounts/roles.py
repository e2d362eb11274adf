"""What may each role do? Read this file aloud to the person who asks."""

from enum import StrEnum


class Permission(StrEnum):
    WORK = "see what needs them today"
    SEE_DIRECTORY = "see what every site can do"
    EDIT_SITE = "change what our own site can do"
    ATTEST = "attest what our own site can do"
    SEE_CAPACITY = "see the capacity offered in the area"
    OFFER_CAPACITY = "offer, change and withdraw our own capacity"
    BOOK_CAPACITY = "hold and book capacity"
    SEE_LIST = "see pathways without identity"
    SEE_IDENTITY = "see who a patient is, with a purpose that is logged"
    EDIT_LIST = "upload the list and correct pathways"
    SEE_PLANS = "see plans and explanations"
    MAKE_PLANS = "make, change and compare plans"
    APPROVE_PLANS = "approve a plan"
    SEE_INSIGHT = "see published statistics"
    SEE_AGREEMENTS = "see agreements, policies, contacts and partnerships"
    KEEP_GOVERNANCE = "keep our own policies, contacts and registers"
    KEEP_REGULATIONS = "keep what independent hospitals of the area may not do"
    KEEP_NEEDS = "say what an operation asks of every site of the area"
    RAISE = "log a test call, a barrier, a problem or a note of a team"
    MANAGE_PEOPLE = "give and end roles in our own organisation"
    EDIT_AGREEMENTS = "write agreements with other organisations"
    SIGN_AGREEMENTS = "agree, sign and end agreements for our organisation"
    WORK_TOGETHER = "keep our partnerships with other organisations"
    TAKE_CHECK = "answer the daily question on where a patient can go"
    SEE_AUDIT = "see what our own organisation did and read"


# An app's way in: the words of the menu, the name of its address, and the permission that opens it.
Door = tuple[str, str, Permission]

P = Permission
EVERYBODY = {P.WORK, P.SEE_DIRECTORY, P.SEE_CAPACITY, P.SEE_INSIGHT, P.SEE_AGREEMENTS}


class Role:
    """A readable list of what one kind of colleague may do."""

    name: str
    title: str
    comes_for: str
    permissions: set[Permission]


class Coordinator(Role):
    name = "coordinator"
    title = "System coordinator"
    comes_for = "the whole area's list beside the whole area's capacity"
    permissions = EVERYBODY | {
        P.SEE_LIST, P.SEE_PLANS, P.MAKE_PLANS, P.APPROVE_PLANS, P.SEE_AUDIT, P.RAISE,
        P.KEEP_REGULATIONS, P.KEEP_NEEDS,
    }  # fmt: skip


class BookingManager(Role):
    name = "booking_manager"
    title = "Access and booking manager"
    comes_for = "our own list, kept honest, and places for the people on it"
    permissions = EVERYBODY | {
        P.SEE_LIST, P.SEE_IDENTITY, P.EDIT_LIST, P.SEE_PLANS, P.OFFER_CAPACITY, P.BOOK_CAPACITY, P.SEE_AUDIT,
        P.KEEP_GOVERNANCE, P.RAISE, P.EDIT_AGREEMENTS, P.WORK_TOGETHER,
    }  # fmt: skip


class ServicesManager(Role):
    name = "services_manager"
    title = "NHS services manager"
    comes_for = "attesting what our site can do and offering capacity"
    permissions = EVERYBODY | {
        P.EDIT_SITE, P.ATTEST, P.OFFER_CAPACITY, P.SEE_LIST, P.SEE_IDENTITY, P.SEE_PLANS, P.SEE_AUDIT,
        P.KEEP_GOVERNANCE, P.RAISE, P.EDIT_AGREEMENTS, P.WORK_TOGETHER, P.KEEP_NEEDS,
    }  # fmt: skip


class Clinician(Role):
    name = "clinician"
    title = "Clinician"
    comes_for = "who near here can do this for a patient like this"
    permissions = EVERYBODY | {P.SEE_LIST, P.SEE_IDENTITY, P.SEE_PLANS, P.RAISE, P.TAKE_CHECK}


class MedicalDirector(Role):
    name = "medical_director"
    title = "Medical director or lead nurse"
    comes_for = "safe criteria, approval and learning"
    permissions = EVERYBODY | {
        P.EDIT_SITE, P.ATTEST, P.SEE_LIST, P.SEE_IDENTITY, P.SEE_PLANS, P.APPROVE_PLANS, P.SEE_AUDIT,
        P.KEEP_GOVERNANCE, P.RAISE, P.EDIT_AGREEMENTS, P.SIGN_AGREEMENTS, P.WORK_TOGETHER,
        P.TAKE_CHECK, P.KEEP_REGULATIONS, P.KEEP_NEEDS,
    }  # fmt: skip


class Administrator(Role):
    name = "administrator"
    title = "Administrator"
    comes_for = "the right people having the right role, and nothing of a patient"
    permissions = EVERYBODY | {P.MANAGE_PEOPLE, P.SEE_AUDIT}


ROLES: tuple[type[Role], ...] = (
    Coordinator,
    BookingManager,
    ServicesManager,
    Clinician,
    MedicalDirector,
    Administrator,
)
BY_NAME = {role.name: role for role in ROLES}
