from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "alongside.apps.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from alongside.apps.meetings.facts import visits
        from alongside.apps.partnerships.queries.visits import visited

        visits.read_by(visited)
