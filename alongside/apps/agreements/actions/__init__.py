from alongside.apps.agreements.actions.opening import open_agreement, renew
from alongside.apps.agreements.actions.security import state_security
from alongside.apps.agreements.actions.steps import agree_clinically, sign, terminate
from alongside.apps.agreements.actions.writing import save_clause

__all__ = [
    "agree_clinically",
    "open_agreement",
    "renew",
    "save_clause",
    "sign",
    "state_security",
    "terminate",
]
