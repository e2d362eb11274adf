from django.apps import AppConfig

from alongside.apps.accounts.roles import Permission


class CapacityConfig(AppConfig):
    name = "alongside.apps.capacity"
    label = "capacity"
    door = ("Capacity", "capacity:board", Permission.SEE_CAPACITY)
