from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "alongside.apps.agreements"
    label = "agreements"
