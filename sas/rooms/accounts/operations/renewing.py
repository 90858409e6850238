"""Secrets of sessions, after SECRET_KEY was changed."""

from datetime import datetime

from sas import keyed
from sas.actor import Actor
from sas.adapters.psc import sealing
from sas.errors import Refused
from sas.rooms.accounts.models import OpenSession


def renew_seals(*, actor: Actor, now: datetime) -> keyed.Renewal:
    """Seal anew the tokens of Pro Santé Connect that an older key sealed: sessions by card go on being renewed.

    Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Les secrets sont renouvelés par la plateforme.")
    return keyed.renew(OpenSession.objects.exclude(card_tokens=""), "card_tokens", use=sealing.SEALING, found_by={})
