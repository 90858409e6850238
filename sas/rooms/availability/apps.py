"""Wiring of the availability room."""

from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    """The availability room."""

    name = "sas.rooms.availability"
    label = "availability"
    default_auto_field = "django.db.models.BigAutoField"
