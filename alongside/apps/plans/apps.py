from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "alongside.apps.plans"
    label = "plans"
