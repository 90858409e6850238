"""Wiring of the outbox room."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox room."""

    name = "sas.rooms.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
