from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "alongside.apps.meetings"
    label = "meetings"
