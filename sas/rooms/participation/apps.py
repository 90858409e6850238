"""Wiring of the participation room."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The participation room."""

    name = "sas.rooms.participation"
    label = "participation"
    default_auto_field = "django.db.models.BigAutoField"
