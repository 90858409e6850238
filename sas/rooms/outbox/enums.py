"""States of a mail, and how one follows another."""

from django.db.models import TextChoices


class MailState(TextChoices):
    """Where a mail stands; labels are shown to administrators."""

    QUEUED = "queued", "En attente"
    SENDING = "sending", "En cours d'envoi"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec"
    UNCERTAIN = "uncertain", "Incertain"


TRANSITIONS: dict[MailState, frozenset[MailState]] = {
    MailState.QUEUED: frozenset({MailState.SENDING, MailState.FAILED}),
    MailState.SENDING: frozenset({MailState.SENT, MailState.QUEUED, MailState.FAILED, MailState.UNCERTAIN}),
    MailState.SENT: frozenset(),
    MailState.FAILED: frozenset({MailState.QUEUED}),
    MailState.UNCERTAIN: frozenset({MailState.QUEUED}),
}
"""A mail whose sender died halfway is UNCERTAIN: nobody knows whether it left, so only a person sends it again."""
