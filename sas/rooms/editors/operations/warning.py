"""Writing to administrators before a certificate ends: no exchange with an editor stops by surprise (issue 7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.queries import Administrator
from sas.rooms.editors import queries, rules
from sas.rooms.editors.queries import CertificateState
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.outbox.rules import Letter
from sas.rooms.texts import queries as texts

_HERE = ZoneInfo("Europe/Paris")
_WHOSE = {
    "client": "certificat de la plateforme envers les éditeurs",
    "authority": "autorité qui signe les certificats des éditeurs",
}


def warn_of_certificates(*, actor: Actor, now: datetime) -> int:
    """Write once to each administrator at 30, 14, 7 and 1 days before a certificate ends; returns the mails posted.

    A run that was missed is caught up by the next one, by the nearest step alone. May run twice. Raises Refused but
    for the platform.
    """
    if refusal := rules.may_refresh(actor):
        raise refusal
    due = [one for one in queries.certificates(actor=actor, now=now) if one.step is not None]
    readers = accounts.administrators(actor=actor) if due else ()
    return sum(_warn(one, readers, actor=actor, now=now) for one in due)


def _warn(one: CertificateState, readers: Sequence[Administrator], *, actor: Actor, now: datetime) -> int:
    with transaction.atomic(durable=True):
        letter = _letter(one, actor=actor, now=now)
        mails = [
            outbox.post(
                actor=actor,
                kind="editor_certificate",
                to=reader.email,
                letter=letter,
                now=now,
                user_id=reader.user_id,
                once_key=f"certificate:{one.key}:{one.step}:{reader.user_id}",
            )
            for reader in readers
        ]
        posted = sum(mail is not None for mail in mails)
        if posted:
            about: dict[str, Any] = {
                "subject": "certificate",
                "subject_id": one.editor_id or "",
                "part": one.part,
                "mails": posted,
            }
            journal.record(actor=actor, verb="warn_of_certificate", now=now, days=one.step, **about)
    return posted


def _letter(one: CertificateState, *, actor: Actor, now: datetime) -> Letter:
    assert one.until
    return texts.letter(
        actor=actor,
        key="mail_editor_certificate",
        now=now,
        certificat=_WHOSE.get(one.part) or f"certificat du serveur de {one.name}",
        jour=f"{one.until.astimezone(_HERE):%d/%m/%Y}",
        delai=_delay(one.until - now),
        lien=f"{settings.PUBLIC_URL}/administration/editeurs/certificats",
    )


def _delay(left: timedelta) -> str:
    if left < timedelta(0):
        return "est passé"
    days = ceil(left / timedelta(days=1))
    return f"finit dans {days} jours" if days > 1 else "finit dans moins d'un jour"
