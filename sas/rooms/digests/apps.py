"""Wiring of the digests room."""

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    """The digests room."""

    name = "sas.rooms.digests"
    label = "digests"
    default_auto_field = "django.db.models.BigAutoField"
