"""Wiring of the usage room."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """The usage room."""

    name = "sas.rooms.usage"
    label = "usage"
    default_auto_field = "django.db.models.BigAutoField"
