"""Wiring of the offer room."""

from django.apps import AppConfig


class OfferConfig(AppConfig):
    """The offer room."""

    name = "sas.rooms.offer"
    label = "offer"
    default_auto_field = "django.db.models.BigAutoField"
