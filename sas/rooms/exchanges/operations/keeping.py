"""What a person decides of a message that was given up, and the end of traces."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import ExchangeState
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.operations.posting import patience, stand_in_line
from sas.rooms.journal import operations as journal


def send_again(*, actor: Actor, message_id: int, now: datetime) -> None:
    """A person decides that an abandoned message leaves, under the same identity, to where its software is now.

    Raises Refused, and Impossible in another state, once a newer message about the orientation may have left, which
    told all that this one told, or when the software has no name at the Hub any more.
    """
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    with transaction.atomic(durable=True):
        stand_in_line()
        row = LrmMessage.objects.select_for_update(of=("self",)).filter(id=message_id).first()
        if row is None or row.state != ExchangeState.ABANDONED:
            raise Impossible("Ce message n'attend pas d'être renvoyé.")
        newer = LrmMessage.objects.filter(orientation_id=row.orientation_id, lrm_id=row.lrm_id, id__gt=row.id)
        left = Q(sent_at__isnull=False) | Q(answered_at__isnull=False) | Q(attempts__gt=0)
        if newer.filter(left | Q(claimed_until__isnull=False)).exists():
            raise Impossible("Un message plus récent de cette orientation est parti : il dit tout ce que dit celui-ci.")
        lrms = {one.id: one for one in directory.lrm_states(actor=actor)}
        if not lrms[row.lrm_id].hub_name:
            raise Impossible("Ce logiciel n'a plus d'identifiant au Hub Santé : donnez-le d'abord, à la page « LRM ».")
        anew = {"attempts": 0, "problem": "", "due_at": now, "expires_at": now + patience()}
        LrmMessage.objects.filter(id=row.id).update(
            state=ExchangeState.QUEUED, recipient=lrms[row.lrm_id].hub_name, **anew
        )
        queue.defer("send_to_lrms")
        journal.record(actor=actor, verb="send_lrm_message_again", subject="lrm_message", subject_id=row.id, now=now)


def forget(*, actor: Actor, now: datetime) -> int:
    """Remove the traces of messages older than the retention (30 days); returns how many."""
    return LrmMessage.objects.filter(created_at__lt=now - rules.KEPT).delete()[0]
