from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "alongside.apps.public"
    label = "public"
