"""Wiring of the piloting room."""

from django.apps import AppConfig


class PilotingConfig(AppConfig):
    """The piloting room."""

    name = "sas.rooms.piloting"
    label = "piloting"
    default_auto_field = "django.db.models.BigAutoField"
