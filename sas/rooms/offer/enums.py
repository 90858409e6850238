"""Closed lists of the search."""

from enum import StrEnum

from django.db import models


class Mode(StrEnum):
    """What the regulator asks to see (sas-domain §1.9); the labels are the screen's."""

    SLOTS = "creneaux"
    OVERBOOKING = "en-sus"
    PACKAGE = "forfait"

    @property
    def label(self) -> str:
        """The words of the radio button."""
        return {
            Mode.SLOTS: "PS disposant de créneaux disponibles",
            Mode.OVERBOOKING: "Créneaux en sus des disponibilités",
            Mode.PACKAGE: "Forfait de réorientation des urgences",
        }[self]


class AreaKind(StrEnum):
    """What the second field named: it decides the radius and the order (sas-domain §1.2, §1.5)."""

    ADDRESS = "adresse"
    TOWN = "ville"
    DEPARTEMENT = "departement"
    MAP = "carte"


class BestDay(StrEnum):
    """When a place can next receive somebody: the shape and colour of its pin (sas-domain §1.12)."""

    TODAY = "today"
    LATER = "later"
    NONE = "none"


class RebuildState(models.TextChoices):
    """Life of a rebuild that somebody asked for."""

    RUNNING = "running", "En cours"
    DONE = "done", "Terminée"
