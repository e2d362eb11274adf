from alongside.apps.agreements.models.agreement import Agreement, AgreementStep, AgreementVersion, SecurityStanding
from alongside.apps.agreements.models.words import ClauseAside, ClauseEdit

__all__ = ["Agreement", "AgreementStep", "AgreementVersion", "ClauseAside", "ClauseEdit", "SecurityStanding"]
