from django.apps import AppConfig

from alongside.apps.accounts.roles import Permission


class InsightConfig(AppConfig):
    name = "alongside.apps.insight"
    label = "insight"
    door = ("Published figures", "insight:published", Permission.SEE_INSIGHT)
