"""Regulation software told through the Hub Santé, messages in line, and the answers that come back."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sas.actor import Actor
from sas.rooms.directory import operations as directory
from sas.rooms.exchanges import operations
from sas.rooms.exchanges.enums import AppointmentStatus
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.queries import Recipient
from tests.adapters.hubsante.models import inside, sample

ME, HUB, THEM = "fr.health.test.ptfsas", "fr.health.hub", "fr.health.samu350"


def told_lrm(*territories: int, hub_name: str = THEM, now: datetime) -> int:
    """A software of these territories that the Hub knows."""
    facts = {"origin": hub_name or "elsewhere", "name": f"LRM {hub_name}", "active": True, "hub_name": hub_name}
    return directory.save_lrm(actor=Actor.SYSTEM, lrm_id=None, territories=territories, now=now, **facts)


def posted(lrm_id: int, *, about: int = 1, status: str = "booked", creates: bool = True, now: datetime) -> LrmMessage:
    """A message in line."""
    content = {
        "appointmentId": f"orientation-{about}",
        "created": "2026-11-23T09:00:00+01:00",
        "start": "2026-11-23T14:00:00+01:00",
        "status": status,
        "regulator": {"regulatorName": "LE GOFF", "regulatorFirstname": "Camille", "regulatorEmail": "c@sas.example"},
    }
    with transaction.atomic():
        operations.post(
            actor=Actor.SYSTEM,
            recipients=[Recipient(lrm_id, THEM)],
            orientation_id=about,
            status=AppointmentStatus(status),
            creates=creates,
            content=content,
            now=now,
        )
    return LrmMessage.objects.latest("id")


def in_state(state: str, number: int = 1, *, now: datetime, lrm_id: int | None = None, **facts: Any) -> list[int]:
    """Messages that have come to this state; returns their ids."""
    about = lrm_id or told_lrm(now=now)
    made = [posted(about, about=at, now=now).id for at in range(1, number + 1)]
    settled = {"content": None} if state in {"acked", "refused"} else {}
    LrmMessage.objects.filter(id__in=made).update(state=state, **settled, **facts)
    return made


def ack(message: LrmMessage, *, sender: str = THEM, **reference: Any) -> bytes:
    """What its software says of a message."""
    told = json.loads(sample("ig-ack"))
    told["senderID"] = sender
    inside(told)["reference"] = {"distributionID": f"{ME}_{message.identity}", **reference}
    return json.dumps(told).encode()


def error(message: LrmMessage, code: int, *, sender: str = HUB) -> bytes:
    """What the Hub, or its software, finds wrong with a message."""
    told = json.loads(sample("ig-error-hub"))
    told["senderID"] = sender
    inside(told)["error"] |= {"referencedDistributionID": f"{ME}_{message.identity}"}
    inside(told)["error"]["errorCode"] = {"statusCode": code, "statusString": "REASON"}
    return json.dumps(told).encode()


def long_after(now: datetime, hours: int) -> datetime:
    """Past every wait between two tries."""
    return now + timedelta(hours=hours)
