"""Who tries every address: each role in each kind of organisation, a person without a role, and a stranger."""

from dataclasses import dataclass

from alongside.apps.accounts.roles import BY_NAME, ROLES, Permission

# Seen from the organisation that owns what is looked at.
OWN, BOARD, PARTNER, INDEPENDENT = "own trust", "area's board", "partner trust", "independent hospital of the area"
OTHER_BOARD, OTHER_TRUST = "another area's board", "another area's trust"
ORGANISATIONS = (OWN, BOARD, PARTNER, INDEPENDENT, OTHER_BOARD, OTHER_TRUST)
AREA = {OWN, BOARD, PARTNER, INDEPENDENT}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with one role of one organisation, or none; `is_known` when signed in."""

    role: str = ""
    organisation: str = ""
    is_known: bool = True
    words: str = ""

    def __str__(self) -> str:
        return self.words or f"{self.role} of {self.organisation}"

    @property
    def acts(self) -> bool:
        return bool(self.role)

    def may(self, permission: Permission) -> bool:
        return self.acts and permission in BY_NAME[self.role].permissions


STRANGER = Actor(is_known=False, words="anonymous")
NO_ROLE = Actor(words="signed in without a role")
ROLE_ENDED = Actor(words="signed in after the role at the own trust ended")
LEFT = Actor(is_known=False, words="signed in before the account was closed")
WITH_ROLE = tuple(Actor(role.name, organisation) for organisation in ORGANISATIONS for role in ROLES)
ACTORS = (*WITH_ROLE, NO_ROLE, ROLE_ENDED, LEFT, STRANGER)
