"""States of a message to the regulation's software and of an appointment received, and how one follows another."""

from django.db.models import TextChoices


class ExchangeState(TextChoices):
    """Where a message stands; labels are shown to administrators."""

    QUEUED = "queued", "À envoyer"
    SENT = "sent", "Envoyé"
    ACKED = "acked", "Confirmé"
    REFUSED = "refused", "Refusé"
    ABANDONED = "abandoned", "Abandonné"


TRANSITIONS: dict[ExchangeState, frozenset[ExchangeState]] = {
    ExchangeState.QUEUED: frozenset(set(ExchangeState) - {ExchangeState.QUEUED}),
    ExchangeState.SENT: frozenset({ExchangeState.ACKED, ExchangeState.REFUSED}),
    ExchangeState.ACKED: frozenset({ExchangeState.ACKED, ExchangeState.REFUSED}),
    ExchangeState.REFUSED: frozenset(),
    ExchangeState.ABANDONED: frozenset({ExchangeState.QUEUED, ExchangeState.ACKED, ExchangeState.REFUSED}),
}
"""An answer may come before we know that the message left, or after we gave it up: it is the truth then.

A software acknowledges a message several times: received, filed, read; or received, then refused.
"""

SETTLED = frozenset({ExchangeState.ACKED, ExchangeState.REFUSED})
"""Nothing more is to be sent of these: their content, which names people, is erased."""


class AppointmentStatus(TextChoices):
    """What a message says of an orientation, in the words of FHIR's Appointment; labels are shown."""

    BOOKED = "booked", "Orientation enregistrée"
    CANCELLED = "cancelled", "Annulée ou déclinée"
    FULFILLED = "fulfilled", "Honorée"
    NOSHOW = "noshow", "Non honorée"


class AccountState(TextChoices):
    """Where the account of a regulator stands at an editor (INT_R02); labels are shown to administrators."""

    ABSENT = "absent", "Absent"
    PENDING = "pending", "À transmettre"
    SYNCED = "synced", "À jour"
    FAILED = "failed", "En échec"
    DISABLED = "disabled", "Désactivé"


OWED = frozenset({AccountState.PENDING, AccountState.FAILED})
"""Something is to be told to the editor, and kept until it is; in the other states nothing of the person is kept."""


class ReportedStatus(TextChoices):
    """What an editor says of an appointment: the statuses of FHIR's Appointment that the guide uses (INT_R03)."""

    PENDING = "pending", "En attente"
    BOOKED = "booked", "Pris"
    FULFILLED = "fulfilled", "Honoré"
    NOSHOW = "noshow", "Patient absent"
    CANCELLED = "cancelled", "Annulé"


class Reception(TextChoices):
    """What became of a report."""

    CREATED = "created"
    UPDATED = "updated"
    REPEATED = "repeated"
