"""Wiring of the texts room."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    """The texts room."""

    name = "sas.rooms.texts"
    label = "texts"
    default_auto_field = "django.db.models.BigAutoField"
