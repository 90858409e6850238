"""Wiring of the api porch."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The api porch."""

    name = "sas.web.api"
    label = "web_api"
