from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "alongside.apps.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from alongside.apps.agreements import told
        from alongside.apps.meetings.facts import visits
        from alongside.apps.partnerships.queries.drills import drills_logged
        from alongside.apps.partnerships.queries.visits import visited
        from alongside.apps.partnerships.queries.way_back import ways_back

        visits.read_by(visited)
        told.drills_are_read_by(drills_logged)
        told.ways_back_are_read_by(ways_back)
