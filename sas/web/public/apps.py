"""Wiring of the public porch."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public porch."""

    name = "sas.web.public"
    label = "web_public"
