"""The SMTP side: accepts every mail and keeps it."""

from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from simulators.mailbox import store


class Catcher:
    """What aiosmtpd calls for each mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 its name
        """Keep the mail; return the answer to its sender."""
        content = envelope.original_content or b""
        store.save(self.folder, content, recipients=envelope.rcpt_tos, now=datetime.now(UTC))
        return "250 Kept"


def catcher(folder: Path, *, port: int) -> Controller:
    """An SMTP server on the loopback that keeps what it is sent in `folder`; it runs once started."""
    return Controller(Catcher(folder), hostname="127.0.0.1", port=port)
