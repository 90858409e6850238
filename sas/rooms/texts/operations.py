"""Publishing a text, and going back to the one of the code (F-230). Versions are added, never changed."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.models import TextVersion
from sas.rooms.texts.queries import forget_words
from sas.rooms.texts.rules import CATALOGUE, checked_text, may_write

_UNKNOWN = "Ce texte n'existe pas."
_CHANGED = "Ce texte a été modifié entre-temps : rechargez la page pour lire la nouvelle version, puis recommencez."
_NO_END = "Donnez une date de fin à venir : un bandeau s'efface de lui-même."


def publish_text(
    *, actor: Actor, key: str, text: str, seen: int, now: datetime, subject: str = "", until: datetime | None = None
) -> int:
    """Use this text from now on; `seen` is the number of the version that was read. Returns the new number.

    Raises Refused for anyone but administrators; Impossible for a text that cannot be shown (field "text", or "subject"
    of a mail), a banner without an end to come (field "until"), or one that somebody else published meanwhile.
    """
    if refusal := may_write(actor):
        raise refusal
    known = CATALOGUE.get(key)
    if known is None:
        raise Impossible(_UNKNOWN)
    kept = checked_text(known, text, subject=subject)
    ends = until if known.kind is TextKind.BANNER else None
    if known.kind is TextKind.BANNER and (ends is None or ends <= now):
        raise Impossible(_NO_END, field="until")
    version = TextVersion(key=key, text=kept, until=ends)
    return _publish(version, actor=actor, seen=seen, now=now, verb="publish_text")


def restore_text(*, actor: Actor, key: str, seen: int, now: datetime) -> int:
    """Use the text of the code again, whatever it becomes at later versions; for a banner: nothing. As publish_text."""
    if refusal := may_write(actor):
        raise refusal
    if key not in CATALOGUE:
        raise Impossible(_UNKNOWN)
    return _publish(TextVersion(key=key, is_default=True), actor=actor, seen=seen, now=now, verb="restore_text")


def _publish(version: TextVersion, *, actor: Actor, seen: int, now: datetime, verb: str) -> int:
    version.number, version.author_id, version.at = seen + 1, actor.user_id, now
    with transaction.atomic(durable=True):
        newest = TextVersion.objects.filter(key=version.key).order_by("-number").first()
        if (newest.number if newest else 0) != seen:
            raise Impossible(_CHANGED)
        try:
            with transaction.atomic():
                version.save(force_insert=True)
        except IntegrityError as twin:
            raise Impossible(_CHANGED) from twin
        told: dict[str, Any] = {"number": version.number, "change": Change(_facts(newest), _facts(version))}
        journal.record_change(actor=actor, verb=verb, subject="text", subject_id=version.key, now=now, **told)
        transaction.on_commit(lambda: forget_words(actor=actor))
    return version.number


def _facts(version: TextVersion | None) -> dict[str, object]:
    """Words of the platform, which are nobody's. None, as back to the code: no text of its own."""
    if version is None or version.is_default:
        return {"text": None, "until": None}
    return {"text": version.text, "until": version.until}
