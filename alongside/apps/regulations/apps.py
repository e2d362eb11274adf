from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "alongside.apps.regulations"
    label = "regulations"
