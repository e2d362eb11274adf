from django.apps import AppConfig


class WaitingConfig(AppConfig):
    name = "alongside.apps.waiting"
    label = "waiting"
