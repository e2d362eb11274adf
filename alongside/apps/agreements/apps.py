from django.apps import AppConfig

from alongside.apps.accounts.roles import Door, Permission


class AgreementsConfig(AppConfig):
    name = "alongside.apps.agreements"
    label = "agreements"
    door: Door = ("Agreements", "agreements:list-agreements", Permission.SEE_AGREEMENTS)
