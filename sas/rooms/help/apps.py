"""Wiring of the help room."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """The help room."""

    name = "sas.rooms.help"
    label = "help"
    default_auto_field = "django.db.models.BigAutoField"
