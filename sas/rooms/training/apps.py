"""Wiring of the training room."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The training room."""

    name = "sas.rooms.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"
