"""Wiring of the regulation porch."""

from django.apps import AppConfig


class RegulationConfig(AppConfig):
    """The regulation porch."""

    name = "sas.web.regulation"
    label = "web_regulation"
