"""Wiring of the administration porch."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """The administration porch."""

    name = "sas.web.administration"
    label = "web_administration"
