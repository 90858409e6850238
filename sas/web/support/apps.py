"""Wiring of the support porch."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The support porch."""

    name = "sas.web.support"
    label = "web_support"
