"""What every site can do and who says so: the site itself, and what is there in depth."""

from alongside.apps.directory.models.capability import (
    AccessFeature,
    Competence,
    Equipment,
    Fact,
    InfectionPathway,
    OpeningHours,
)
from alongside.apps.directory.models.needs import GroupNeeds
from alongside.apps.directory.models.site import (
    Attestation,
    CheckAnswer,
    CriteriaVersion,
    PostcodeDistrict,
    ProcedureGroup,
    SectionAttestation,
    ServiceNotice,
    Site,
    SiteService,
    SupportService,
)

__all__ = [
    "AccessFeature",
    "Attestation",
    "CheckAnswer",
    "Competence",
    "CriteriaVersion",
    "Equipment",
    "Fact",
    "GroupNeeds",
    "InfectionPathway",
    "OpeningHours",
    "PostcodeDistrict",
    "ProcedureGroup",
    "SectionAttestation",
    "ServiceNotice",
    "Site",
    "SiteService",
    "SupportService",
]
