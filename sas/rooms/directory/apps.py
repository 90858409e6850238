"""Wiring of the directory room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory room."""

    name = "sas.rooms.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
