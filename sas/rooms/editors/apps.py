"""Wiring of the editors room."""

from django.apps import AppConfig


class EditorsConfig(AppConfig):
    """The editors room."""

    name = "sas.rooms.editors"
    label = "editors"
    default_auto_field = "django.db.models.BigAutoField"
