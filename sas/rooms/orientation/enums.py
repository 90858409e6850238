"""States of an orientation, the only moves between them, and why one is not made."""

from django.db import models


class OrientationKind(models.IntegerChoices):
    """The reference's orientation_type (sas-domain §2.8)."""

    SLOT = 1, "Sur créneau ou plage"
    SURNUMERAIRE = 2, "En sus des disponibilités"


class OrientationState(models.TextChoices):
    """FHIR Appointment.status beside: booked, cancelled, cancelled (declined by the participant)."""

    ORIENTED = "oriented", "Orientation enregistrée"
    CANCELLED = "cancelled", "Annulée par la régulation"
    DECLINED = "declined", "Déclinée par l'effecteur"


TRANSITIONS: dict[OrientationState, frozenset[OrientationState]] = {
    OrientationState.ORIENTED: frozenset({OrientationState.CANCELLED, OrientationState.DECLINED}),
    OrientationState.CANCELLED: frozenset(),
    OrientationState.DECLINED: frozenset(),
}

PENDING = "pending"
"""What stands for the outcome of a request while its transaction runs; never committed."""

REASON_LENGTH = 300
"""Characters of the reason of a decline."""
