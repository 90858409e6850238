"""States of an orientation, the only moves between them, and why one is not made."""

from datetime import timedelta

from django.db import models


class OrientationKind(models.IntegerChoices):
    """The reference's orientation_type (sas-domain §2.8); 4 is ours: taken and changed in the editor's software."""

    SLOT = 1, "Sur créneau ou plage"
    SURNUMERAIRE = 2, "En sus des disponibilités"
    REORIENTATION = 3, "Sur créneau ou plage, depuis les urgences"
    EDITOR = 4, "Dans le logiciel de l'éditeur"


ON_SLOT = frozenset({OrientationKind.SLOT, OrientationKind.REORIENTATION})
"""The kinds that take a place of an occurrence: type 3 is the IOA's, for the reorientation package (F-200)."""


class OrientationState(models.TextChoices):
    """FHIR Appointment.status beside: booked, cancelled, cancelled (declined by the participant), fulfilled, noshow."""

    ORIENTED = "oriented", "Orientation enregistrée"
    CANCELLED = "cancelled", "Annulée par la régulation"
    DECLINED = "declined", "Déclinée par l'effecteur"
    HONOURED = "fulfilled", "Honorée"
    NOT_HONOURED = "noshow", "Non honorée"


MARKS = frozenset({OrientationState.HONOURED, OrientationState.NOT_HONOURED})
"""What whoever acts for the place says once the appointment has begun; the other moves end before it does."""

FREED = frozenset({OrientationState.CANCELLED, OrientationState.DECLINED})
"""The moves that give the place back."""

NAMEABLE = MARKS | {OrientationState.ORIENTED}
"""While nobody took the orientation back, the manager of a structure may say which member received the patient."""

TRANSITIONS: dict[OrientationState, frozenset[OrientationState]] = {
    OrientationState.ORIENTED: FREED | MARKS,
    OrientationState.CANCELLED: frozenset(),
    OrientationState.DECLINED: frozenset(),
    OrientationState.HONOURED: frozenset({OrientationState.NOT_HONOURED}),
    OrientationState.NOT_HONOURED: frozenset({OrientationState.HONOURED}),
}


class DelayBand(models.TextChoices):
    """How long after the regulator recorded it an orientation begins; each band ends before its bound."""

    TWO = "2h", "Moins de 2 heures"
    SIX = "6h", "De 2 à 6 heures"
    DAY = "24h", "De 6 à 24 heures"
    TWO_DAYS = "48h", "De 24 à 48 heures"
    MORE = "more", "48 heures et plus"


DELAY_BOUNDS = {
    DelayBand.TWO: timedelta(hours=2),
    DelayBand.SIX: timedelta(hours=6),
    DelayBand.DAY: timedelta(hours=24),
    DelayBand.TWO_DAYS: timedelta(hours=48),
}
"""The bound of each band but the last, in order."""


CORRECTION = timedelta(days=30)
"""How long after its first mark a mark can be changed into the other: past it, counts made from marks stay true."""

PENDING = "pending"
"""What stands for the outcome of a request while its transaction runs; never committed."""

REASON_LENGTH = 300
"""Characters of the reason of a decline."""
