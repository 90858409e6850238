"""The words of the Hub Santé: EDXL-DE around RC-DE around the appointment, and the answers read back.

The texts of errors and the copy of our message that they hold are read by nobody: they would carry names.
"""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sas.adapters.hubsante.values import Answer, Report

LARGEST_BYTES = 1_000_000
"""Of an answer: an error holds our message again, which has some 2,000."""

_SCHEME = "hubex"
_HERE = ZoneInfo("Europe/Paris")  # the schemas refuse `Z`, and want another spelling of UTC than ISO 8601
_STEPS = frozenset({"RECU", "ERREUR", "INTEGRE", "CONSULTE", "SUPPRIME"})


class Unreadable(Exception):
    """What came is no answer of the Hub; carries no part of it."""


def instant(moment: datetime, zone: ZoneInfo = _HERE) -> str:
    """« 2026-11-23T15:00:00+01:00 »: to the second, with its offset."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


def report(told: Report) -> bytes:
    """A report as it travels."""
    sent, kind, status = instant(told.sent_at), "Report", "Actual"
    header = {
        "messageId": told.identity,
        "sender": _party(told.sender),
        "sentAt": sent,
        "kind": kind,
        "status": status,
        "recipient": [_party(told.recipient)],
    }
    envelope = {
        "distributionID": told.identity,
        "senderID": told.sender,
        "dateTimeSent": sent,
        "dateTimeExpires": instant(told.expires_at),
        "distributionStatus": status,
        "distributionKind": kind,
        "descriptor": {
            "language": "fr-FR",
            "explicitAddress": {"explicitAddressScheme": _SCHEME, "explicitAddressValue": told.recipient},
        },
        "content": [
            {"jsonContent": {"embeddedJsonContent": {"message": header | {"appointment": dict(told.appointment)}}}}
        ],
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def _party(name: str) -> dict[str, str]:
    return {"name": name, "URI": f"{_SCHEME}:{name}"}


def answer(body: bytes) -> Answer:
    """An acknowledgement or an error; raises Unreadable for anything else. Unknown properties are let through."""
    if len(body) > LARGEST_BYTES:
        raise Unreadable
    try:
        envelope = json.loads(body)
        kind, sender = envelope["distributionKind"], _text(envelope["senderID"])
        message = envelope["content"][0]["jsonContent"]["embeddedJsonContent"]["message"]
        if kind == "Ack":
            return _acknowledgement(sender, message["reference"])
        if kind == "Error":
            return _error(sender, message["error"])
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        raise Unreadable from None
    raise Unreadable


def _acknowledgement(sender: str, reference: dict[str, Any]) -> Answer:
    step = reference.get("step", "")
    refused = reference.get("refused") is True or step == "ERREUR"
    return Answer(sender, _text(reference["distributionID"]), refused, step if step in _STEPS else "")


def _error(sender: str, error: dict[str, Any]) -> Answer:
    code = error["errorCode"]["statusCode"]
    return Answer(sender, _text(error["referencedDistributionID"]), refused=True, code=max(0, min(int(code), 9999)))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise TypeError
    return value
