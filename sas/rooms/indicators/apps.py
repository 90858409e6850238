"""Wiring of the indicators room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The indicators room."""

    name = "sas.rooms.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
