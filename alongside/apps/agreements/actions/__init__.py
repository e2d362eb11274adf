from alongside.apps.agreements.actions.opening import open_agreement, renew
from alongside.apps.agreements.actions.security import state_security
from alongside.apps.agreements.actions.sending_back import send_back
from alongside.apps.agreements.actions.steps import agree_clinically, sign, terminate
from alongside.apps.agreements.actions.writing import save_clause

__all__ = [
    "agree_clinically",
    "open_agreement",
    "renew",
    "save_clause",
    "send_back",
    "sign",
    "state_security",
    "terminate",
]
