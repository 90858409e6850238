"""Wiring of the exchanges room."""

from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    """The exchanges room."""

    name = "sas.rooms.exchanges"
    label = "exchanges"
    default_auto_field = "django.db.models.BigAutoField"
