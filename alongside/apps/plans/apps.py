from django.apps import AppConfig

from alongside.apps.accounts.roles import Permission


class PlansConfig(AppConfig):
    name = "alongside.apps.plans"
    label = "plans"
    door = ("Plans", "plans:list-plans", Permission.SEE_PLANS)
