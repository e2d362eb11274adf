from django.apps import AppConfig

from alongside.apps.accounts.roles import Door, Permission


class DirectoryConfig(AppConfig):
    name = "alongside.apps.directory"
    label = "directory"
    door: Door = ("Directory", "directory:list-sites", Permission.SEE_DIRECTORY)
