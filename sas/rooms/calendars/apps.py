"""Wiring of the calendars room."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """The calendars room."""

    name = "sas.rooms.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"
