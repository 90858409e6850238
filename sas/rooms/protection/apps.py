"""Wiring of the protection room."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """The protection room."""

    name = "sas.rooms.protection"
    label = "protection"
    default_auto_field = "django.db.models.BigAutoField"
