from django.apps import AppConfig

from alongside.apps.accounts.roles import Door, Permission


class GovernanceConfig(AppConfig):
    name = "alongside.apps.governance"
    label = "governance"
    door: Door = ("Whose policy?", "governance:ask", Permission.SEE_AGREEMENTS)
