"""Wiring of the kit porch."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The kit porch."""

    name = "sas.web.kit"
    label = "web_kit"
