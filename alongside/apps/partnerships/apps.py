from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "alongside.apps.partnerships"
    label = "partnerships"
