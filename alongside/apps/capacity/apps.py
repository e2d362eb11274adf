from django.apps import AppConfig

from alongside.apps.accounts.roles import Permission


class CapacityConfig(AppConfig):
    name = "alongside.apps.capacity"
    label = "capacity"
    door = ("Capacity", "capacity:board", Permission.SEE_CAPACITY)

    def ready(self) -> None:
        from alongside.apps.agreements import told
        from alongside.apps.capacity.queries.agreed import taken_between

        told.taken_is_read_by(taken_between)
