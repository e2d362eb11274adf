from django.apps import AppConfig

from alongside.apps.accounts.roles import Permission


class InsightConfig(AppConfig):
    name = "alongside.apps.insight"
    label = "insight"
    door = ("Published figures", "insight:published", Permission.SEE_INSIGHT)

    def ready(self) -> None:
        from alongside.apps.agreements import told
        from alongside.apps.insight.drills import drills_logged

        told.drills_are_read_by(drills_logged)
