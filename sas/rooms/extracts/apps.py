"""Wiring of the extracts room."""

from django.apps import AppConfig


class ExtractsConfig(AppConfig):
    """The extracts room."""

    name = "sas.rooms.extracts"
    label = "extracts"
    default_auto_field = "django.db.models.BigAutoField"
