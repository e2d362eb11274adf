"""Registers the pages' templates, components and static files with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "alongside.web"
    label = "web"
    verbose_name = "Pages"
