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


class Sign(models.TextChoices):
    """What a card is of, as its pictogram says it when nothing else does (sas-domain §1.12)."""

    PROFESSIONAL = "professional", "Professionnel de santé"
    PHARMACY = "pharmacy", "Pharmacie"
    CDS = "cds", "Centre de santé"
    MSP = "msp", "Maison de santé"
    CPTS = "cpts", "CPTS"
    SOS = "sos", "SOS Médecins"
    ESTABLISHMENT = "establishment", "Établissement de santé"


class NoSlot(StrEnum):
    """Why a place that was asked for has no slot to show."""

    AWAY = "away"
    NO_AGENDA = "no-agenda"
    FULL = "full"
    LATER = "later"


class RebuildState(models.TextChoices):
    """Life of a rebuild that somebody asked for."""

    RUNNING = "running", "En cours"
    DONE = "done", "Terminée"


class DistanceBand(models.TextChoices):
    """How far a place is from the address searched: all that an orientation keeps of that address."""

    FIVE = "5", "Moins de 5 km"
    TEN = "10", "De 5 à 10 km"
    TWENTY = "20", "De 10 à 20 km"
    FIFTY = "50", "De 20 à 50 km"
    MORE = "more", "50 km et plus"
    UNKNOWN = "", "Non connue"


DISTANCE_BOUNDS = {
    DistanceBand.FIVE: 5_000,
    DistanceBand.TEN: 10_000,
    DistanceBand.TWENTY: 20_000,
    DistanceBand.FIFTY: 50_000,
}
"""Metres before which each band but the last ends, in order."""
