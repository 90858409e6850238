"""Signing in with Pro Santé Connect: going there, coming back, recognised or not yet (F-003, F-009; ADR 13)."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.conf import settings
from django.db import connection, transaction

from sas.actor import Actor
from sas.adapters.psc import client as psc
from sas.adapters.psc import sealing
from sas.adapters.psc.values import Arrival, Departure, Doubt, NotTrusted
from sas.errors import Impossible, Unavailable
from sas.rooms.accounts.models import CardIdentity, User
from sas.rooms.accounts.operations import card_words
from sas.rooms.accounts.operations.sessions import CardSession
from sas.rooms.accounts.operations.signing import SignedIn, note_presence
from sas.rooms.accounts.queries import stamp_of
from sas.rooms.journal import operations as journal

logger = logging.getLogger(__name__)
_BACK = "/connexion/psc/retour"


@dataclass(frozen=True, slots=True)
class Card:
    """Who came back, as the browser's session keeps it until an account is found."""

    issuer: str
    subject: str
    national_id: str
    family_name: str
    given_name: str
    sid: str
    tokens: str

    @property
    def session(self) -> CardSession:
        """What the open session keeps of the provider's."""
        return CardSession(self.sid, self.subject, self.tokens)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the address that Pro Santé Connect sends the browser back to holds."""

    state: str
    code: str
    error: str
    issuer: str


def set_out(*, actor: Actor) -> Departure:
    """Where to send a browser that asks to sign in by card. Raises Unavailable; Impossible when not configured."""
    provider = psc.configured()
    if provider is None:
        raise Impossible("La connexion avec Pro Santé Connect n'est pas configurée sur cette plateforme.")
    try:
        return provider.departure(back=f"{settings.PUBLIC_URL}{_BACK}")
    except NotTrusted as refusal:
        logger.warning("psc refused: %s", refusal.doubt.value)
        raise Unavailable(psc.SERVICE) from None


def come_back(
    *, actor: Actor, departure: Departure | None, answer: Answer, now: datetime
) -> tuple[Card, SignedIn | None]:
    """Who came back, signed in when the card is known; raises Impossible for an answer that is refused, Unavailable.

    `departure` is what the browser's session kept, None when it kept nothing any more: nobody comes back twice.
    """
    try:
        arrival = _arrived(departure, answer, now=now)
    except NotTrusted as refusal:
        _refuse(actor, refusal.doubt, now=now)
    card = Card(
        arrival.issuer,
        arrival.subject,
        arrival.national_id,
        arrival.family_name,
        arrival.given_name,
        arrival.sid,
        sealing.seal(arrival.tokens),
    )
    with transaction.atomic(durable=True):
        user = _account_of(card, actor=actor, now=now)
        if user is None or card_words.may_enter(user.is_active, user.roles):
            signed = enter(actor=actor, user=user, way="card", now=now, traces=dict(arrival.traces)) if user else None
            return card, signed
        journal.record(
            actor=actor, verb="card_refused", subject="user", subject_id=user.id, now=now, why="may_not_enter"
        )
    raise Impossible(card_words.MAY_NOT_ENTER)


def enter(*, actor: Actor, user: User, way: str, now: datetime, traces: dict[str, str] | None = None) -> SignedIn:
    """Note that this account signs in, in the caller's transaction."""
    note_presence(user_id=user.id, now=now)
    CardIdentity.objects.filter(user=user).update(last_used_at=now)
    signed = actor.signing_in(user.id)
    journal.record(actor=signed, verb="sign_in", subject="user", subject_id=user.id, now=now, way=way, **(traces or {}))
    return SignedIn(user.id, stamp_of(user.password))


def attach(*, actor: Actor, user: User, card: Card, way: str, now: datetime) -> None:
    """From now on this card opens this account, in the caller's transaction."""
    CardIdentity.objects.create(
        user=user, issuer=card.issuer, subject=card.subject, national_id=card.national_id, linked_at=now
    )
    own = actor.signing_in(user.id)
    journal.record(actor=own, verb="attach_card", subject="user", subject_id=user.id, now=now, way=way)


def alone_with(*keys: str) -> None:
    """Wait for whoever is at work on the same thing, until the end of the caller's transaction."""
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _arrived(departure: Departure | None, answer: Answer, *, now: datetime) -> Arrival:
    provider = psc.configured()
    if provider is None or departure is None or not answer.state or answer.state != departure.state:
        raise NotTrusted(Doubt.STATE)
    if answer.issuer and answer.issuer != provider.issuer:
        raise NotTrusted(Doubt.ISSUER)
    if answer.error:
        raise NotTrusted(Doubt.CANCELLED if answer.error == "access_denied" else Doubt.PROVIDER_ERROR)
    if not answer.code:
        raise NotTrusted(Doubt.CODE)
    return provider.arrival(code=answer.code, departure=departure, back=f"{settings.PUBLIC_URL}{_BACK}", now=now)


def _refuse(actor: Actor, doubt: Doubt, *, now: datetime) -> NoReturn:
    logger.warning("psc refused: %s", doubt.value)
    with transaction.atomic(durable=True):
        journal.record(actor=actor, verb="card_refused", subject="card", now=now, why=doubt.value)
    raise Impossible(card_words.card_refusal(doubt))


def _account_of(card: Card, *, actor: Actor, now: datetime) -> User | None:
    """By the card itself, by its holder under a new subject, or by the number that a manager registered."""
    alone_with(f"card {card.issuer} {card.national_id}")
    known = CardIdentity.objects.select_related("user").filter(issuer=card.issuer)
    if found := known.filter(subject=card.subject).first():
        return found.user
    if found := known.filter(national_id=card.national_id).first():
        CardIdentity.objects.filter(id=found.id).update(subject=card.subject)
        _note(found.user, "change_card_subject", actor=actor, now=now)
        return found.user
    registered = User.objects.select_for_update().filter(cpx_number=card.national_id, closed_at__isnull=True).first()
    if registered and card_words.may_enter(registered.is_active, registered.roles):
        if CardIdentity.objects.filter(user=registered).delete()[0]:
            _note(registered, "replace_card", actor=actor, now=now)
        attach(actor=actor, user=registered, card=card, way="cpx_number", now=now)
    return registered


def _note(user: User, verb: str, *, actor: Actor, now: datetime) -> None:
    journal.record(actor=actor.signing_in(user.id), verb=verb, subject="user", subject_id=user.id, now=now)
