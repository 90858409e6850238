"""Wiring of the offer room: the one subscriber to what is announced."""

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
        """Bring the read model up to date in the transaction that announces a change."""
        changes.subscribe(_project)
        changes.subscribe_to_counts(_recount)


def _project(place_ids: frozenset[int], now: datetime) -> None:
    from sas.rooms.offer import operations  # models are not loaded yet when this module is

    operations.project_places(actor=Actor.SYSTEM, place_ids=place_ids, now=now)


def _recount(count: changes.Count, now: datetime) -> None:
    from sas.rooms.offer import operations  # models are not loaded yet when this module is

    operations.recount(actor=Actor.SYSTEM, count=count, now=now)
