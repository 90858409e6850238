"""Publishing and accepting the CGU (F-022)."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import TermsAcceptance, TermsVersion
from sas.rooms.journal import operations as journal

FIRST_TERMS = Path(__file__).resolve().parent.parent / "cgu.txt"
"""The text that an installation starts with."""
NOT_ACCEPTED = "Acceptez les conditions générales d'utilisation pour continuer."


def publish_terms(*, actor: Actor, text: str, now: datetime) -> int:
    """Publish a new version, asked of everybody at their next page; returns its number.

    Raises Refused for anyone but the platform and administrators, Impossible for an empty text.
    """
    if not (actor.is_platform or actor.has(Role.ADMINISTRATEUR)):
        raise Refused("Les conditions générales d'utilisation sont publiées par un administrateur.")
    if not text.strip():
        raise Impossible("Le texte est vide.")
    with transaction.atomic(durable=True):
        return _publish(actor, text, now)


def publish_first_terms(*, actor: Actor, now: datetime) -> bool:
    """Publish the text that comes with the platform when there is no version yet; returns whether it was."""
    with transaction.atomic(durable=True):
        if TermsVersion.objects.exists():
            return False
        _publish(actor, FIRST_TERMS.read_text(encoding="utf-8"), now)
        return True


def accept_terms(*, actor: Actor, number: int, means: Means, now: datetime) -> None:
    """Accept the version that was read; raises Impossible when a newer one was published meanwhile."""
    if actor.user_id is None:
        raise RuntimeError("terms are accepted by somebody")
    with transaction.atomic(durable=True):
        newest = TermsVersion.objects.order_by("-number").values_list("number", flat=True).first()
        if number != newest:
            raise Impossible("Une nouvelle version vient d'être publiée : lisez-la avant de l'accepter.")
        keep_acceptance(actor=actor, user_id=actor.user_id, number=number, means=means, now=now)


def keep_acceptance(*, actor: Actor, user_id: int, number: int, means: Means, now: datetime) -> None:
    """Who accepted which version, when and how, in the caller's transaction; the first acceptance stays."""
    kept = {"at": now, "means": means}
    _, made = TermsAcceptance.objects.get_or_create(user_id=user_id, version_id=number, defaults=kept)
    if made:
        own = actor.signing_in(user_id)
        journal.record(actor=own, verb="accept_terms", subject="terms", subject_id=number, now=now, means=means.value)


def _publish(actor: Actor, text: str, now: datetime) -> int:
    newest = TermsVersion.objects.order_by("-number").values_list("number", flat=True).first()
    number = (newest or 0) + 1
    TermsVersion.objects.create(number=number, text=text, published_at=now)
    journal.record(actor=actor, verb="publish_terms", subject="terms", subject_id=number, now=now)
    return number
