"""Messages put in line in the transaction of what they tell."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.rooms.exchanges.enums import AppointmentStatus
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.queries import Recipient

_LINE = "select pg_advisory_xact_lock(hashtext('exchanges'))"


def post(
    *,
    actor: Actor,
    recipients: Collection[Recipient],
    orientation_id: int,
    status: AppointmentStatus,
    creates: bool,
    content: Mapping[str, object],
    now: datetime,
) -> None:
    """Put one message to each recipient in line, in the caller's transaction: they exist exactly when the act does.

    `content`: the appointment of the model RS-SAS-RDV without its method. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("exchanges.post must run inside the operation's transaction")
    kept = {name: value for name, value in content.items() if settings.HUB_REGULATOR or name != "regulator"}
    told = {"orientation_id": orientation_id, "status": status, "creates": creates, "content": kept}
    lasts = {"created_at": now, "due_at": now, "expires_at": now + patience()}
    for one in recipients:
        LrmMessage.objects.create(lrm_id=one.lrm_id, recipient=one.hub_name, identity=uuid4(), **told, **lasts)
    queue.defer("send_to_lrms")


def patience() -> timedelta:
    """How long a message is worth sending."""
    return timedelta(hours=settings.HUB_MESSAGE_HOURS)


def stand_in_line() -> None:
    """One process at a time decides what leaves next; it is let go with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE)
