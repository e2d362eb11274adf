from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "alongside.apps.audit"
    label = "audit"
