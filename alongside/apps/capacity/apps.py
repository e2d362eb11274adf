from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "alongside.apps.capacity"
    label = "capacity"
