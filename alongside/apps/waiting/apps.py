from django.apps import AppConfig

from alongside.apps.accounts.roles import Permission


class WaitingConfig(AppConfig):
    name = "alongside.apps.waiting"
    label = "waiting"
    door = ("Waiting list", "waiting:list-pathways", Permission.SEE_LIST)
