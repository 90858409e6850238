"""One question to one editor that an administrator tries, and looks at whole: the answer is kept nowhere (issue 7)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from sas.actor import Actor
from sas.adapters.editors import client
from sas.adapters.editors.values import Trial
from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.editors import rules
from sas.rooms.editors.operations.reached import Reached, reached_as
from sas.rooms.editors.operations.refreshing import paced
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries as traces

_SUBJECT = "editor_trial"
_NOT_HERE = "Cet éditeur n'est pas appelé depuis cet environnement : il est inactif, sans adresse, ou d'un autre."
_TOO_OFTEN = f"{rules.TRIED_PER_MINUTE} essais par minute au maximum pour un éditeur : attendez un instant."
_ITS_LIMIT = "La limite de requêtes par minute de cet éditeur est atteinte : attendez un instant."


def try_out(*, actor: Actor, editor_id: int, kind: str, words: str, first: date, last: date, now: datetime) -> Trial:
    """Ask this editor one question, within its own pace, whatever the breakers say; nothing of the answer is kept.

    The trace is committed before the editor is asked, and no transaction is open meanwhile. Raises Refused for anyone
    but administrators; Impossible beside the field that cannot be, and for an editor tried too often or not called.
    """
    if refusal := rules.may_read_health(actor):
        raise refusal
    asked = rules.checked_question(kind=kind, words=words, first=first, last=last, now=now)
    known = directory.editor_endpoints(actor=actor)
    found = next((reached_as(one) for one in known if one.editor_id == editor_id), None)
    if found is None:
        raise Impossible(_NOT_HERE)
    with transaction.atomic(durable=True):
        _count(found, actor=actor, now=now)
        told = {"kind": asked.kind.value, "asked": len(asked.identifiers)}
        journal.record(actor=actor, verb="try_editor", subject=_SUBJECT, subject_id=editor_id, now=now, **told)
    return client.try_out(found.endpoint, asked, now=now)


def _count(found: Reached, *, actor: Actor, now: datetime) -> None:
    """One more request of this minute, under the lock of the editor's pace."""
    editor_id, most = found.endpoint.editor_id, rules.TRIED_PER_MINUTE
    pace = paced(editor_id, now=now)
    latest = traces.traces_of(actor=actor, subject=_SUBJECT, subject_id=editor_id, limit=most)
    if len([one for one in latest if one.at > now - timedelta(minutes=1)]) >= most:
        raise Impossible(_TOO_OFTEN)
    if pace.used >= found.limit:
        raise Impossible(_ITS_LIMIT)
    pace.used += 1
    pace.save(update_fields=["minute", "used"])
