"""Wiring of the assistance room."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """The assistance room."""

    name = "sas.rooms.assistance"
    label = "assistance"
    default_auto_field = "django.db.models.BigAutoField"
