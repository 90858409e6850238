"""Closed lists of the piloting room."""

from enum import StrEnum

from django.db import models

from sas.rooms.offer.enums import DistanceBand
from sas.rooms.orientation.enums import DelayBand, OrientationKind, OrientationState
from sas.rooms.participation.enums import Via


class ScopeKind(StrEnum):
    """What a dashboard is of."""

    COUNTRY = "country"
    TERRITORY = "territory"
    STRUCTURE = "structure"


class Source(models.TextChoices):
    """Where published availability is kept."""

    AGENDA = "agenda", "Agenda SAS"
    EDITOR = "editor", "Logiciels des éditeurs"


# Facts keep counts as lists: these are their orders, to which members may only be added at the end.
KINDS = (
    OrientationKind.SLOT,
    OrientationKind.SURNUMERAIRE,
    OrientationKind.REORIENTATION,
    OrientationKind.EDITOR,
)
STATES = (
    OrientationState.ORIENTED,
    OrientationState.CANCELLED,
    OrientationState.DECLINED,
    OrientationState.HONOURED,
    OrientationState.NOT_HONOURED,
)
DELAYS = (DelayBand.TWO, DelayBand.SIX, DelayBand.DAY, DelayBand.TWO_DAYS, DelayBand.MORE)
DISTANCES = (
    DistanceBand.FIVE,
    DistanceBand.TEN,
    DistanceBand.TWENTY,
    DistanceBand.FIFTY,
    DistanceBand.MORE,
    DistanceBand.UNKNOWN,
)
WAYS = (Via.INDIVIDUAL, Via.CPTS, Via.MSP, Via.SOS)
"""The ways of taking part, « ne participe pas » left out."""
