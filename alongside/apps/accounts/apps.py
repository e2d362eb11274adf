from django.apps import AppConfig

from alongside.apps.accounts.roles import Permission


class AccountsConfig(AppConfig):
    name = "alongside.apps.accounts"
    label = "accounts"
    door = ("Today", "insight:today", Permission.WORK)
