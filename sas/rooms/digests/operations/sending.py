"""Writing, once, to those who asked for it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.queries import Recipient
from sas.rooms.digests import rules
from sas.rooms.digests.models import DigestChoice
from sas.rooms.digests.operations.telling import (
    Placed,
    certificates_words,
    needs_words,
    participation_words,
    placed_moves,
)
from sas.rooms.digests.rules import Days
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import TerritoryFacts
from sas.rooms.outbox import operations as outbox
from sas.rooms.outbox.rules import Letter
from sas.rooms.texts import queries as texts
from sas.rooms.usage import queries as usage


def send_due(*, actor: Actor, now: datetime) -> int:
    """The summaries of this morning to those who chose them; returns the mails posted.

    May run twice: each summary is posted once to each reader. None leaves before its last day is counted: a later run
    sends it then. Raises Refused for a person.
    """
    if refusal := rules.may_send(actor):
        raise refusal
    return sum(_send(days, actor=actor, now=now) for days in rules.due(now))


def _send(days: Days, *, actor: Actor, now: datetime) -> int:
    ids = DigestChoice.objects.filter(period=days.period).order_by("user_id").values_list("user_id", flat=True)
    readers = accounts.recipients(actor=actor, user_ids=list(ids))
    if not readers or not usage.is_counted(actor=actor, day=days.last):
        return 0
    moves, known = placed_moves(actor=actor, days=days), directory.territories(actor=actor)
    return sum(_post(one, days, moves=moves, known=known, actor=actor, now=now) for one in readers)


def _post(
    reader: Recipient,
    days: Days,
    *,
    moves: Sequence[Placed],
    known: Sequence[TerritoryFacts],
    actor: Actor,
    now: datetime,
) -> int:
    """1 when the mail is new. Roles may have gone since the choice: then nothing is told."""
    own = [one for one in known if one.id in reader.territories]
    national = not reader.roles.isdisjoint(rules.NATIONAL)
    if not national and (not own or reader.roles.isdisjoint(rules.READERS)):
        return 0
    letter = _letter(days, own=None if national else own, moves=moves, actor=actor, now=now)
    with transaction.atomic(durable=True):
        posted = outbox.post(
            actor=actor,
            kind="digest",
            to=reader.email,
            letter=letter,
            now=now,
            user_id=reader.user_id,
            once_key=f"digest:{reader.user_id}:{days.period}:{days.last:%Y%m%d}",
        )
    return int(posted is not None)


def _letter(
    days: Days, *, own: Sequence[TerritoryFacts] | None, moves: Sequence[Placed], actor: Actor, now: datetime
) -> Letter:
    """`own` None: the whole country, and the certificates of the exchanges."""
    departements = None if own is None else sorted({code for one in own for code in one.departements})
    values = {
        "jours": days.words,
        "perimetre": "France entière" if own is None else ", ".join(one.name for one in own),
        "participation": participation_words(moves, departements),
        "besoins": needs_words(actor=actor, days=days, departements=departements),
        "choix": f"{settings.PUBLIC_URL}/compte/resume",
    }
    if own is not None:
        return texts.letter(actor=actor, key="mail_digest", now=now, **values)
    ending = certificates_words(actor=actor, now=now)
    link = f"{settings.PUBLIC_URL}/administration/editeurs/certificats"
    return texts.letter(actor=actor, key="mail_digest_national", now=now, **values, certificats=ending, lien=link)
