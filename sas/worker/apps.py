"""Wiring of the worker porch: management commands and tasks."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """The worker porch."""

    name = "sas.worker"
    label = "worker"
