"""Wiring of the offer room: the one subscriber to announced changes."""

from datetime import datetime

from django.apps import AppConfig

from sas import changes
from sas.actor import Actor


class OfferConfig(AppConfig):
    """The offer room."""

    name = "sas.rooms.offer"
    label = "offer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Re-project announced places in the transaction that announces them."""
        changes.subscribe(_project)


def _project(place_ids: frozenset[int], now: datetime) -> None:
    from sas.rooms.offer import operations  # models are not loaded yet when this module is

    operations.project_places(actor=Actor.SYSTEM, place_ids=place_ids, now=now)
