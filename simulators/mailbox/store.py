"""Mails kept as files, one each, named so that the order of names is the order of arrival."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

IDENTIFIER = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
ENVELOPE_HEADER = "X-Envelope-To"


@dataclass(frozen=True)
class Mail:
    """One caught mail; `html` is None when the mail has no such part. `received` is in UTC."""

    identifier: str
    received: datetime
    sender: str
    recipients: str
    subject: str
    text: str
    html: str | None


def save(folder: Path, content: bytes, *, recipients: Sequence[str], now: datetime) -> str:
    """Keep one mail with the recipients of its envelope (hidden copies are nowhere else); return its identifier."""
    folder.mkdir(parents=True, exist_ok=True)
    identifier = f"{int(now.timestamp() * 1_000_000):020d}-{secrets.token_hex(4)}"
    unfinished = folder / f".{identifier}"
    unfinished.write_bytes(f"{ENVELOPE_HEADER}: {', '.join(recipients)}\r\n".encode("ascii", "replace") + content)
    unfinished.rename(folder / f"{identifier}.eml")
    return identifier


def identifiers(folder: Path) -> list[str]:
    """The identifiers of all mails, newest first."""
    found = (path.stem for path in folder.glob("*.eml"))
    return sorted((name for name in found if IDENTIFIER.fullmatch(name)), reverse=True)


def read(folder: Path, identifier: str) -> Mail | None:
    """The mail of that identifier, or None when there is none."""
    path = folder / f"{identifier}.eml"
    if not IDENTIFIER.fullmatch(identifier) or not path.is_file():
        return None
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return Mail(
        identifier=identifier,
        received=datetime.fromtimestamp(int(identifier[:20]) / 1_000_000, tz=UTC),
        sender=str(message["From"] or ""),
        recipients=str(message[ENVELOPE_HEADER] or message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_part(message, "plain") or "",
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return None
    try:
        return str(part.get_content())
    except LookupError:  # A character set that Python does not know.
        payload = part.get_payload(decode=True)
        return payload.decode(errors="replace") if isinstance(payload, bytes) else str(payload)
