"""Wiring of the orientation room."""

from django.apps import AppConfig


class OrientationConfig(AppConfig):
    """The orientation room."""

    name = "sas.rooms.orientation"
    label = "orientation"
    default_auto_field = "django.db.models.BigAutoField"
